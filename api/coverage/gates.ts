import { actionsOf } from '../../detectors/machine.ts'
import type { Policy, Rule } from '../../detectors/meta.ts'
import type { Override } from '../../detectors/policy.ts'
import type { Action } from '../../kernel/event.ts'

/** A rule's numbers in a unit, whose path ends with itself: of the nearest unit that sets its own. */
export const policyIn = (rule: Rule, overrides: readonly Override[], path: readonly string[]): Policy => {
  const own = new Map(overrides.filter((one) => one.rule === rule.id).map(({ unit, set }) => [unit, set]))
  const unit = path.findLast((id) => own.has(id))
  return unit === undefined ? rule.policy : { ...rule.policy, ...own.get(unit) }
}

/**
 * By policies named `…Logged`, `…Listed` or `…Kept` a unit says that it delivers, or has in its registers and lists, what a rule needs:
 * where one is `false` the rule is silent whatever happens, so finding nothing means nothing. The name of the first that is; undefined
 * where none is.
 */
export const closedGate = (policy: Policy): string | undefined =>
  Object.keys(policy).find((name) => /(Logged|Listed|Kept)$/.test(name) && policy[name] === false)

/** What such a policy is about: acts that clear somebody, for one that is done and not told of would accuse. */
export const clearing = (rule: Rule): readonly Action[] => {
  if (rule.kind === 'absence') return actionsOf(rule.expect)
  return rule.kind === 'sequence' && rule.unless ? actionsOf(rule.unless) : []
}
