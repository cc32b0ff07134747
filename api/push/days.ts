import { z } from 'zod'
import { Digest, type EntryKind, Instant, Party, signed, ZEROS } from './wire.ts'

/** What one local day (Asia/Ho_Chi_Minh, of `at`) has: first and last entry (0 where none), how many of each kind, digest of the last (zeros). */
export const DayFigures = z.strictObject({
  sender: Party,
  receiver: Party,
  day: z.iso.date(),
  first: z.number().int().min(0),
  last: z.number().int().min(0),
  counts: z.strictObject({
    new: z.number().int(),
    supplement: z.number().int(),
    relevel: z.number().int(),
    withdraw: z.number().int(),
    restore: z.number().int(),
  }),
  digest: Digest,
})
export type DayFigures = z.infer<typeof DayFigures>

/** The receiver's own figures of the same day, signed like a receipt. */
export const Reconciled = DayFigures.extend({ received: Instant, ...signed })
export type Reconciled = z.infer<typeof Reconciled>

/** What one day's entries are: the same sum on both sides. `entries` in order, all of that day. */
export const figuresOf = (
  who: Pick<DayFigures, 'sender' | 'receiver' | 'day'>,
  entries: readonly { readonly seq: number; readonly kind: EntryKind; readonly digest: string }[],
): DayFigures => {
  const of = (kind: EntryKind): number => entries.filter((entry) => entry.kind === kind).length
  return {
    ...who,
    first: entries[0]?.seq ?? 0,
    last: entries.at(-1)?.seq ?? 0,
    counts: {
      new: of('new'),
      supplement: of('supplement'),
      relevel: of('relevel'),
      withdraw: of('withdraw'),
      restore: of('restore'),
    },
    digest: entries.at(-1)?.digest ?? ZEROS,
  }
}
