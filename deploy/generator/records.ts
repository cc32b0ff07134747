import type { Instant } from '../../kernel/time.ts'
import { addDays, DAY, foldDay, foldDayStart, localTime, MINUTE, SECOND } from '../../kernel/time.ts'
import type { Act } from './acts.ts'
import { bkavLine } from './formats/bkav.ts'
import { iofficeLine } from './formats/ioffice.ts'
import { linuxLine } from './formats/linux.ts'
import { nxlogLine } from './formats/nxlog.ts'
import { tthcLine } from './formats/tthc.ts'
import type { WindowsEvent } from './formats/windows-event.ts'
import { winlogbeatLine } from './formats/winlogbeat.ts'
import type { Machine, Province } from './model.ts'
import { random } from './random.ts'

/** A line that is due, written only when it is delivered. `happened`: when it really did; `at`: what its clock said. */
export type Due = {
  readonly happened: Instant
  readonly at: Instant
  readonly deliveredAt: Instant
  readonly collector: string
  readonly source: string
  line(): string
}

/** How long a machine's lines are on their way: the same all day, so that they stay in order. */
const delay = (province: Province, name: string, at: Instant): number =>
  random(province.seed, 'delay', name, foldDay(at)).int(1_500, 12_000)

/** Now and then a collector stops for some twenty minutes and then catches up; shorter than any rhythm. */
const afterPause = (province: Province, collector: string, deliveredAt: Instant): Instant => {
  const day = foldDay(deliveredAt)
  const dice = random(province.seed, 'pause', collector, day)
  if (!dice.chance(0.1)) return deliveredAt
  const from = localTime(day, '08:00') + dice.int(0, 420) * MINUTE
  const to = from + dice.int(15, 25) * MINUTE
  return deliveredAt >= from && deliveredAt < to ? to + Math.floor((deliveredAt - from) / 20) : deliveredAt
}

/** Laptops seldom on line hand over a day's log some days later, in order, in some minutes. */
const arrives = (province: Province, machine: Machine, at: Instant): Instant => {
  if (machine.lateDays === 0) return afterPause(province, machine.unit.collector, at + delay(province, machine.id, at))
  const day = foldDay(at)
  const online = localTime(addDays(day, machine.lateDays), '08:20')
  return Math.max(online, at) + Math.floor(((at - foldDayStart(day)) * 10 * MINUTE) / DAY) + SECOND
}

export const windowsDue = (province: Province, event: WindowsEvent, recordId: number): Due => {
  const { machine } = event
  const at = event.at + machine.skew
  const deliveredAt = arrives(province, machine, event.at)
  const { collector, source } = machine.unit
  const write = source === 'nxlog' ? nxlogLine : winlogbeatLine
  return { happened: event.at, at, deliveredAt, collector, source, line: () => write(event, recordId, at, at + 900) }
}

/** Lines of everything that is not a Windows event log; consoles and servers have the right time. */
export const otherDue = (province: Province, act: Act): readonly Due[] => {
  const { at } = act
  const due = (collector: string, source: string, line: () => string): readonly Due[] => {
    const deliveredAt = afterPause(province, collector, at + delay(province, collector, at))
    return [{ happened: at, at: Math.floor(at / SECOND) * SECOND, deliveredAt, collector, source, line }]
  }
  switch (act.do) {
    case 'beat':
      return due('c-bkav', 'bkav', () => bkavLine(act, at))
    case 'linux':
      return due('c-linux', 'linux-auth', () => linuxLine(act, at))
    case 'app':
      return due('c-app', act.system, () => (act.system === 'tthc' ? tthcLine : iofficeLine)(act, at))
    default:
      return []
  }
}

/** Some lines come twice, a minute later: a shipper that was not told they had arrived. */
export const repeated = (province: Province, due: Due, place: number): readonly Due[] => {
  const twice = due.source !== 'linux-auth' && random(province.seed, 'twice', due.happened, place).chance(0.003)
  return twice ? [due, { ...due, deliveredAt: due.deliveredAt + 40 * SECOND }] : [due]
}

/** Lines are written in slices of so long: what memory holds of a province. */
export const SLICE = 5 * MINUTE
export const sliceOf = (at: Instant): number => Math.floor(at / SLICE)
