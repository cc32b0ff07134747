import type { Policy, Rule } from '../../detectors/meta.ts'
import type { Override } from '../../detectors/policy.ts'

/** What a unit says it delivers, by the name of the policy in which it says so. */
const DELIVERED: Readonly<Record<string, string>> = {
  scansLogged: 'nhật ký quét thiết bị lưu trữ',
  changesLogged: 'nhật ký đổi mật khẩu',
}

/** A rule's numbers in a unit, whose path ends with itself: of the nearest unit that sets its own. */
export const policyIn = (rule: Rule, overrides: readonly Override[], path: readonly string[]): Policy => {
  const own = new Map(overrides.filter((one) => one.rule === rule.id).map(({ unit, set }) => [unit, set]))
  const unit = path.findLast((id) => own.has(id))
  return unit === undefined ? rule.policy : { ...rule.policy, ...own.get(unit) }
}

/**
 * By policies named `…Logged` a unit says that it delivers what a rule needs: where one is `false` the rule is silent whatever happens, so
 * finding nothing means nothing. The name of the first that is; undefined where none is.
 */
export const closedGate = (policy: Policy): string | undefined =>
  Object.keys(policy).find((name) => name.endsWith('Logged') && policy[name] === false)

export const sayGate = (name: string): string =>
  `đơn vị chưa khai là có gửi ${DELIVERED[name] ?? 'nhật ký cần thiết'} (chính sách ${name} của luật)`
