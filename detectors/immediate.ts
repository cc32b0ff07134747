import { type Action, actionNames, entityOf, type Observation } from '../kernel/event.ts'
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
    policyOf: policyFor(rule, overrides),
    raise: raiseFor(rule, joins(rule), world, emit),
  }))
  const listeners = new Map<Action, typeof runners>(
    actionNames.map((action) => [action, runners.filter(({ rule }) => actionsOf(rule).includes(action))]),
  )
  return (o) => {
    const list = listeners.get(o.action)!
    if (list.length === 0) return
    // None of them sees a derived register, so one join serves all.
    const event = joins(list[0]!.rule)(o)
    for (const { rule, policyOf, raise } of list) {
      const entity = entityOf(o, rule.by)
      if (entity === undefined || (only && !only(rule.id, entity))) continue
      const policy = policyOf(event)
      if (selects(rule, event, policy)) raise.found({ entity, at: o.at, trigger: o, events: [o], numbers: policy })
    }
  }
}
