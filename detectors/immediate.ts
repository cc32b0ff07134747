import { actionNames, entityOf, type Observation } from '../kernel/event.ts'
import type { World } from './detection.ts'
import { actionsOf, selects } from './machine.ts'
import type { Match, Rule } from './meta.ts'
import { type Override, policyFor } from './policy.ts'
import { type Emit, joinersFor, raiseFor } from './raise.ts'
import type { Only } from './target.ts'

/** `match` rules that look at no derived register: they never wait. */
export const isImmediate = (rule: Rule): rule is Match => rule.kind === 'match' && (rule.needs ?? []).length === 0

/** Runs the immediate ones of `rules` over one event, in whatever order events come; `only` about these entities. */
export const immediateFor = (
  rules: readonly Rule[],
  overrides: readonly Override[],
  world: World,
  emit: Emit,
  only?: Only,
): ((o: Observation) => void) => {
  const joins = joinersFor(world.directory)
  const runners = rules.filter(isImmediate).map((rule) => ({
    rule,
    join: joins(rule),
    policyOf: policyFor(rule, overrides),
    raise: raiseFor(rule, joins(rule), world, emit),
  }))
  // None of them sees a derived register, so one join serves all that see the same account's facts.
  const listeners = new Map(
    actionNames.map((action) => {
      const listening = runners.filter(({ rule }) => actionsOf(rule).includes(action))
      return [action, [...Map.groupBy(listening, ({ join }) => join)]] as const
    }),
  )
  return (o) => {
    for (const [join, sharing] of listeners.get(o.action)!) {
      const event = join(o)
      for (const { rule, policyOf, raise } of sharing) {
        const entity = entityOf(o, rule.by)
        if (entity === undefined || (only && !only(rule.id, entity))) continue
        const policy = policyOf(event)
        if (selects(rule, event, policy)) raise.found({ entity, at: o.at, trigger: o, events: [o], numbers: policy })
      }
    }
  }
}
