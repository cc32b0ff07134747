import { partsOf } from '../../detectors/explain.ts'
import { actionsOf } from '../../detectors/machine.ts'
import type { Policy, Rule } from '../../detectors/meta.ts'
import type { Override } from '../../detectors/policy.ts'
import { type Duration, ms, saySpan } from '../../kernel/time.ts'
import { pairs } from './readable.ts'

/** What a rule seeks: what its parts together must come to, each of them with its conditions, its numbers, and those that units have of their own. */
export const soughtLines = (rule: Rule, overrides: readonly Override[]): readonly string[] => {
  const numbers = pairs(rule.policy)
  return [
    `  luật tìm: ${sayNeeded(rule)}`,
    ...partsOf(rule).map(({ part, selector }) => {
      const sought = (selector.sought ?? []).map(({ vi }) => vi)
      const excused = (selector.excused ?? []).map(({ vi }) => vi)
      return [
        `  ${part.vi}: ${actionsOf(selector).join(', ')}`,
        ...(sought.length > 0 ? [`phải là: ${sought.join('; ')}`] : []),
        ...(excused.length > 0 ? [`loại trừ: ${excused.join('; ')}`] : []),
      ].join('. ')
    }),
    ...(numbers === '' ? [] : [`  tham số của luật: ${numbers}`]),
    ...overrides
      .filter((one) => one.rule === rule.id)
      .map(({ unit, set, basis }) => `  đơn vị ${unit} và đơn vị trực thuộc đặt khác theo ${basis}: ${pairs(set)}`),
  ]
}

const span = (policy: Policy, name: string): string => saySpan(ms(policy[name] as Duration)).vi

const sayNeeded = (rule: Rule): string => {
  const { policy } = rule
  switch (rule.kind) {
    case 'match':
      return 'một sự kiện thỏa mọi điều kiện'
    case 'threshold':
      return `từ ${policy['count']} sự kiện trở lên trong ${span(policy, 'within')}`
    case 'volume':
      return `tổng từ ${policy['limit']} trở lên trong một ${rule.per === 'day' ? 'ngày' : 'giờ'}`
    case 'distinct': {
      const atOnce = 'atOnce' in policy ? `, dùng xen kẽ trong ${span(policy, 'atOnce')}` : ''
      return `từ ${policy['count']} giá trị khác nhau trở lên trong ${span(policy, 'within')}${atOnce}`
    }
    case 'sequence':
      return `các bước theo thứ tự trong ${span(policy, 'within')}`
    case 'absence':
      return 'việc lẽ ra phải có mà đến hạn không thấy'
    default:
      throw new Error(`no such kind: ${String(rule satisfies never)}`)
  }
}
