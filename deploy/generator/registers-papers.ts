import { addDays } from '../../kernel/time.ts'
import type { World } from './day.ts'
import { sinceOf } from './registers-assets.ts'
import { type Cells, sheet } from './sheet.ts'

/** A machine for secrets that went out of use some weeks ago, its disk destroyed two days later. */
export const retired = ({ from, province }: World): Cells[] => [
  {
    ...{ id: 'mat-cu', unit: 'tinh', person: province.people[0]?.id, role: 'workstation', secrets: true, agent: false },
    to: addDays(from, -20),
  },
]

/** Systems in order: one of level 3 with all its logs, one whose level came four weeks after it was entered. */
export const systems = (world: World): string => {
  const { from, planting } = world
  const late = { id: 'qlvb', name: 'Quản lý văn bản', unit: 'tinh' }
  return sheet(
    ['id', 'name', 'unit', 'level', 'decision', 'web', 'sensor', 'firewall', 'from', 'to'],
    [
      {
        ...{
          id: 'cong-dvc',
          name: 'Cổng dịch vụ công',
          unit: 'tinh',
          level: '3',
          decision: '5/QĐ-UBND',
          from: sinceOf(world),
        },
        ...{ web: 'c-app/tthc', sensor: 'c-app/ioffice', firewall: 'c-app/ioffice' },
      },
      { ...late, from: addDays(from, -40), to: addDays(from, -12) },
      { ...late, level: '2', decision: '6/QĐ-UBND', from: addDays(from, -11) },
      ...planting.rows.systems,
    ],
  )
}

/** Papers in order: a regulation issued before its day, backups tested within the year. */
export const records = (world: World): string => {
  const { from, province, planting } = world
  const centre = province.units.find(({ kind }) => kind === 'one-stop')
  return sheet(
    ['kind', 'unit', 'due', 'done', 'system', 'machine', 'document'],
    [
      ...(centre
        ? [{ kind: 'regulation', unit: centre.id, due: addDays(from, 2), done: addDays(from, -5), document: '7/QC' }]
        : []),
      ...[-300, -10].map((days) => ({ kind: 'restore-test', unit: 'tinh', system: 'qlvb', done: addDays(from, days) })),
      { kind: 'wipe', unit: 'tinh', machine: 'mat-cu', done: addDays(from, -18), document: '8/BB' },
      ...planting.rows.records,
    ],
  )
}

/** Lines in order: one to the Internet that is watched, and three lines of a one-stop centre. */
export const lines = ({ province }: World): Cells[] => {
  const centre = province.units.find(({ kind }) => kind === 'one-stop')
  const apart = ['camera', 'one-stop', 'public'].map((segment, i) => ({
    ...{ cidr: `100.80.0.${i}/32`, unit: centre?.id, segment, line: `duong-${i + 1}`, nat: false },
  }))
  return [
    { cidr: '100.81.0.0/29', unit: 'tinh', segment: 'office', line: 'internet-1', monitor: 'c-app/ioffice', nat: true },
    ...(centre ? apart : []),
  ]
}
