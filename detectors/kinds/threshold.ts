import type { Observation } from '../../kernel/event.ts'
import { actionsOf, type Bench, bare, type Machine, selects } from '../machine.ts'
import type { Condition, Threshold } from '../meta.ts'
import { greatest, lastOf, since, spansOf, weigh, weightOf } from '../window.ts'

/** The last `count` events about one entity, oldest first. */
export type ThresholdState = readonly Observation[]

/**
 * «At least `count` events in [t − within, t]» holds exactly when the last `count` of them lie in it: so they decide, and they are
 * the evidence. An observation with a `count` of its own counts that often. The policy is that of the triggering event's unit;
 * what is kept serves the most demanding unit.
 */
export const compileThreshold = (rule: Threshold, { policyOf, policies, join }: Bench): Machine<ThresholdState> => {
  const within = spansOf('within', policies)
  const most = greatest('count', policies)

  return {
    rule,
    actions: actionsOf(rule),
    reach: within.longest,

    accept(event, entity, state, raise) {
      const policy = policyOf(event)
      if (!selects(rule, event, policy)) return state
      const trigger = bare(event)
      const recent = lastOf([...since(state ?? [], event.at - within.longest), trigger], most)

      const count = Number(policy['count'])
      const events = lastOf(since(recent, event.at - within.of(policy)), count)
      const times = weigh(events)
      // From the last on: that one is joined already.
      const holds = (condition: Condition) => (o: Observation) =>
        condition.test(o === trigger ? event : join(o), policy)
      const fails = (condition: Condition) => (o: Observation) => !holds(condition)(o)
      if (
        times >= count &&
        (!rule.some || events.findLast(holds(rule.some)) !== undefined) &&
        (!rule.every || events.findLast(fails(rule.every)) === undefined)
      ) {
        const numbers = { ...policy, times, before: times - weightOf(trigger) }
        raise.found({ entity, at: event.at, trigger, events, numbers })
      }
      return recent
    },

    // One more, because an event at the very watermark may still come.
    stale: (state) => state.at(-1)!.at + within.longest + 1,
  }
}
