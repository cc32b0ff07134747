import type { Observation } from '../../kernel/event.ts'
import { actionsOf, type Bench, bare, type Machine, picks } from '../machine.ts'
import type { Sequence } from '../meta.ts'
import { spansOf, weightOf } from '../window.ts'

/** At place i the events of the first i + 1 steps, oldest first; ends where no prefix is that long. */
export type SequenceState = readonly (readonly Observation[])[]

/**
 * One prefix a step: the one that began last. No other can reach further, since the only bound is the time since the beginning; so
 * partial matches never multiply. `times` is unrolled into as many steps; an observation with a `count` is that many events, each
 * of which may be a step. The span is that of the last step's unit.
 */
export const compileSequence = (rule: Sequence, { policyOf, policies }: Bench): Machine<SequenceState> => {
  const within = spansOf('within', policies)
  const steps = rule.steps.map((step) => ({ fits: picks(step), times: step.times ?? 1 }))
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
