import type { Text } from '../kernel/text.ts'
import { actionsOf } from './machine.ts'
import type { LogEvent, Policy, Rule, Selector } from './meta.ts'

/** How one selector of a rule stands to one event. */
export type Verdict =
  | { readonly verdict: 'picked' }
  | { readonly verdict: 'other-action' }
  /** The first sought condition that does not hold. */
  | { readonly verdict: 'failed'; readonly condition: Text }
  /** The first excuse that applies. */
  | { readonly verdict: 'excused'; readonly condition: Text }

/**
 * Why a selector picked an event or did not: the slow path of `selects`, which names what decided. A property test holds
 * the two together: `picked` exactly where `selects` says so.
 */
export const explainSelector = (selector: Selector, event: LogEvent, policy: Policy): Verdict => {
  if (!actionsOf(selector).includes(event.action)) return { verdict: 'other-action' }
  const failed = (selector.sought ?? []).find((condition) => !condition.test(event, policy))
  if (failed) return { verdict: 'failed', condition: { vi: failed.vi, en: failed.en } }
  const excuse = (selector.excused ?? []).find((condition) => condition.test(event, policy))
  if (excuse) return { verdict: 'excused', condition: { vi: excuse.vi, en: excuse.en } }
  return { verdict: 'picked' }
}

/** The selectors of a rule, each with the part it plays. */
export const partsOf = (rule: Rule): readonly { readonly part: Text; readonly selector: Selector }[] => {
  switch (rule.kind) {
    case 'match':
    case 'threshold':
    case 'volume':
      return [{ part: { vi: 'sự kiện', en: 'event' }, selector: rule }]
    case 'distinct':
      return [
        { part: { vi: 'sự kiện', en: 'event' }, selector: rule },
        ...(rule.until ? [{ part: { vi: 'kết thúc', en: 'taken back' }, selector: rule.until }] : []),
        ...(rule.upon ? [{ part: { vi: 'sự kiện sau cùng', en: 'final event' }, selector: rule.upon }] : []),
      ]
    case 'sequence':
      return [
        ...rule.steps.map((selector, i) => ({ part: { vi: `bước ${i + 1}`, en: `step ${i + 1}` }, selector })),
        ...(rule.unless ? [{ part: { vi: 'trừ khi', en: 'unless' }, selector: rule.unless }] : []),
      ]
    case 'absence':
      return [
        { part: { vi: 'chờ từ', en: 'after' }, selector: rule.after },
        { part: { vi: 'lẽ ra phải có', en: 'expected' }, selector: rule.expect },
        ...(rule.alive
          ? [{ part: { vi: 'dấu hiệu máy còn hoạt động', en: 'sign of life' }, selector: rule.alive.on }]
          : []),
        ...(rule.voids
          ? [{ part: { vi: 'cho thấy đã kết thúc mà không ghi lại', en: 'ended unseen' }, selector: rule.voids }]
          : []),
      ]
    default:
      throw new Error(`no such kind: ${String(rule satisfies never)}`)
  }
}

/** Every part of a rule against one event; parts about other actions are left out. */
export const explainEvent = (
  rule: Rule,
  event: LogEvent,
  policy: Policy,
): readonly { readonly part: Text; readonly selector: Selector; readonly verdict: Verdict }[] =>
  partsOf(rule)
    .map(({ part, selector }) => ({ part, selector, verdict: explainSelector(selector, event, policy) }))
    .filter(({ verdict }) => verdict.verdict !== 'other-action')

/** One line in Vietnamese. */
export const sayVerdict = (verdict: Verdict): string => {
  switch (verdict.verdict) {
    case 'picked':
      return 'đúng điều kiện'
    case 'other-action':
      return 'không phải loại sự kiện của luật'
    case 'failed':
      return `không thỏa: ${verdict.condition.vi}`
    case 'excused':
      return `được loại trừ: ${verdict.condition.vi}`
    default:
      throw new Error(`no such verdict: ${String(verdict satisfies never)}`)
  }
}
