import { actionsOf, type Bench, bare, type Machine, selects } from '../machine.ts'
import type { Match } from '../meta.ts'

/** One event with its facts tells. Nothing is remembered, so nothing waits and no slice reaches beyond itself. */
export const compileMatch = (rule: Match, { policyOf }: Bench): Machine<never> => ({
  rule,
  actions: actionsOf(rule),
  reach: 0,

  accept(event, entity, state, raise) {
    const policy = policyOf(event)
    if (selects(rule, event, policy)) {
      const trigger = bare(event)
      raise.found({ entity, at: event.at, trigger, events: [trigger], numbers: policy })
    }
    return state
  },

  stale: () => Number.NEGATIVE_INFINITY,
})
