import type { LocalDate } from '../../../kernel/time.ts'
import { addDays } from '../../../kernel/time.ts'
import type { Unit } from '../model.ts'
import { before, owing, someDay } from './owing.ts'
import type { Plot } from './plot.ts'

/* Duties that stand in the registers of systems, lines and papers. */

/** Tells what is planted on one day from the rest of the run. */
const mark = (due: LocalDate, i: number): string => `${due.replaceAll('-', '')}${i}`

/** An address of its own for each day and turn. */
const network = (due: LocalDate, i: number): string => {
  const [, month, day] = due.split('-').map(Number)
  return `100.${64 + i}.${month}.${day}/32`
}

/** A one-stop centre: the texts about its papers and lines bind no other unit. */
const centre = ({ province, dice }: Plot): Unit => dice.pick(province.units.filter(({ kind }) => kind === 'one-stop'))

/** LVL-01: a system without a level. */
const withoutLevel = (plot: Plot, i: number): void => {
  const { due, unit } = someDay(plot, i)
  const id = `ht-${mark(due, i)}`
  plot.planting.rows.systems.push({ id, name: `Phần mềm ${i}`, unit: unit.id, from: before(due, unit, 30) })
  owing(plot, { rule: 'LVL-01', sort: 'level', of: id, unit, due, what: `hệ thống ${id} chưa có cấp độ` })
}

/** COV-01: a system of level 3 that no firewall tells of. */
const withoutLog = (plot: Plot, i: number): void => {
  const { due, unit } = someDay(plot, i + 1)
  const id = `cap3-${mark(due, i)}`
  const row = { id, name: `Cổng ${i}`, unit: unit.id, level: '3', decision: '9/QĐ-UBND', web: 'c-app/ioffice' }
  plot.planting.rows.systems.push({ ...row, firewall: '-', from: before(due, unit, 10) })
  owing(plot, { rule: 'COV-01', sort: 'logs', of: `${id}/firewall`, unit, due, what: `${id} thiếu nhật ký tường lửa` })
}

/** COV-02: an Internet line that nothing watches. */
const unwatchedLine = (plot: Plot, i: number): void => {
  const { due, unit } = someDay(plot, i + 2)
  const cidr = network(due, i)
  const row = { cidr, unit: unit.id, segment: 'office', line: `net-${mark(due, i)}`, monitor: '-', nat: true }
  plot.planting.rows.networks.push({ ...row, from: before(due, unit, 10) })
  owing(plot, { rule: 'COV-02', sort: 'monitoring', of: cidr, unit, due, what: `đường ${row.line} chưa được giám sát` })
}

/** NET-11: cameras and the public on one line. */
const oneLine = (plot: Plot, i: number): void => {
  const { due } = someDay(plot, i)
  const unit = centre(plot)
  const line = `chung-${mark(due, i)}`
  const from = before(due, unit, 30)
  for (const [n, segment] of ['camera', 'public'].entries())
    plot.planting.rows.networks.push({
      cidr: network(due, 10 + 2 * i + n),
      unit: unit.id,
      segment,
      line,
      nat: false,
      from,
    })
  owing(plot, {
    rule: 'NET-11',
    sort: 'separation',
    of: line,
    unit,
    due,
    what: `camera và mạng công cộng chung đường ${line}`,
  })
}

/** GOV-01: a regulation that is not issued by its day. */
const noRegulation = (plot: Plot, i: number): void => {
  const { due } = someDay(plot, i + 1)
  const unit = centre(plot)
  plot.planting.rows.records.push({ kind: 'regulation', unit: unit.id, due })
  owing(plot, {
    ...{ rule: 'GOV-01', sort: 'regulation', of: due, unit, due, clock: '23:00' },
    what: `quy chế hạn ${due} chưa ban hành`,
  })
}

/** INC-06: a year since the last test of a system's backups. */
const untested = (plot: Plot, i: number): void => {
  const { due, unit } = someDay(plot, i)
  const id = `sl-${mark(due, i)}`
  const done = addDays(due, -365)
  plot.planting.rows.systems.push({ id, name: `Kho ${i}`, unit: unit.id, level: '2', decision: '9/QĐ-UBND' })
  plot.planting.rows.records.push({ kind: 'restore-test', unit: unit.id, system: id, done })
  owing(plot, {
    ...{ rule: 'INC-06', sort: 'restore-test', of: `${id}/${done}`, unit, due, clock: '00:00' },
    what: `bản sao lưu của ${id} kiểm tra lần cuối ${done}`,
  })
}

/** INC-05: two machines for secrets left the register, and of one nothing says what became of its disk. */
const disposed = (plot: Plot, i: number): void => {
  const { due, unit } = someDay(plot, i + 1)
  const gone = before(due, unit, 10)
  const id = `mat-${unit.code.toLowerCase()}-${mark(due, i)}`
  const row = { id, unit: unit.id, role: 'workstation', place: unit.name, secrets: true, agent: false }
  const wiped = `${id}-cu`
  for (const one of [id, wiped])
    plot.planting.rows.machines.push({ ...row, id: one, person: plot.province.people[0]?.id, to: addDays(gone, -1) })
  plot.planting.rows.records.push({ kind: 'wipe', unit: unit.id, machine: wiped, done: gone })
  owing(plot, {
    rule: 'INC-05',
    sort: 'wipe',
    of: `${id}/${gone}`,
    unit,
    due,
    what: `${id} thanh lý, ổ cứng chưa có biên bản`,
  })
}

export const papers = [...[withoutLevel, withoutLog, unwatchedLine, oneLine], ...[noRegulation, untested, disposed]]
