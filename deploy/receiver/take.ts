import type { KeyObject } from 'node:crypto'
import { type DayFigures, figuresOf, type Reconciled } from '../../api/push/days.ts'
import { signAnswer } from '../../api/push/signature.ts'
import type { Entry, Receipt } from '../../api/push/wire.ts'
import { canonical } from '../../kernel/canonical.ts'
import { err, ok, type Result } from '../../kernel/result.ts'
import { judge } from './judge.ts'
import type { Refusal } from './reasons.ts'
import type { Store } from './store.ts'

/** What is taken in: from whom, to whom, and the request it came by (none for a file). */
type Handed = {
  readonly sender: string
  readonly receiver: string
  readonly request?: string
  readonly now: number
  readonly key: KeyObject
}
export type Taken = { readonly receipt: Receipt; readonly fresh: number }

const REPLAYED: Refusal = { reason: 'REPLAYED', detail: '' }

/** Entries and their receipt in one transaction: what was acknowledged is there, whatever happens in between. */
export const takeEntries = (
  store: Store,
  entries: readonly Entry[],
  { sender, receiver, request, now, key }: Handed,
): Result<Taken, Refusal> =>
  store.within(() => {
    if (request !== undefined && !store.isFirst(request, now)) return err(REPLAYED)
    const judged = judge(entries, store.head(sender), (seq) => store.digestAt(sender, seq))
    if (!judged.ok) return judged
    const { fresh, last } = judged.value
    for (const { entry, digest } of fresh) store.put(sender, entry, digest, now)
    const given = {
      receiver,
      sender,
      received: now,
      through: last.entry.seq,
      digest: last.digest,
      count: entries.length,
    }
    const receipt: Receipt = signAnswer(key, given)
    store.keepReceipt(receipt)
    return ok({ receipt, fresh: fresh.length })
  })

/** Our own figures of a day beside the sender's, both kept. */
export const takeReconciliation = (
  store: Store,
  theirs: DayFigures,
  { sender, receiver, request, now, key }: Handed,
): Result<{ readonly answer: Reconciled; readonly matched: boolean }, Refusal> =>
  store.within(() => {
    if (request !== undefined && !store.isFirst(request, now)) return err(REPLAYED)
    const figures = figuresOf({ sender, receiver, day: theirs.day }, store.day(sender, theirs.day))
    const answer: Reconciled = signAnswer(key, { ...figures, received: now })
    const matched = canonical(figures) === canonical(theirs)
    store.reconcile(theirs, answer, matched)
    return ok({ answer, matched })
  })
