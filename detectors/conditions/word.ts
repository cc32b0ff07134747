import type { Action } from '../../kernel/event.ts'
import { type Condition, is } from '../meta.ts'

/** Names of such policies: while one is `false` its rules are silent, and coverage says so (ADR 44). */
type Word = `${string}${'Logged' | 'Listed' | 'Kept'}`

/** What only the unit can say of itself, by a policy, with a document: that it delivers something, or that a register or list is whole. */
export const unitSays = <W extends Word>(
  word: W,
  vi: string,
  en: string,
): Condition<Action, { readonly [name in W]: boolean }> => is(vi, en, (_, policy) => policy[word])
