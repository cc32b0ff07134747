import { DAY, type Instant } from '../../kernel/time.ts'
import { readIso } from './iso.ts'
import { monthOf } from './month.ts'
import { instantOf } from './zone.ts'
import { offsetOf } from './zone-name.ts'

/** `Mar 02 2026 08:00:00.123 GMT+07:00`; year, fraction and zone may be absent. */
const WORDED =
  /^([A-Z][a-z]{2}) {1,2}(\d{1,2})(?: (\d{4}))? (\d{2}):(\d{2}):(\d{2})(?:\.(\d{1,9}))?(?: ([A-Z]{1,5}|(?:UTC|GMT)?[+-]\d{1,2}:?(?:\d{2})?))?$/

/** Without a year it is that of receipt, or the one before where the time would lie more than a day ahead. */
const worded = (part: RegExpExecArray, received: Instant, zone: string): Instant | undefined => {
  const [, name, day, year, hour, minute, second, fraction = '', written] = part
  const own = written === undefined ? zone : offsetOf(written)
  const month = monthOf(name)
  if (own === undefined || month === 0) return undefined
  const civil = {
    ...{ month, day: Number(day), hour: Number(hour), minute: Number(minute), second: Number(second) },
    ms: Number(fraction.padEnd(3, '0').slice(0, 3)),
  }
  if (year !== undefined) return instantOf({ year: Number(year), ...civil }, own)
  const latest = new Date(received + DAY).getUTCFullYear()
  const at = instantOf({ year: latest, ...civil }, own)
  return at === undefined || at > received + DAY ? instantOf({ year: latest - 1, ...civil }, own) : at
}

/**
 * A time as CEF and LEEF write it: milliseconds or seconds since 1970, `MMM dd yyyy HH:mm:ss` with or without year, fraction and zone, or
 * ISO 8601. `zone` is for those that name none. Undefined for what is no time, or is told in a zone whose name means several.
 */
export const readEventTime = (written: string, received: Instant, zone: string): Instant | undefined => {
  const text = written.trim()
  if (/^\d{13}$/.test(text)) return Number(text)
  if (/^\d{10}$/.test(text)) return Number(text) * 1000
  const part = WORDED.exec(text)
  return part ? worded(part, received, zone) : readIso(text, zone)
}
