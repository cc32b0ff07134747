import { digestOf, type Entry } from '../../api/push/wire.ts'
import { err, ok, type Result } from '../../kernel/result.ts'
import type { Refusal } from './reasons.ts'
import type { Head } from './store.ts'

/** The end of the year 9999: what is later is no moment that could be shown. */
const LAST_MOMENT = Date.UTC(10_000, 0, 1)
const isMoment = (at: number): boolean => at >= 0 && at < LAST_MOMENT

export type Digested = { readonly entry: Entry; readonly digest: string }
export type Judged = {
  /** What is not in effect yet, in order. */
  readonly fresh: readonly Digested[]
  readonly last: Digested
}

/**
 * Whether entries go on where the ledger stands: in order, each with the digest of the one before it. Ones that are in effect already are accepted again
 * without effect where they are the same; a known sequence with another content, or a broken chain, is ALTERED; what leaves some out is a GAP.
 */
export const judge = (
  entries: readonly Entry[],
  head: Head,
  digestAt: (seq: number) => string | undefined,
): Result<Judged, Refusal> => {
  const [first] = entries
  if (!first) return err({ reason: 'INVALID', detail: 'không có mục nào' })
  if (first.seq > head.seq + 1)
    return err({ reason: 'GAP', detail: `chờ mục ${head.seq + 1}, nhận mục ${first.seq}`, expected: head.seq + 1 })
  const fresh: Digested[] = []
  let last: Digested | undefined
  for (const entry of entries) {
    const { seq, previous, at, alert } = entry
    if (last && seq !== last.entry.seq + 1)
      return err({ reason: 'INVALID', detail: `mục ${seq} đứng sau mục ${last.entry.seq}` })
    if (![at, alert.first, alert.last].every(isMoment))
      return err({ reason: 'INVALID', detail: `mục ${seq}: thời điểm không hợp lệ` })
    const before = last?.digest ?? (seq === head.seq + 1 ? head.digest : seq > 1 ? digestAt(seq - 1) : undefined)
    if (before !== undefined && previous !== before)
      return err({ reason: 'ALTERED', detail: `mục ${seq} không nối tiếp mục đứng trước` })
    const digest = digestOf(entry)
    if (seq > head.seq) fresh.push({ entry, digest })
    else if (digestAt(seq) !== digest) return err({ reason: 'ALTERED', detail: `mục ${seq} đã nhận với nội dung khác` })
    last = { entry, digest }
  }
  return ok({ fresh, last: last! }) // there is a first one
}
