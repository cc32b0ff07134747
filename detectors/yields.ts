import type { Action } from '../kernel/event.ts'
import type { State } from './state.ts'

/** Which sources can witness which actions; the sources say so themselves. */
export type Yields = ReadonlyMap<string, readonly Action[]>

/** Since when a source yields an action, epoch ms: -Infinity ever since there were logs, Infinity not yet. */
export type Since = (source: string, action: Action) => number

/** For whoever asks what is yielded, whenever. */
export const everSince: Since = () => Number.NEGATIVE_INFINITY

/** The space of the saved state that says so. */
export const YIELDS = 'yields'

/** Of one source, as it is saved; null: ever since. */
export type Begun = { readonly [A in Action]?: number | null }

/** What is saved, by source. */
type Record = { get(source: string): Begun | undefined; entries(): Iterator<readonly [string, Begun]> }

/** Since when, by a record. Where it is empty (nobody declared anything yet) all is yielded ever since. */
export const sinceIn =
  (known: Record): Since =>
  (source, action) => {
    const own = known.get(source)
    if (own === undefined && known.entries().next().done) return Number.NEGATIVE_INFINITY
    const at = own?.[action]
    return at === undefined ? Number.POSITIVE_INFINITY : (at ?? Number.NEGATIVE_INFINITY)
  }

/** What of it was yielded by then. */
export const yieldsBy = (yields: Yields, since: Since, at: number): Yields =>
  new Map([...yields].map(([source, actions]) => [source, actions.filter((action) => since(source, action) <= at)]))

/** What a start found: whether nobody had declared anything before, and what was not yielded at the start before. */
export type Declared = { readonly isFirst: boolean; readonly begun: Yields }

/**
 * A start with these sources, at `now` (epoch ms): what they did not yield before they yield since now, for whatever came before was stored as
 * something else. What is no longer yielded is forgotten: it begins anew if it comes back.
 */
export const declareYields = (state: State, yields: Yields, now: number): Declared => {
  const space = state.space<Begun>(YIELDS)
  const known = new Map(space.entries())
  const isFirst = known.size === 0
  const begun = new Map<string, readonly Action[]>()
  for (const [source, actions] of yields) {
    const before = known.get(source)
    const isNew = (action: Action): boolean => !isFirst && before?.[action] === undefined
    const next: Begun = Object.fromEntries(
      actions.map((action) => [action, isNew(action) ? now : (before?.[action] ?? null)]),
    )
    if (JSON.stringify(next) !== JSON.stringify(before)) space.set(source, next)
    const fresh = actions.filter(isNew)
    if (fresh.length > 0) begun.set(source, fresh)
  }
  for (const source of known.keys()) if (!yields.has(source)) space.set(source, undefined)
  return { isFirst, begun }
}
