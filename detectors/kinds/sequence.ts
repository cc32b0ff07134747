import { entryOf } from '../../kernel/entry.ts'
import type { Observation } from '../../kernel/event.ts'
import { actionsOf, type Bench, bare, type Found, type Machine, picks } from '../machine.ts'
import type { LogEvent, Policy, Sequence } from '../meta.ts'
import { spansOf, weightOf } from '../window.ts'

/** At place i the events of the first i + 1 steps, oldest first; ends where no prefix is that long. */
export type SequenceState = readonly (readonly Observation[])[]

/**
 * One prefix a step: the one that began last. No other can reach further, since the only bound is the time since the beginning; so
 * partial matches never multiply. `times` is unrolled into as many steps; an observation with a `count` is that many events, each
 * of which may be a step. The span is that of the last step's unit.
 */
const compileOne = (
  rule: Sequence,
  { policyOf, policies }: Bench,
  isTold: (event: Observation) => boolean = () => true,
): Machine<SequenceState> => {
  const within = spansOf('within', policies)
  const steps = rule.steps.map((step, i) => {
    const fits = picks(step)
    const isLast = i === rule.steps.length - 1
    return {
      fits: (event: LogEvent, policy: Policy) => (isLast || isTold(event)) && fits(event, policy),
      times: step.times ?? 1,
    }
  })
  const breaks = rule.unless && picks(rule.unless)

  return {
    rule,
    actions: [...new Set([...rule.steps, ...(rule.unless ? [rule.unless] : [])].flatMap(actionsOf))],
    reach: within.longest,

    accept(event, entity, state, raise) {
      const policy = policyOf(event)
      if (breaks?.(event, policy)) return undefined
      // Where nothing has begun, only the first step can matter.
      if (state === undefined && !steps[0]!.fits(event, policy)) return undefined
      const fits = steps.flatMap((step) => Array<boolean>(step.times).fill(step.fits(event, policy)))
      if (!fits.includes(true)) return state

      const trigger = bare(event)
      const { prefixes, full } = extend(state ?? [], fits, trigger)
      if (full && event.at - full[0]!.at <= within.of(policy)) {
        const numbers = { ...policy, times: full.length, before: full.length - 1 }
        raise.found({ entity, at: event.at, trigger, events: distinctly(full), numbers })
      }
      return prefixes === state || prefixes.length === 0 ? state : prefixes
    },

    // The first step's prefix is the youngest; one more, because an event at the very watermark may still come.
    stale: (state) => state[0]![0]!.at + within.longest + 1,
  }
}

/** Where a rule tells logs apart: what each of them has told. */
export type ToldSequences = Readonly<Record<string, SequenceState>>

/** What the log of `event` has told, where the rule tells logs apart. */
export const ofItsLogIn = (
  { log }: Pick<Sequence, 'log'>,
  state: SequenceState | ToldSequences | undefined,
  event: Observation,
): SequenceState | undefined =>
  // The rule says which of the two its state is.
  log ? (state as ToldSequences | undefined)?.[log(event)] : (state as SequenceState | undefined)

/** A sequence a log: the last step is whatever log's, the steps before it one's alone. */
const compileTold = (rule: Sequence, log: (event: Observation) => string, bench: Bench): Machine<ToldSequences> => {
  const machines = new Map<string, Machine<SequenceState>>()
  const machineOf = (name: string): Machine<SequenceState> =>
    entryOf(machines, name, () => compileOne(rule, bench, (event) => log(event) === name))
  const { actions, reach } = compileOne(rule, bench)

  return {
    rule,
    actions,
    reach,

    accept(event, entity, state, raise) {
      const own = log(event)
      if (state === undefined) {
        const begun = machineOf(own).accept(event, entity, undefined, raise)
        return begun && { [own]: begun }
      }
      const found: Found[] = []
      const aside = { ...raise, found: (what: Found) => void found.push(what) }
      // In one order, whichever of them spoke first.
      const names = [...new Set([...Object.keys(state), own])].sort()
      const after = names.map((name) => [name, machineOf(name).accept(event, entity, state[name], aside)] as const)
      // Two logs that lead to the same last step found one thing.
      const last = found.at(-1)
      if (last) raise.found(last)
      if (after.every(([name, told]) => told === state[name])) return state
      const left = after.flatMap(([name, told]) => (told ? [[name, told] as const] : []))
      return left.length === 0 ? undefined : Object.fromEntries(left)
    },

    stale: (state) => Math.max(...Object.entries(state).map(([name, own]) => machineOf(name).stale(own))),
  }
}

/** As `compileOne`, of each log by itself where the rule tells them apart. */
export const compileSequence = (rule: Sequence, bench: Bench): Machine<SequenceState> | Machine<ToldSequences> =>
  rule.log ? compileTold(rule, rule.log, bench) : compileOne(rule, bench)

/** The prefixes after an event that fits the marked steps, and the youngest sequence that it completes. */
const extend = (state: SequenceState, fits: readonly boolean[], event: Observation) => {
  const last = fits.length - 1
  let prefixes = state
  let full: readonly Observation[] | undefined
  // More repetitions than steps move nothing further.
  for (let times = Math.min(weightOf(event), fits.length); times > 0; times--) {
    const next = [...prefixes]
    let moved = false
    // All from the prefixes before this event, so that one event never stands for two steps of the same prefix.
    for (let i = 0; i <= last; i++) {
      const before = i === 0 ? [] : prefixes[i - 1]
      if (!fits[i] || !before) continue
      const prefix = [...before, event]
      if (i === last) full = prefix
      else {
        next[i] = prefix
        moved = true
      }
    }
    if (moved) prefixes = next
  }
  return { prefixes, full }
}

/** Without the repetitions of one observation, which stand next to one another. */
const distinctly = (events: readonly Observation[]): readonly Observation[] =>
  events.filter(({ id }, i) => id !== events[i - 1]?.id)
