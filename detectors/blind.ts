import type { Action } from '../kernel/event.ts'
import { DAY, type Instant } from '../kernel/time.ts'
import type { Rule } from './meta.ts'
import type { Acts } from './registers/acts.ts'
import { neededParts } from './witness.ts'
import { everSince, type Yields } from './yields.ts'

/** As coverage has it: what was not told of once in so long is taken not to be logged. */
const BLIND_AFTER = 30 * DAY

/** A rule that hears none of the acts that some part of it asks for. */
export type Blind = { readonly rule: string; readonly acts: readonly Action[] }

/**
 * The rules of which some part was told of nowhere in the province for 30 days up to `now`; none before anything was listened to for so long. An act that is
 * only rare looks the same: whoever reads it tries the act once, or switches its log on.
 */
export const blindRules = (
  rules: readonly Rule[],
  { since, last }: Acts,
  yields: Yields,
  now: Instant,
): readonly Blind[] => {
  if (since === undefined || now - since < BLIND_AFTER) return []
  const isHeard = (action: Action): boolean => now - (last.get(action) ?? -Infinity) < BLIND_AFTER
  return rules.flatMap((rule) => {
    const deaf = neededParts(rule, yields, everSince).find((part) => !part.provesLife && !part.actions.some(isHeard))
    return deaf ? [{ rule: rule.id, acts: deaf.actions }] : []
  })
}
