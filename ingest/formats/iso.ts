import type { Instant } from '../../kernel/time.ts'
import { remember } from './remember.ts'
import { fromWall, instantOf } from './zone.ts'

const ISO =
  /^(\d{4})-(\d{2})-(\d{2})(?:[T ](\d{2}):(\d{2})(?::(\d{2})(?:[.,](\d{1,9}))?)?)?\s*(Z|z|[+-]\d{2}:?\d{2}|[+-]\d{2})?$/

/**
 * An ISO 8601 time as logs write it: `T` or a space, 0 to 9 decimals (cut to milliseconds), `Z`, `+07:00`, `+0730`, `+07`
 * or nothing, which means `zone` (IANA name or offset). `undefined` when it is not one.
 */
export const readIso = (written: string, zone: string): Instant | undefined =>
  readPlain(written, zone) ?? readAny(written, zone)

/** Every form, by one pattern. */
export const readAny = (written: string, zone: string): Instant | undefined => {
  const part = ISO.exec(written.trim())
  if (!part) return undefined
  const offset = part[8]
  return instantOf(
    {
      year: Number(part[1]),
      month: Number(part[2]),
      day: Number(part[3]),
      hour: Number(part[4] ?? 0),
      minute: Number(part[5] ?? 0),
      second: Number(part[6] ?? 0),
      ms: Number((part[7] ?? '').padEnd(3, '0').slice(0, 3)),
    },
    offset === undefined ? zone : offset.length === 3 ? `${offset}:00` : offset,
  )
}

/** `2026-03-02`: the time at which that day begins in UTC; NaN where there is none. */
const dayOf = remember((date) => readAny(date, 'UTC') ?? Number.NaN)

const SECONDS_END = 19
const DIGIT_0 = 0x30
/** The number of two digits, NaN where they are none. */
const two = (text: string, at: number): number => {
  const high = text.charCodeAt(at) - DIGIT_0
  const low = text.charCodeAt(at + 1) - DIGIT_0
  return high >= 0 && high <= 9 && low >= 0 && low <= 9 ? high * 10 + low : Number.NaN
}

/** The form of nearly all logs, `2026-03-02T08:00:00.123Z` or without what follows the seconds, by its places. */
const readPlain = (written: string, zone: string): Instant | undefined => {
  const separator = written.charAt(10)
  if ((separator !== 'T' && separator !== ' ') || written.charAt(13) !== ':' || written.charAt(16) !== ':')
    return undefined
  const utc = written.endsWith('Z')
  const end = utc ? written.length - 1 : written.length
  const ms = end === SECONDS_END ? 0 : milliseconds(written, end)
  const hour = two(written, 11)
  const minute = two(written, 14)
  const second = two(written, 17)
  if (ms === undefined || !(hour <= 23) || !(minute <= 59) || !(second <= 60)) return undefined
  const wall = dayOf(written.slice(0, 10)) + ((hour * 60 + minute) * 60 + second) * 1000 + ms
  return Number.isNaN(wall) ? undefined : utc ? wall : fromWall(wall, zone)
}

/** Of 1 to 9 decimals that fill the text up to `end`. */
const milliseconds = (text: string, end: number): number | undefined => {
  if (text.charAt(SECONDS_END) !== '.' || end - SECONDS_END < 2 || end - SECONDS_END > 10) return undefined
  let ms = 0
  for (let at = SECONDS_END + 1, weight = 100; at < end; at++, weight /= 10) {
    const digit = text.charCodeAt(at) - DIGIT_0
    if (digit < 0 || digit > 9) return undefined
    if (weight >= 1) ms += digit * weight
  }
  return ms
}
