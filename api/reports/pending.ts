import { NO_LIFE } from '../../detectors/kinds/absence.ts'
import type { Rule } from '../../detectors/meta.ts'
import { LONGEST_WAIT } from '../../detectors/plan.ts'
import { type Override, policiesOf } from '../../detectors/policy.ts'
import { type Target, targetKey } from '../../detectors/target.ts'
import { DAY, type Duration, ms } from '../../kernel/time.ts'
import type { Period } from './period.ts'
import { sayNumber } from './words.ts'

/** What is to be computed again, as the detector saved it. */
export type Outstanding = {
  /** Waiting, or under way. */
  readonly waiting: readonly Target[]
  /** Set aside: it failed again and again (`error`), or was computed over damage of the archive. */
  readonly aside: readonly (Target & { readonly error?: string })[]
  /** The saved state cannot be read, and is not made anew yet. */
  readonly remaking: boolean
}

/** What may still change the numbers of a period: re-evaluations that touch it. */
export type Pending = {
  readonly waiting: number
  readonly aside: number
  /** Computed, but over damage of the archive: they hold nothing up, since what is lost may never come back. */
  readonly damaged: number
  readonly remaking: boolean
}

/** Fold days around what changed: an alert is told of by its first act, and volumes are summed by the day. */
const AROUND = 2 * DAY

/** So far from what changed an alert of a rule may lie, under any policy in force. */
const reachOf = (rule: Rule | undefined, overrides: readonly Override[]): number => {
  // Of all rules, of a register, of a rule that is no more: as far as any.
  if (rule === undefined) return LONGEST_WAIT
  if (rule.kind === 'absence') return rule.atMost === undefined ? LONGEST_WAIT : ms(rule.atMost) + NO_LIFE
  const numbers = policiesOf(rule, overrides).flatMap((policy) => Object.values(policy))
  return Math.max(0, ...numbers.flatMap((value) => (isDuration(value) ? [ms(value)] : [])))
}

const isDuration = (value: unknown): value is Duration =>
  typeof value === 'string' && /^\d+(?:\.\d+)?[smhd]$/.test(value)

/** Whether computing it may change an alert of the period. Wider than it need be: a target too many only puts a closing off. */
const touches = (
  { rule: id, from, to }: Target,
  { from: begin, to: end }: Pick<Period, 'from' | 'to'>,
  rules: ReadonlyMap<string, Rule>,
  overrides: readonly Override[],
): boolean => {
  const rule = rules.get(id)
  const lasts = rule === undefined || rule.kind === 'absence'
  const margin = reachOf(rule, overrides) + AROUND
  // An absence may last from what changed until today. A bound without end is saved as null.
  return (from ?? -Infinity) - margin < end && (lasts || (to ?? Infinity) + margin >= begin)
}

/** How much of what is to be computed again touches a period. Pure. */
export const pendingIn = (
  period: Pick<Period, 'from' | 'to'>,
  { waiting, aside, remaking }: Outstanding,
  rules: readonly Rule[],
  overrides: readonly Override[],
): Pending => {
  const byId = new Map<string, Rule>(rules.map((rule) => [rule.id, rule]))
  const own = <T extends Target>(targets: readonly T[]): readonly T[] =>
    targets.filter((target) => touches(target, period, byId, overrides))
  const failed = own(aside).filter(({ error }) => error !== undefined).length
  return {
    // Part of one may be under way while the rest of it waits.
    waiting: new Set(own(waiting).map(targetKey)).size,
    aside: failed,
    damaged: own(aside).length - failed,
    remaking,
  }
}

/** Whether the numbers must not be closed yet. */
export const isUnsettled = ({ waiting, aside, remaking }: Pending): boolean => remaking || waiting + aside > 0

/** «3 yêu cầu đánh giá lại của kỳ đang chờ; 1 …»: every number that is not zero; empty where there is none. */
export const sayPending = ({ waiting, aside, damaged, remaking }: Pending): string =>
  [
    remaking ? 'trạng thái đã lưu đang được dựng lại từ kho lưu trữ' : '',
    waiting > 0 ? `${sayNumber(waiting)} yêu cầu đánh giá lại có thể đổi số liệu của kỳ đang chờ` : '',
    aside > 0 ? `${sayNumber(aside)} yêu cầu đánh giá lại thử nhiều lần không được, đang để riêng` : '',
    damaged > 0 ? `${sayNumber(damaged)} yêu cầu đã đánh giá lại trên phần nhật ký lưu trữ bị thiếu hoặc hỏng` : '',
  ]
    .filter((text) => text !== '')
    .join('; ')
