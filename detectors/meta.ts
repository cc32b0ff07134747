import type { Level } from '../kernel/alert.ts'
import type { Obligation } from '../kernel/directory/duties.ts'
import type { LogEvent } from '../kernel/directory/join.ts'
import type { ListName } from '../kernel/directory/list-names.ts'
import type { Action, Entity, Observation } from '../kernel/event.ts'
import type { Text } from '../kernel/text.ts'
import type { Duration } from '../kernel/time.ts'
import type { ClauseId } from './catalogue.ts'
import type { Cases } from './timeline.ts'

export type { LogEvent } from '../kernel/directory/join.ts'

export type RuleId = `${Uppercase<string>}-${number}${'' | 'a' | 'b' | 'c' | 'd' | 'e'}`
export type PolicyValue = number | string | boolean | readonly string[]
export type Policy = Readonly<Record<string, PolicyValue>>

/** One named condition: the name is what `explain` says when it is the one that failed (sought) or applied (excused). */
export type Condition<A extends Action = Action, P = Policy> = Text & {
  /** The lists of `lists.csv` it looks at. */
  readonly lists?: readonly ListName[]
  /** A method on purpose: methods are bivariant, so rules about different actions fit one array. */
  test(event: LogEvent<A>, policy: P): boolean
}

/** `is('đăng nhập thành công', 'the login succeeded', (e) => e.ok)`. */
export const is = <A extends Action, P = Policy>(
  vi: string,
  en: string,
  test: (event: LogEvent<A>, policy: P) => boolean,
): Condition<A, P> => ({ vi, en, test })

/** Which events a rule looks at; `on` is also the dispatch index. What is excused has its own list. */
export type Selector<A extends Action = Action, P = Policy> = {
  readonly on: A | readonly A[]
  readonly sought?: readonly Condition<A, P>[]
  readonly excused?: readonly Condition<A, P>[]
}

/** A selector inside a rule that holds several. */
export const on = <A extends Action, P = Policy>(
  actions: A | readonly A[],
  sought: readonly Condition<A, P>[] = [],
  excused: readonly Condition<A, P>[] = [],
): Selector<A, P> => ({ on: actions, sought, excused })

/** Derived registers a rule may ask for; asking means waiting for the watermark. */
export const registerNames = ['sessions', 'leases', 'credentials', 'closures', 'mounts'] as const
export type RegisterName = (typeof registerNames)[number]

/** A named doubt lowers a detection's level by one step: the only thing that may. */
export type Doubt = 'calendar' | 'assumed'

/** What every rule says about itself, whatever its kind. */
export type Meta<P extends Policy = Policy> = {
  readonly id: RuleId
  /** Grows when the rule's meaning changes. */
  readonly version: number
  /** Its clause in the catalogue: basis, titles, who answers. */
  readonly clause: ClauseId
  readonly title: Text
  /** The sentence of the alert. Every slot is filled from the evidence. */
  readonly say: Text
  /** What the person on duty does next. */
  readonly respond: Text
  readonly level: Level
  /** The texts limit this and do not forbid it: a sign, never a violation. */
  readonly limits?: true
  readonly mitre?: readonly `T${number}`[]
  /** Every number a unit may tune, in one place. Absent span names stay out. */
  readonly policy: P
  readonly doubts?: readonly Doubt[]
  readonly needs?: readonly RegisterName[]
  /** What registers must tell of a unit, or nothing can be said there: without it the clause is not assessable, and never met. */
  readonly owes?: Obligation
  /**
   * Of what one account does to another (`by`, `user`), the facts are those of the one that did it: it is whom the alert is about, and its unit's
   * texts and numbers bind. `facts.upon` are those of the other. Absent: the facts of the account the event names.
   */
  readonly facts?: 'actor'
  /** Facts of calendar and directory shown with the evidence. */
  readonly shows?: readonly (
    | 'person'
    | 'account'
    | 'upon'
    | 'machine'
    | 'origin'
    | 'device'
    | 'hours'
    | 'roster'
    | 'signedIn'
  )[]
  /** The rule's own proof: each `fires` gives exactly one alert after the fold (or those it names), each `quiet` none. */
  readonly cases: Cases
}

export type Counted = Policy & { readonly count: number; readonly within: Duration }
export type Spanning = Policy & { readonly within: Duration }

/*
 * The policy object alone says what P is (`NoInfer` elsewhere): a condition that reads a number the policy does not have
 * is then an error instead of a wider P.
 */

/** One event with its facts tells. */
export type Match<A extends Action = Action, P extends Policy = Policy> = Meta<P> &
  Selector<A, NoInfer<P>> & { readonly kind: 'match'; readonly by: Entity }

/** At least `count` events about one entity (of its `log`) in [t − within, t], both ends included. Fires at each such event. */
export type Threshold<A extends Action = Action, P extends Counted = Counted> = Meta<P> &
  Selector<A, NoInfer<P>> & {
    readonly kind: 'threshold'
    readonly by: Entity
    /** Over the last `count` events: at least one is so / every one is so (of each `log`). */
    readonly some?: Condition<A, NoInfer<P>>
    readonly every?: Condition<A, NoInfer<P>>
    /** Which log tells an event: two may tell of the same act, so what each of them tells is counted by itself. */
    log?(event: Observation): string
  }

/** A sum of a field over one civil hour or day of Vietnam reaches `limit`. Fires at each event from there on. */
export type Volume<
  A extends Action = Action,
  P extends Policy & { readonly limit: number } = Policy & { readonly limit: number },
> = Meta<P> &
  Selector<A, NoInfer<P>> & {
    readonly kind: 'volume'
    readonly by: Entity
    readonly per: 'hour' | 'day'
    sum(event: LogEvent<A>): number
  }

/**
 * At least `count` different values about one entity in [t − within, t]. `until` takes the value of its event back.
 * `atOnce` (a duration in the policy) asks more: the values are in use at the same time. The event at t has an
 * earlier event of its own value, and between the two, no earlier than t − atOnce, stand the last events of the other values.
 * `upon`: fires not at the counted events but at a later one of this kind, whose window meets the condition.
 */
export type Distinct<A extends Action = Action, P extends Counted = Counted> = Meta<P> &
  Selector<A, NoInfer<P>> & {
    readonly kind: 'distinct'
    readonly by: Entity
    of(event: LogEvent): string | undefined
    readonly until?: Selector
    readonly upon?: Selector
  }

/**
 * `steps` in order about one entity within `within` (first to last, inclusive), no `unless` in between. Fires at every last step.
 * An event that `unless` picks is never itself a step.
 */
export type Sequence<A extends Action = Action, P extends Spanning = Spanning> = Meta<P> & {
  readonly kind: 'sequence'
  readonly by: Entity
  readonly steps: readonly (Selector<A, NoInfer<P>> & { readonly times?: number })[]
  readonly unless?: Selector
  /** As of a threshold: what comes before the last step is told by one log alone. */
  log?(event: Observation): string
}

/**
 * B did not follow A by its deadline. Raised only over living pipelines and, unless `lifeless`, with a sign of life
 * (`alive`) after the deadline; where `gap` is set, signs of life must come at least that often from A on, else the wait begins
 * anew with the next sign. Raised at the deadline; folded by its episode, which `expect` ends.
 */
export type Absence<A extends Action = Action, P extends Policy = Policy> = Meta<P> & {
  readonly kind: 'absence'
  readonly by: Entity
  readonly after: Selector<A, NoInfer<P>>
  readonly expect: Selector
  /** Which `expect` answers which `after`, and with `rearm` which later `after` takes its place (default: any of the same entity). */
  same?(after: Observation, later: LogEvent): boolean
  /**
   * A later `after` replaces those that are the `same` and whose deadline has not passed (default: each keeps waiting). One past its
   * deadline is decided already and only waits for its judgement, whose hour must not matter.
   */
  readonly rearm?: boolean
  /** Deadline, epoch ms; `undefined`: nothing is waited for. */
  due(event: LogEvent<A>, policy: P): number | undefined
  /** No deadline lies further than this after its `after`: bounds what a re-evaluation must read. Absent: without bound. */
  readonly atMost?: Duration
  readonly alive?: { readonly on: Selector; readonly gap?: Duration }
  /**
   * What shows that A ended unseen, nobody knows when (a boot after a power cut): where no sign of life has come since the deadline,
   * the wait ends unjudged.
   */
  readonly voids?: Selector
  /** Nobody is accused (a source, a register's row): no sign of life asked. */
  readonly lifeless?: boolean
  /** Which actions' carriers must have been alive; none for what the product itself witnesses. */
  readonly carriers: readonly Action[]
}

export type Rule = Match | Threshold | Volume | Distinct | Sequence | Absence
export const kinds = ['match', 'threshold', 'volume', 'distinct', 'sequence', 'absence'] as const
export type Kind = (typeof kinds)[number]

/** Ids of the rules that wait for something: their alerts last until it has come. */
export const absencesOf = (rules: readonly Rule[]): ReadonlySet<string> =>
  new Set(rules.flatMap(({ id, kind }) => (kind === 'absence' ? [id] : [])))
