import type { Action } from '../../kernel/event.ts'
import type { Hint } from './hints/hint.ts'
import { machines } from './hints/machines.ts'
import { media } from './hints/media.ts'
import { people } from './hints/people.ts'
import { systems } from './hints/systems.ts'

export const hints: readonly Hint[] = [...people, ...media, ...machines, ...systems]

const MOST = 6

/** How to switch on what any of these actions is told by, the likeliest first. */
export const hintsFor = (actions: readonly Action[]): readonly Hint[] =>
  hints.filter((hint) => hint.actions.some((action) => actions.includes(action))).slice(0, MOST)

/** How to switch on what the catalogue names as witnesses of a clause. */
export const hintsOfWitness = (witness: readonly string[]): readonly Hint[] =>
  hints.filter((hint) => witness.some((one) => hint.witness.test(one))).slice(0, MOST)
