import type { Action } from '../kernel/event.ts'
import type { Absence, Counted, Distinct, Match, Policy, Rule, Sequence, Spanning, Threshold, Volume } from './meta.ts'

/* One constructor a kind. Each checks a rule against its own policy and actions, then forgets them: a cast is what that costs. */

export const match = <A extends Action, P extends Policy>(rule: Omit<Match<A, P>, 'kind'>): Rule =>
  ({ kind: 'match', ...rule }) as unknown as Match
export const threshold = <A extends Action, P extends Counted>(rule: Omit<Threshold<A, P>, 'kind'>): Rule =>
  ({ kind: 'threshold', ...rule }) as unknown as Threshold
export const volume = <A extends Action, P extends Policy & { readonly limit: number }>(
  rule: Omit<Volume<A, P>, 'kind'>,
): Rule => ({ kind: 'volume', ...rule }) as unknown as Volume
export const distinct = <A extends Action, P extends Counted>(rule: Omit<Distinct<A, P>, 'kind'>): Rule =>
  ({ kind: 'distinct', ...rule }) as unknown as Distinct
export const sequence = <A extends Action, P extends Spanning>(rule: Omit<Sequence<A, P>, 'kind'>): Rule =>
  ({ kind: 'sequence', ...rule }) as unknown as Sequence
export const absence = <A extends Action, P extends Policy>(rule: Omit<Absence<A, P>, 'kind'>): Rule =>
  ({ kind: 'absence', ...rule }) as unknown as Absence
