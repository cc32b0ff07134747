import type { Action } from '../kernel/event.ts'
import { actionsOf } from './machine.ts'
import type { Rule } from './meta.ts'
import type { Since, Yields } from './yields.ts'

/**
 * How far something could be judged: `silent` where nothing that could show it was heard, `partial` where it was heard in part, or only
 * some of it, `no-source` where nothing that could show it is declared. Only `judged` makes a zero.
 */
export type Judged = 'judged' | 'partial' | 'silent' | 'no-source'

/** What the registers and the product itself say comes without any log. */
const ALWAYS: ReadonlySet<Action> = new Set<Action>([
  'account.departed',
  'account.closed',
  'machine.listed',
  'obligation.begun',
  'obligation.met',
  'source.delivery',
  'host.seen',
])

/**
 * What a rule must be able to see, each part by itself: every step of a sequence; of an absence its beginning, what did not come, and
 * what proves that it would have been told of.
 */
const partsOf = (rule: Rule): readonly (readonly Action[])[] => {
  switch (rule.kind) {
    case 'sequence':
      return rule.steps.map(actionsOf)
    case 'absence':
      return [actionsOf(rule.after), actionsOf(rule.expect), rule.carriers].filter((actions) => actions.length > 0)
    default:
      return [actionsOf(rule)]
  }
}

/** The sources that can show each part of a rule; `undefined`: no log is needed for it. */
export type Witnesses = readonly (ReadonlySet<string> | undefined)[]

export const witnessesOf = (rule: Rule, yields: Yields): Witnesses =>
  partsOf(rule).map((actions) =>
    actions.some((action) => ALWAYS.has(action))
      ? undefined
      : new Set([...yields].flatMap(([source, can]) => (actions.some((a) => can.includes(a)) ? [source] : []))),
  )

/**
 * A part of a rule that needs a log: any of the actions shows it, and these sources can tell of one, each since a time (epoch ms).
 * `provesLife`: the rule asks only that the sources speak; no such act need ever happen.
 */
export type Part = {
  readonly actions: readonly Action[]
  readonly sources: ReadonlyMap<string, number>
  readonly provesLife?: true
}

/** Carriers that the rule neither begins with nor waits for stand for the log they come in alone. */
const provesLife = (rule: Rule, actions: readonly Action[]): boolean =>
  rule.kind === 'absence' &&
  actions === rule.carriers &&
  ![rule.after, rule.expect].flatMap(actionsOf).some((action) => actions.includes(action))

/** The parts of a rule that need a log; none where registers and the product itself say everything. */
export const neededParts = (rule: Rule, yields: Yields, since: Since): readonly Part[] => {
  const witnesses = witnessesOf(rule, yields)
  return partsOf(rule).flatMap((actions, i) => {
    const begunIn = (source: string): number =>
      Math.min(
        ...yields
          .get(source)!
          .filter((one) => actions.includes(one))
          .map((one) => since(source, one)),
      )
    const sources = witnesses[i] && new Map([...witnesses[i]].map((source) => [source, begunIn(source)]))
    return sources ? [{ actions, sources, ...(provesLife(rule, actions) && { provesLife: true as const }) }] : []
  })
}

/** A pipeline of a unit: the source that reads it, and whether it was heard at all. */
type Carrier = { readonly source: string; readonly heard: boolean }

/** The pipelines that can show each part of a rule for which a log is needed. */
export const carriersOf = <C extends Carrier>(
  witnesses: Witnesses,
  carriers: readonly C[],
): readonly (readonly C[])[] =>
  witnesses.flatMap((sources) => (sources ? [carriers.filter(({ source }) => sources.has(source))] : []))

/** How the pipelines that can show each part of a rule let it be judged; `isWhole` says of one part's that nothing of it is missing. */
export const judgedBy = <C extends Carrier>(
  parts: readonly (readonly C[])[],
  isWhole: (carriers: readonly C[]) => boolean,
): Judged => {
  if (parts.some((carriers) => carriers.length === 0)) return 'no-source'
  if (parts.some((carriers) => carriers.every(({ heard }) => !heard))) return 'silent'
  return parts.every(isWhole) ? 'judged' : 'partial'
}

/**
 * Of several rules or units as one: `judged` only where all are; `partial` where something could be judged somewhere, or at some time.
 * The best that one of them could see would hide what the others could not.
 */
export const together = (all: readonly Judged[]): Judged => {
  const some = new Set(all)
  if (some.has('partial') || (some.has('judged') && some.size > 1)) return 'partial'
  return some.has('judged') ? 'judged' : some.has('silent') ? 'silent' : 'no-source'
}
