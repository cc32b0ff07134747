import type { Observation } from '../../kernel/event.ts'
import { actionsOf, type Bench, bare, type Machine, selects } from '../machine.ts'
import type { Condition, Threshold } from '../meta.ts'
import { greatest, lastOf, since, spansOf, weigh, weightOf } from '../window.ts'

/** The last `count` events about one entity, of each log, oldest first. */
export type ThresholdState = readonly Observation[]

type Logs = Pick<Threshold, 'log'>

/** Those of `events` that the log of `event` tells; all of them where the rule tells no logs apart. */
export const ofItsLog = ({ log }: Logs, events: readonly Observation[], event: Observation): readonly Observation[] =>
  log ? events.filter((o) => log(o) === log(event)) : events

/** The last `count` of each log, oldest first. */
const lastOfEach = ({ log }: Logs, events: readonly Observation[], count: number): readonly Observation[] => {
  if (!log) return lastOf(events, count)
  const last = new Set([...Map.groupBy(events, (o) => log(o)).values()].flatMap((own) => lastOf(own, count)))
  return events.filter((o) => last.has(o))
}

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
      const recent = lastOfEach(rule, [...since(state ?? [], event.at - within.longest), trigger], most)

      const count = Number(policy['count'])
      const counted = lastOfEach(rule, since(recent, event.at - within.of(policy)), count)
      const events = ofItsLog(rule, counted, trigger)
      const times = weigh(events)
      // From the last on: that one is joined already.
      const holds = (condition: Condition) => (o: Observation) =>
        condition.test(o === trigger ? event : join(o), policy)
      const fails = (condition: Condition) => (o: Observation) => !holds(condition)(o)
      if (
        times >= count &&
        (!rule.some || events.findLast(holds(rule.some)) !== undefined) &&
        (!rule.every || counted.findLast(fails(rule.every)) === undefined)
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
