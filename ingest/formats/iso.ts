import type { Instant } from '../../kernel/time.ts'
import { instantOf } from './zone.ts'

const ISO =
  /^(\d{4})-(\d{2})-(\d{2})(?:[T ](\d{2}):(\d{2})(?::(\d{2})(?:[.,](\d{1,9}))?)?)?\s*(Z|z|[+-]\d{2}:?\d{2}|[+-]\d{2})?$/

/**
 * An ISO 8601 time as logs write it: `T` or a space, 0 to 9 decimals (cut to milliseconds), `Z`, `+07:00`, `+0730`, `+07`
 * or nothing, which means `zone` (IANA name or offset). `undefined` when it is not one.
 */
export const readIso = (written: string, zone: string): Instant | undefined => {
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
