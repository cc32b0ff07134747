import { entryOf } from '../../kernel/entry.ts'
import type { Instant } from '../../kernel/time.ts'

/** A civil time as written, month 1 to 12; what is missing is 0. */
export type Civil = {
  readonly year: number
  readonly month: number
  readonly day: number
  readonly hour?: number
  readonly minute?: number
  readonly second?: number
  readonly ms?: number
}

const FIXED = /^(?:UTC|GMT)?([+-])(\d{2}):?(\d{2})$/
const formatters = new Map<string, Intl.DateTimeFormat | undefined>()

const formatterOf = (zone: string): Intl.DateTimeFormat | undefined => {
  if (!formatters.has(zone)) formatters.set(zone, makeFormatter(zone))
  return formatters.get(zone)
}

const makeFormatter = (zone: string): Intl.DateTimeFormat | undefined => {
  try {
    return new Intl.DateTimeFormat('en-US', {
      timeZone: zone,
      hourCycle: 'h23',
      year: 'numeric',
      month: 'numeric',
      day: 'numeric',
      hour: 'numeric',
      minute: 'numeric',
      second: 'numeric',
    })
  } catch {
    return undefined
  }
}

/** Milliseconds by which the clocks of `zone` (IANA name, `Z`, `+07:00`, `-0400`) are ahead of UTC at `utc`; `undefined` for no zone. */
const offsetAt = (zone: string, utc: Instant): number | undefined => {
  if (zone === 'Z' || zone === 'z' || zone === 'UTC' || zone === 'GMT') return 0
  if (zone === 'Asia/Ho_Chi_Minh') return 7 * 3_600_000
  const fixed = FIXED.exec(zone)
  if (fixed) return (fixed[1] === '-' ? -1 : 1) * (Number(fixed[2]) * 60 + Number(fixed[3])) * 60_000
  const formatter = formatterOf(zone)
  if (!formatter) return undefined
  // Clocks are changed at full quarters of an hour since 1972 (tz database), and most lines are about as old as their neighbours.
  const quarter = Math.floor(utc / QUARTER)
  const known = entryOf(offsets, zone, () => new Map<number, number>())
  if (known.size > MAX_QUARTERS) known.clear()
  return entryOf(known, quarter, () => measure(formatter, quarter * QUARTER))
}

const QUARTER = 15 * 60_000
const MAX_QUARTERS = 4_096
const offsets = new Map<string, Map<number, number>>()

const measure = (formatter: Intl.DateTimeFormat, utc: Instant): number => {
  const part: Record<string, number> = {}
  for (const { type, value } of formatter.formatToParts(utc)) part[type] = Number(value)
  const { year = 0, month = 1, day = 1, hour = 0, minute = 0, second = 0 } = part
  return Date.UTC(year, month - 1, day, hour, minute, second) - Math.floor(utc / 1000) * 1000
}

/** Whether a zone can be used: an IANA name this machine knows, or an offset. */
export const isZone = (zone: string): boolean => offsetAt(zone, 0) !== undefined

/** The instant at which the clocks of `zone` show `civil`; `undefined` when the date does not exist or the zone is unknown. */
export const instantOf = (civil: Civil, zone: string): Instant | undefined => {
  const { year, month, day, hour = 0, minute = 0, second = 0, ms = 0 } = civil
  if (month < 1 || month > 12 || day < 1 || hour > 23 || minute > 59 || second > 60 || year < 1970 || year > 9999)
    return undefined
  const wall = Date.UTC(year, month - 1, day, hour, minute, second, ms)
  if (!Number.isFinite(wall) || new Date(Date.UTC(year, month - 1, day)).getUTCDate() !== day) return undefined
  return fromWall(wall, zone)
}

/** The instant at which the clocks of `zone` show what those of UTC show at `wall`; `undefined` where the zone is unknown. */
export const fromWall = (wall: Instant, zone: string): Instant | undefined => {
  const guess = offsetAt(zone, wall)
  if (guess === undefined) return undefined
  // The offset belongs to the instant, not to the wall clock: look again at the instant found (it differs around a change of clocks).
  return wall - (offsetAt(zone, wall - guess) ?? guess)
}
