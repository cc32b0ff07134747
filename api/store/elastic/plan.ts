import type { Alert } from '../../../kernel/alert.ts'
import type { KeptRevision } from '../../../kernel/ports.ts'
import type { Instant } from '../../../kernel/time.ts'
import { grew } from '../growth.ts'
import type { Around } from './document.ts'
import { type Month, monthOf } from './names.ts'

/** A revision to be written; `seq`: its place in the order in which its database wrote. */
export type Revision = KeptRevision & { readonly seq?: number }

/** An alert as it stands in the store. */
export type Standing = {
  readonly month: Month
  readonly lineage: string
  readonly revision: number
  readonly grown: boolean
  readonly raised: Instant
  readonly alert: Alert
}

/** One revision to be written, with its place, and what goes with it. */
export type Step = {
  readonly alert: Alert
  readonly month: Month
  readonly around: Around
  /** The revision it folds into itself: both only grew. */
  readonly folds?: number | undefined
}

/**
 * What writing these revisions takes, in order: those that are newer than what stands, each in the month its alert was first put in. Of
 * two lineages the one that writes counts: revisions of different databases cannot be compared.
 */
export const planOf = (
  standing: ReadonlyMap<string, Standing>,
  revisions: readonly Revision[],
  lineage: string,
): readonly Step[] => {
  const now = new Map(standing)
  return revisions.flatMap(({ alert, written, seq }): Step[] => {
    const found = now.get(alert.id)
    const before = found?.lineage === lineage ? found : undefined
    if (before && before.revision >= alert.revision) return []
    const month = found?.month ?? monthOf(alert)
    // Both as they are read back: there a field that is missing and one that is `undefined` are the same.
    const grown = before !== undefined && grew(before.alert, JSON.parse(JSON.stringify(alert)) as Alert)
    const raised = before?.raised ?? written
    now.set(alert.id, { month, lineage, revision: alert.revision, grown, raised, alert })
    const folds = grown && before.grown ? before.revision : undefined
    return [{ alert, month, around: { written, raised, lineage, grown, seq }, folds }]
  })
}
