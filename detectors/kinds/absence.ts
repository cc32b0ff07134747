import type { Action, Observation } from '../../kernel/event.ts'
import { DAY, type Duration, ms, SECOND } from '../../kernel/time.ts'
import { actionsOf, asking, type Bench, bare, type Found, type Machine, type Raise, selects } from '../machine.ts'
import type { Absence, LogEvent, Policy, Selector } from '../meta.ts'

/** One A whose B is waited for. */
export type Wait = {
  readonly after: Observation
  readonly due: number
  /** The first sign of life after the deadline: from here on only the carriers can hold the judgement back. */
  readonly life?: Observation
  /** B came, but too late, and the carriers have not let us judge yet. */
  readonly answer?: Observation
}
/** `lived`: the last sign of life while any of them waited for its deadline; known only where the rule has a `gap`. */
export type AbsenceState = { readonly waits: readonly Wait[]; readonly lived?: number }

/** Nothing seen of the machine or person for two weeks after the deadline: holidays are over by then, more memory would judge nobody. */
export const NO_LIFE = 14 * DAY

/** More unanswered A's about one entity tell no more (they fold into one episode): a further one is left out, and counted. */
export const MOST_WAITS = 50

/**
 * The watermark decides when a wait is judged, never what comes of it: so each event first settles what was due before it, as an
 * `advance` to its time would have. Then `voids`, then `expect`, then life, then `after`.
 */
export const compileAbsence = (rule: Absence, bench: Bench): Machine<AbsenceState> => {
  // Where no life is asked, none is looked at.
  const alive = rule.lifeless ? undefined : rule.alive
  const settle = settler(rule, bench)
  const { answered, livedOn, moves } = steps(rule)
  const begun = beginner(rule)
  const speaking = [rule.after, rule.expect].flatMap(actionsOf)
  const silent = [...(alive ? [alive.on] : []), ...(rule.voids ? [rule.voids] : [])].flatMap(actionsOf)
  const actions = [...new Set([...speaking, ...silent])]
  const roles = new Map(actions.map((action) => [action, rolesOf(rule, alive?.on, action)]))

  return {
    rule,
    actions,
    moving: 'lived',
    idle: silent.filter((action) => !speaking.includes(action)),
    reach: rule.atMost === undefined ? Number.POSITIVE_INFINITY : ms(rule.atMost) + NO_LIFE,

    accept(event, entity, state, raise) {
      const policy = bench.policyOf(event)
      const { after, expect, life, voids } = roles.get(event.action)!
      const standing = state === undefined ? NONE : settle(entity, state.waits, event.at, raise)
      let waits = standing
      let lived = state?.lived
      const expected = expect !== undefined && selects(expect, event, policy)
      if (voids && selects(voids, event, policy))
        waits = each(waits, (wait) => (wait.life === undefined ? undefined : wait))
      if (expected && waits.length > 0) waits = answered(waits, event, lived)
      if (life && waits.length > 0 && selects(life, event, policy)) {
        waits = livedOn(waits, event, lived)
        if (moves(waits)) lived = event.at
      }
      // One that is answered but not yet judged says its end right after its finding.
      const late = expected && waits.some(({ answer }) => answer !== undefined)
      // Those that still stand were looked at already.
      if (waits !== standing) waits = settle(entity, waits, event.at, raise)
      if (expected && !late) raise.ended(entity, event.at, event)
      if (after && selects(after, event, policy)) waits = begun(waits, event, entity, policy, raise)
      return kept(state, waits, lived)
    },

    due: ({ waits }) => dueOf(rule, waits),

    advance: (entity, state, watermark, raise) =>
      kept(state, settle(entity, state.waits, watermark, raise, true), state.lived),

    // Never by age: `advance` ends every wait, and says what became of it.
    stale: () => Number.POSITIVE_INFINITY,
  }
}

/** What an event with this action may be to the rule. */
const rolesOf = (rule: Absence, alive: Selector | undefined, action: Action) => ({
  after: asking(rule.after, action),
  expect: asking(rule.expect, action),
  life: asking(alive, action),
  voids: asking(rule.voids, action),
})

const NONE: readonly Wait[] = []

const kept = (
  state: AbsenceState | undefined,
  waits: readonly Wait[],
  lived: number | undefined,
): AbsenceState | undefined => {
  if (waits.length === 0) return undefined
  if (state && waits === state.waits && lived === state.lived) return state
  return lived === undefined ? { waits } : { waits, lived }
}

/** `waits` with each changed by `step`, or dropped by it; the same array where nothing changed. */
const each = (waits: readonly Wait[], step: (wait: Wait) => Wait | undefined): readonly Wait[] => {
  let next: Wait[] | undefined
  for (let i = 0; i < waits.length; i++) {
    const wait = waits[i]!
    const after = step(wait)
    if (after !== wait) next ??= waits.slice(0, i)
    if (after !== undefined) next?.push(after)
  }
  return next ?? waits
}

/** From this watermark on a wait can be judged or given up. One more than the deadline: what comes at the deadline is in time. */
const ripeAt = ({ lifeless }: Absence, { due, life }: Wait): number =>
  (lifeless || life !== undefined ? due : due + NO_LIFE) + 1

/** When the first of them is ripe. */
const dueOf = (rule: Absence, waits: readonly Wait[]): number => {
  let first = Number.POSITIVE_INFINITY
  for (const wait of waits) first = Math.min(first, ripeAt(rule, wait))
  return first
}

/** What an event means to the waits: B itself, or a sign of life. */
const steps = ({ same, alive, lifeless }: Absence) => {
  const gap = alive?.gap === undefined ? Number.POSITIVE_INFINITY : ms(alive.gap)

  /** A sign of life at the event: the machine was away too long and is not judged; or it is here, before or after the deadline. */
  const seen = (wait: Wait, event: LogEvent, lived: number | undefined): Wait | undefined => {
    const decided = wait.life !== undefined || (lifeless && event.at > wait.due)
    if (decided) return wait
    const away = (since: number): boolean => event.at - since > gap
    if ((lived === undefined || away(lived)) && away(wait.after.at)) return undefined
    return event.at > wait.due ? { ...wait, life: bare(event) } : wait
  }

  return {
    livedOn: (waits: readonly Wait[], event: LogEvent, lived: number | undefined) =>
      each(waits, (wait) => seen(wait, event, lived)),

    /** Whether a sign of life counts for any of them later. */
    moves: (waits: readonly Wait[]): boolean =>
      gap !== Number.POSITIVE_INFINITY && waits.some(({ life }) => life === undefined),

    answered: (waits: readonly Wait[], event: LogEvent, lived: number | undefined) =>
      each(waits, (wait) => {
        if (wait.answer || (same && !same(wait.after, event))) return wait
        if (event.at <= wait.due) return undefined
        const late = seen(wait, event, lived)
        return late && { ...late, answer: bare(event) }
      }),
  }
}

/** A new A: waits beside the earlier ones or in the place of those that are about the same. */
const beginner = (rule: Absence) => {
  const atMost = rule.atMost === undefined ? Number.POSITIVE_INFINITY : ms(rule.atMost)
  return (waits: readonly Wait[], event: LogEvent, entity: string, policy: Policy, raise: Raise): readonly Wait[] => {
    const due = rule.due(event, policy)
    if (due === undefined) return waits
    const stays = (wait: Wait): boolean =>
      wait.due < event.at || (rule.same !== undefined && !rule.same(wait.after, event))
    const others = rule.rearm ? each(waits, (wait) => (stays(wait) ? wait : undefined)) : waits
    if (others.length >= MOST_WAITS || due - event.at > atMost) {
      raise.capped?.(entity)
      return waits
    }
    return [...others, { after: bare(event), due }]
  }
}

/** Something to be said, and when it came about. */
type Spoken = { readonly at: number; say(): void }

/**
 * Judges or gives up what is ripe once every event before `to` has been seen; what is left still waits. Only a watermark gives up on
 * carriers that cannot say: during an event they may not have been told of the time yet. However late the carriers let it judge,
 * findings and ends are said in the order in which they came about, or two episodes would be one.
 */
const settler = (rule: Absence, { join, policyOf, carriers }: Bench) => {
  /** `wait` as it stands, or undefined and what was found. */
  const judge = (wait: Wait, entity: string, to: number, raise: Raise, final: boolean): Wait | Found | undefined => {
    if (ripeAt(rule, wait) > to) return wait
    const { after, due, life } = wait
    const given = (reason: 'pipeline' | 'no-carrier' | 'no-life'): void =>
      raise.indeterminate({ entity, from: after.at, to: due, reason })
    if (!rule.lifeless && !life) return void given('no-life')

    const trigger = join(after)
    const verdict =
      rule.carriers.length === 0 ? 'alive' : carriers(trigger.facts.unit?.id, rule.carriers, after.at, due)
    if (verdict === 'alive') {
      const waited: Duration = `${(due - after.at) / SECOND}s`
      const numbers = { ...policyOf(trigger), due, waited, missing: actionsOf(rule.expect) }
      return { entity, at: due, trigger: after, events: life ? [after, life] : [after], numbers }
    }
    if (verdict === 'none') given('no-carrier')
    else if (verdict === 'dead' || (final && to > due + NO_LIFE)) given('pipeline')
    else return wait
    return undefined
  }

  return (entity: string, waits: readonly Wait[], to: number, raise: Raise, final = false): readonly Wait[] => {
    if (dueOf(rule, waits) > to) return waits
    const found: Spoken[] = []
    const ends = new Map<string, Spoken>()
    const left = each(waits, (wait) => {
      const verdict = judge(wait, entity, to, raise, final)
      if (verdict && 'due' in verdict) return verdict
      const { life, due, answer } = wait
      if (verdict) found.push({ at: life?.at ?? due, say: () => raise.found(verdict) })
      if (answer) ends.set(answer.id, { at: answer.at, say: () => raise.ended(entity, answer.at, answer) })
      return undefined
    })
    // What came about at once: findings first, so that those that one B answers share the episode it ends.
    for (const { say } of [...found, ...ends.values()].sort((a, b) => a.at - b.at)) say()
    return left
  }
}
