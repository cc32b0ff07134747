import fc from 'fast-check'
import { expect, test } from 'vitest'
import type { Cell } from '../../../api/coverage/coverage.ts'
import { coverageOf } from '../../../api/coverage/make.ts'
import { periodOf } from '../../../api/reports/period.ts'
import { neededParts } from '../../../detectors/witness.ts'
import type { Since } from '../../../detectors/yields.ts'
import type { Action, Observation } from '../../../kernel/event.ts'
import { addDays, DAY, foldDay, type LocalDate, localTime } from '../../../kernel/time.ts'
import { materialOf, registers } from '../../support/report.ts'

/* A week of one commune with two machines and everything told; then some of it is taken away. */

const period = periodOf('2026-W10')!
const DAYS = Array.from({ length: 7 }, (_, i) => addDays(period.first, i))
const WORKING = DAYS.slice(0, 5)
const HOSTS = ['pc-01', 'pc-03']
const TOLD: Readonly<Record<string, readonly Action[]>> = {
  winlogbeat: ['login', 'logout', 'session.lock', 'power.off', 'media.attach'],
  bkav: ['heartbeat'],
}
const rows = {
  ...registers,
  machines: HOSTS.map((id) => ({ ...registers.machines![0]!, id })),
  pipelines: [
    { collector: 'c-a', source: 'winlogbeat', unit: 'xa-a', rhythm: '1d' as const, hours: 'always' as const },
    { collector: 'c-bkav', source: 'bkav', unit: 'xa-a', rhythm: '1d' as const, hours: 'always' as const },
  ],
}

type Told = { readonly day: LocalDate; readonly host: string; readonly source: string; readonly action: Action }
const everything: readonly Told[] = DAYS.flatMap((day) =>
  HOSTS.flatMap((host) =>
    Object.entries(TOLD).flatMap(([source, actions]) => actions.map((action) => ({ day, host, source, action }))),
  ),
)

/** Several times a day, so that no pipeline is silent for longer than its rhythm while it tells anything. */
const observed = ({ day, host, source, action }: Told): readonly Observation[] =>
  ['05:30', '11:00', '16:00', '22:00'].map((clock) => {
    const at = localTime(day, clock)
    const origin = { at, received: at, source, collector: source === 'bkav' ? 'c-bkav' : 'c-a', digest: 'd' }
    const acts = {
      user: 'an.nv@tinh',
      system: 'windows',
      ok: true,
      via: 'interactive',
      agent: 'bkav',
      device: 'usb-1',
      kind: 'storage',
    }
    return { ...origin, ...acts, action, host, id: `${host}/${action}/${at}` } as unknown as Observation // the fields of all of them
  })

const cellsOf = (told: readonly Told[], since: Since = () => Number.NEGATIVE_INFINITY) => {
  const material = materialOf({ period, rows, unit: 'xa-a', logs: told.flatMap(observed), since })
  return { material, cells: coverageOf(material).units.find(({ id }) => id === 'xa-a')!.cells }
}
const met = (cells: readonly Cell[]): readonly string[] =>
  cells.filter(({ state }) => state === 'met').map(({ clause }) => clause)

const some = <T>(all: readonly T[]): fc.Arbitrary<readonly T[]> => fc.subarray([...all], { maxLength: 2 })
/** What is taken away: days, machines, kinds of acts, and each kind of one day. */
const holes = fc.record({
  days: some(DAYS),
  hosts: some(HOSTS),
  actions: some([...new Set(everything.map(({ action }) => action))]),
  pairs: fc.array(fc.tuple(fc.constantFrom(...DAYS), fc.constantFrom(...everything.map(({ action }) => action))), {
    maxLength: 4,
  }),
  how: fc.constantFrom('days', 'hosts', 'actions', 'pairs', 'all'),
})

test('a week in which everything was told of lets clauses be met', () => {
  expect(met(cellsOf(everything).cells)).toEqual(expect.arrayContaining(['ACC-01', 'ACC-09', 'EPP-01', 'MED-01']))
})

test('nothing is met where a needed act was not told of at the unit’s machines on a working day', () => {
  fc.assert(
    fc.property(holes, ({ days, hosts, actions, pairs, how }) => {
      const isOn = (one: typeof how): boolean => how === one || how === 'all'
      const told = everything.filter(
        (one) =>
          !(isOn('days') && days.includes(one.day)) &&
          !(isOn('hosts') && hosts.includes(one.host)) &&
          !(isOn('actions') && actions.includes(one.action)) &&
          !(isOn('pairs') && pairs.some(([day, action]) => day === one.day && action === one.action)),
      )
      const { material, cells } = cellsOf(told)
      for (const clause of met(cells)) {
        const rules = material.rules.filter((rule) => rule.clause === clause)
        for (const part of rules.flatMap((rule) => neededParts(rule, material.yields, material.since))) {
          const able = told.filter(({ source }) => part.sources.has(source))
          const acts = able.filter(({ action }) => part.actions.includes(action))
          const isDaily = part.actions.some((action) => action === 'login' || action === 'heartbeat')
          for (const day of WORKING)
            expect(
              (isDaily ? acts : able).some((one) => one.day === day),
              `${clause} ${part.actions} ${day}`,
            ).toBe(true)
          expect(acts.length, `${clause} ${part.actions}`).toBeGreaterThan(0)
          for (const host of HOSTS)
            expect(
              able.some((one) => one.host === host),
              `${clause} ${host}`,
            ).toBe(true)
        }
      }
    }),
    { numRuns: 60 },
  )
})

test('nothing is met by a source that is read for the act only since after the period began', () => {
  const times = [Number.NEGATIVE_INFINITY, period.from, period.from + 1, period.from + 3 * DAY, period.to]
  const begun = fc.dictionary(fc.constantFrom(...TOLD['winlogbeat']!, ...TOLD['bkav']!), fc.constantFrom(...times))
  let fewer = 0
  fc.assert(
    fc.property(begun, (of) => {
      const { material, cells } = cellsOf(everything, (_, action) => of[action] ?? Number.NEGATIVE_INFINITY)
      const clauses = met(cells)
      if (clauses.length < met(cellsOf(everything).cells).length) fewer++
      for (const rule of material.rules.filter(({ clause }) => clauses.includes(clause)))
        for (const { sources, actions } of neededParts(rule, material.yields, material.since))
          expect(Math.min(...sources.values()), `${rule.id} ${actions}`).toBeLessThanOrEqual(period.from)
    }),
    { numRuns: 60 },
  )
  expect(fewer).toBeGreaterThan(10)
})

test('what is told of more never makes less assessable', () => {
  const rank = { 'not-assessable': 0, partial: 1, met: 2, signs: 3, violated: 3 } as const
  fc.assert(
    fc.property(fc.subarray([...everything]), fc.subarray([...everything]), (first, more) => {
      const fewer = new Map(cellsOf(first).cells.map(({ clause, state }) => [clause, rank[state]]))
      for (const { clause, state } of cellsOf([...new Set([...first, ...more])]).cells)
        expect(rank[state], clause).toBeGreaterThanOrEqual(fewer.get(clause)!)
    }),
    { numRuns: 20 },
  )
})

test('the fold days of the test are those of the period', () => {
  expect([foldDay(period.from), foldDay(period.to - 1)]).toEqual([DAYS[0], DAYS[6]])
})
