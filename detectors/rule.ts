import type { Action } from '../kernel/event.ts'
import type { Absence, Counted, Distinct, Match, Policy, Rule, Sequence, Spanning, Threshold, Volume } from './meta.ts'

/*
 * One constructor a kind. Each checks a rule against its own policy and actions, then forgets them: a cast is what that costs.
 *
 * Where the selector stands in the rule itself, the parameter is a union with one member for each action, told apart by `on`, and
 * one for lists. So `e` in `sought: [is('…', '…', (e) => e.ok)]` is known before anything is inferred. A condition of a rule about
 * a list of actions narrows by `e.action`, or names them: `is<'login' | 'logout'>(…)`.
 */
type Limited = Policy & { readonly limit: number }
type On<R, O> = Omit<R, 'kind' | 'on'> & { readonly on: O }
type OneMatch<P extends Policy> = { [A in Action]: On<Match<A, P>, A> }[Action]
type OneThreshold<P extends Counted> = { [A in Action]: On<Threshold<A, P>, A> }[Action]
type OneVolume<P extends Limited> = { [A in Action]: On<Volume<A, P>, A> }[Action]
type OneDistinct<P extends Counted> = { [A in Action]: On<Distinct<A, P>, A> }[Action]

export const match = <A extends Action, P extends Policy>(rule: OneMatch<P> | On<Match<A, P>, readonly A[]>): Rule =>
  ({ kind: 'match', ...rule }) as unknown as Match
export const threshold = <A extends Action, P extends Counted>(
  rule: OneThreshold<P> | On<Threshold<A, P>, readonly A[]>,
): Rule => ({ kind: 'threshold', ...rule }) as unknown as Threshold
/** Two signatures instead of a union, so that `sum` of a list knows its events too. */
type MakeVolume = {
  <P extends Limited>(rule: OneVolume<P>): Rule
  <A extends Action, P extends Limited>(rule: On<Volume<A, P>, readonly A[]>): Rule
}
export const volume: MakeVolume = (rule: object): Rule => ({ kind: 'volume', ...rule }) as unknown as Volume
export const distinct = <A extends Action, P extends Counted>(
  rule: OneDistinct<P> | On<Distinct<A, P>, readonly A[]>,
): Rule => ({ kind: 'distinct', ...rule }) as unknown as Distinct
export const sequence = <A extends Action, P extends Spanning>(rule: Omit<Sequence<A, P>, 'kind'>): Rule =>
  ({ kind: 'sequence', ...rule }) as unknown as Sequence
export const absence = <A extends Action, P extends Policy>(rule: Omit<Absence<A, P>, 'kind'>): Rule =>
  ({ kind: 'absence', ...rule }) as unknown as Absence
