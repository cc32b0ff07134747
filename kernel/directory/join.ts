import { type Action, doneBy, entityOf, type Observation } from '../event.ts'
import type { Directory, Facts } from './facts.ts'
import { type Derived, factsOf } from './facts-of.ts'

export type { Derived } from './facts-of.ts'

/** An observation joined with the directory as it stood at its time: what rules see. */
export type LogEvent<A extends Action = Action> = Observation<A> & { readonly facts: Facts }

export type Joiner = (observation: Observation) => LogEvent

/**
 * Joins observations with the facts about them: about the account they name, or (`actor`) the one that did it to that. Facts are looked up
 * when first read: most rules read few, most events none.
 */
export const joiner = (directory: Directory, derived?: Derived, whose: 'user' | 'actor' = 'user'): Joiner => {
  const accountIn = whose === 'actor' ? doneBy : userIn
  return (observation) =>
    ({ ...observation, facts: factsOf(directory, derived, observation, accountIn(observation)) }) as LogEvent
}

const userIn = (observation: Observation): string | undefined => entityOf(observation, 'user')
