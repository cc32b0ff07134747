import type { Observation } from '../../kernel/event.ts'
import { DAY, HOUR, VN_OFFSET } from '../../kernel/time.ts'
import { actionsOf, type Bench, bare, type Machine, selects } from '../machine.ts'
import type { Volume } from '../meta.ts'
import { weightOf } from '../window.ts'

/** The sum of one civil hour or day that began at `from`, how many events made it, and the last of them. */
export type VolumeState = {
  readonly from: number
  readonly sum: number
  readonly times: number
  readonly events: readonly Observation[]
}

/** The sum is over all events of the span; the evidence shows the last of them, as many as an alert shows. */
const SHOWN = 20

/**
 * The running sum of a field over one civil hour or day of Vietnam; fires at each event at which it has reached the limit of that
 * event's unit. An observation with a `count` adds its field that often.
 */
export const compileVolume = (rule: Volume, { policyOf }: Bench): Machine<VolumeState> => {
  const span = rule.per === 'day' ? DAY : HOUR
  const startOf = (at: number): number => Math.floor((at + VN_OFFSET) / span) * span - VN_OFFSET

  return {
    rule,
    actions: actionsOf(rule),
    reach: span,

    accept(event, entity, state, raise) {
      const policy = policyOf(event)
      if (!selects(rule, event, policy)) return state
      const trigger = bare(event)
      const from = startOf(event.at)
      const before = state?.from === from ? state : { sum: 0, times: 0, events: [] }
      const sum = before.sum + rule.sum(event) * weightOf(event)
      const times = before.times + weightOf(event)
      const events = [...before.events, trigger].slice(-SHOWN)
      if (sum >= Number(policy['limit'])) {
        raise.found({ entity, at: event.at, trigger, events, numbers: { ...policy, sum, times } })
      }
      return { from, sum, times, events }
    },

    stale: ({ from }) => from + span,
  }
}
