import { observationOf } from '../kernel/directory/facts-of.ts'
import type { Action, Observation } from '../kernel/event.ts'
import type { LogEvent, Policy, PolicyValue, Rule, Selector } from './meta.ts'

/** What a machine found: enough for the engine to make a detection. */
export type Found = {
  readonly entity: string
  /** Event time at which it became true. */
  readonly at: number
  /** The event the finding is about: its unit, person and machine are the alert's. Its id makes the detection's. */
  readonly trigger: Observation
  /** The events that made it true, in order; the trigger among them. */
  readonly events: readonly Observation[]
  /** What the kind counted or waited for, and the numbers in force. */
  readonly numbers: Readonly<Record<string, PolicyValue>>
}

/** What an absence could not judge, and why: leaves the denominators. */
export type Indeterminate = {
  readonly entity: string
  readonly from: number
  readonly to: number
  readonly reason: 'pipeline' | 'no-carrier' | 'no-life' | 'gap'
}

/** What a machine says while it runs. */
export type Raise = {
  found(found: Found): void
  indeterminate(what: Indeterminate): void
  /**
   * What was missing has come: an open episode of this entity ends here. Said of every `expect` event; where the rule has `same`,
   * whether `by` answers the episode's own trigger is asked of the rule, because no machine remembers what it fired about.
   */
  ended(entity: string, at: number, by: Observation | LogEvent): void
  /** The cap on this entity's state was reached and something was left out: a counter and a health finding. */
  capped?(entity: string): void
}

/** Whether the carriers of a proof were alive over a span: `wait` while too little time has passed to say. */
export type Carriers = (
  unit: string | undefined,
  actions: readonly Action[],
  from: number,
  to: number,
) => 'alive' | 'dead' | 'wait' | 'none'

/** What the engine gives a machine to work with. */
export type Bench = {
  /** The numbers in force for the unit of the event. */
  policyOf(event: LogEvent): Policy
  /** Every policy that `policyOf` can answer (the rule's own and each override): decides how long state is kept. Never empty. */
  readonly policies: readonly Policy[]
  /** Joins a remembered observation again. */
  join(observation: Observation): LogEvent
  readonly carriers: Carriers
}

/**
 * A compiled rule. State is plain JSON, one value an entity, owned by the engine, which saves what changed. Events come in
 * event-time order. No machine remembers that it fired.
 */
export type Machine<S = unknown> = {
  readonly rule: Rule
  readonly actions: readonly Action[]
  /** Those that come to nothing where nothing is remembered about the entity. */
  readonly idle?: readonly Action[]
  /** The field of the state, a number, that most events move while the rest stays: it is saved apart. */
  readonly moving?: string
  /** Returns the entity's next state; the same object, if it did not change; `undefined` when there is nothing to remember. */
  accept(event: LogEvent, entity: string, state: S | undefined, raise: Raise): S | undefined
  /** The next instant at which `advance` must be called though nothing happens; `Infinity`: none. */
  due?(state: S): number
  /** Every event before `watermark` has been seen. */
  advance?(entity: string, state: S, watermark: number, raise: Raise): S | undefined
  /** From this watermark on the state can no longer matter. */
  stale(state: S): number
  /** How far back and forward in event time a result can depend on events, ms (`Infinity`: an absence without bound). */
  readonly reach: number
}

export const actionsOf = ({ on }: Selector): readonly Action[] => (typeof on === 'string' ? [on] : on)

/** Whether a selector picks an event: every sought condition holds, no excused one does. */
export const selects = (selector: Selector, event: LogEvent, policy: Policy): boolean => {
  const { sought, excused } = selector
  if (sought) for (const condition of sought) if (!condition.test(event, policy)) return false
  if (excused) for (const condition of excused) if (condition.test(event, policy)) return false
  return true
}

/** The selector where it looks at events with this action: machines that hold several look up which they must ask. */
export const asking = (selector: Selector | undefined, action: Action): Selector | undefined =>
  selector && actionsOf(selector).includes(action) ? selector : undefined

/** A selector as one test over all actions, for machines that hold several. */
export const picks = (selector: Selector): ((event: LogEvent, policy: Policy) => boolean) => {
  const actions = new Set(actionsOf(selector))
  return (event, policy) => actions.has(event.action) && selects(selector, event, policy)
}

/** The observation without its facts: what state and evidence keep. The very one that was joined, where it is known. */
export const bare = (event: LogEvent | Observation): Observation => {
  if (!('facts' in event)) return event
  const joined = observationOf(event.facts)
  // Whatever was joined was an observation.
  if (joined) return joined as Observation
  const { facts: _, ...observation } = event
  return observation as Observation
}
