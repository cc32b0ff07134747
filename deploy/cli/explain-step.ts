import { detect, type World } from '../../detectors/detection.ts'
import { besides, type DistinctState } from '../../detectors/kinds/distinct.ts'
import { ofItsLogIn, type SequenceState, type ToldSequences } from '../../detectors/kinds/sequence.ts'
import { ofItsLog, type ThresholdState } from '../../detectors/kinds/threshold.ts'
import type { VolumeState } from '../../detectors/kinds/volume.ts'
import { actionsOf, selects } from '../../detectors/machine.ts'
import type { Distinct, LogEvent, Policy, Rule, Selector, Sequence, Threshold } from '../../detectors/meta.ts'
import type { Said, Step } from '../../detectors/trace.ts'
import { since, weigh } from '../../detectors/window.ts'
import { levelNames } from '../../kernel/alert.ts'
import { type Duration, ms, SECOND, sayInstant, saySpan } from '../../kernel/time.ts'
import { sayException, sayUnjudged } from './readable.ts'

type Shown = NonNullable<Step['shown']>
type Told = SequenceState | ToldSequences | undefined

/** How far an event brought a rule that one event alone does not decide: what it has, of what it needs. Of what machines wrote of themselves. */
export const standingLines = (rule: Rule, { shown, before, after, said }: Step): readonly string[] => {
  if (!shown || said.some(({ kind }) => kind === 'found')) return []
  switch (rule.kind) {
    case 'threshold':
      return after === before ? [] : [sayTimes(rule, shown, after as ThresholdState)]
    case 'volume': {
      if (after === before) return []
      const { sum } = after as VolumeState
      return [`tổng ${rule.per === 'day' ? 'trong ngày' : 'trong giờ'} là ${sum}, cần ${shown.policy['limit']}`]
    }
    case 'distinct':
      return valuesLines(rule, shown, before as DistinctState | undefined, after as DistinctState | undefined)
    case 'sequence':
      return stepsLines(
        rule,
        shown,
        ofItsLogIn(rule, before as Told, shown.event),
        ofItsLogIn(rule, after as Told, shown.event),
      )
    // One event decides; waits are told one by one.
    case 'match':
    case 'absence':
      return []
    default:
      throw new Error(`no such kind: ${String(rule satisfies never)}`)
  }
}

/** What came of a finding: the rule says so, but a decision may permit it, or nobody may be judged by it. */
export const sayFound = (rule: Rule, { found, trigger }: Extract<Said, { kind: 'found' }>, world: World): string => {
  const outcome = detect(rule, found, trigger, world)
  if (typeof outcome === 'string')
    return `đủ điều kiện, nhưng không được xét: ${sayUnjudged(outcome, trigger.facts.unit?.id, world.catalogue.get(rule.clause)!)}`
  if (outcome.silenced) return `đủ điều kiện, nhưng ${sayException(outcome.silenced)}`
  return `đủ điều kiện: thành phát hiện, mức ${levelNames[outcome.evidence.level]}`
}

const picks = (selector: Selector | undefined, { event, policy }: Shown): boolean =>
  selector !== undefined && actionsOf(selector).includes(event.action) && selects(selector, event, policy)

const saySome = (policy: Policy, name: string): string => saySpan(ms(policy[name] as Duration)).vi
const spanOf = (policy: Policy, name: string): number => ms(policy[name] as Duration)

const sayTimes = (rule: Threshold, { event, policy }: Shown, state: ThresholdState): string => {
  const { some, every } = rule
  const times = weigh(since(ofItsLog(rule, state, event), event.at - spanOf(policy, 'within')))
  const count = Number(policy['count'])
  const within = `trong ${saySome(policy, 'within')}`
  if (times < count) return `mới ${times}/${count} lần ${within}: còn thiếu ${count - times} lần`
  const lacking = [
    ...(every ? [`mọi lần phải là: ${every.vi}`] : []),
    ...(some ? [`ít nhất một lần phải là: ${some.vi}`] : []),
  ]
  return `đủ ${count} lần ${within}, nhưng không thỏa: ${lacking.join('; ')}`
}

const valuesLines = (
  rule: Distinct,
  shown: Shown,
  before: DistinctState = [],
  after: DistinctState = [],
): readonly string[] => {
  const { event, policy } = shown
  const back = picks(rule.until, shown) ? rule.of(event) : undefined
  const known = back === undefined ? before : before.filter(({ value }) => value !== back)
  const taken = known.length < before.length ? [`không tính «${back}» nữa`] : []
  const recent = (entries: DistinctState): DistinctState =>
    entries.filter((entry) => entry.event.at >= event.at - spanOf(policy, 'within'))
  if (picks(rule.upon, shown)) return [...taken, sayValues(recent(known), policy)]
  if (!picks(rule, shown)) return taken
  const value = rule.of(event)
  if (value === undefined) return [...taken, 'không rõ giá trị phải đếm (nơi thao tác, tài khoản…): không tính']
  return [
    ...taken,
    'atOnce' in policy ? sayTogether(value, event, recent(known), policy) : sayValues(recent(after), policy),
  ]
}

const sayValues = (entries: DistinctState, policy: Policy): string => {
  const values = [...new Set(entries.map(({ value }) => value))]
  const named = values.length > 0 ? ` (${values.join(', ')})` : ''
  return `mới ${values.length}/${policy['count']} giá trị khác nhau${named} trong ${saySome(policy, 'within')}`
}

/** In use at once means: here, elsewhere, and here again, so soon that nobody has walked it. */
const sayTogether = (value: string, event: LogEvent, recent: DistinctState, policy: Policy): string => {
  const atOnce = saySome(policy, 'atOnce')
  const others = besides(recent, value)
  if (!others) return `«${value}» mới được thấy lần đầu trong ${saySome(policy, 'within')}: chưa phải dùng xen kẽ`
  const last = others.at(-1)
  if (!last) return `từ lần đầu ở «${value}» chưa thao tác ở nơi nào khác`
  const near = others.filter((entry) => entry.event.at >= event.at - spanOf(policy, 'atOnce')).length + 1
  const away = saySpan(Math.ceil((event.at - last.event.at) / SECOND) * SECOND).vi
  return `mới ${near}/${policy['count']} nơi cùng lúc: nơi khác gần nhất là «${last.value}», cách ${away} (cùng lúc là trong ${atOnce})`
}

const stepsLines = (
  rule: Sequence,
  shown: Shown,
  before: SequenceState = [],
  after: SequenceState = [],
): readonly string[] => {
  if (picks(rule.unless, shown)) return before.length > 0 ? ['các bước đã có không tính nữa'] : []
  const steps = rule.steps.flatMap((step, i) => Array.from({ length: step.times ?? 1 }, () => ({ step, place: i + 1 })))
  if (!steps.some(({ step }) => picks(step, shown))) return []
  const within = saySome(shown.policy, 'within')
  // What began before the span stands until it is forgotten, but leads nowhere.
  const begun = shown.event.at - spanOf(shown.policy, 'within')
  const done = after.filter((prefix) => prefix[0]!.at >= begun).length
  const first = before[steps.length - 2]?.[0]
  if (first && picks(steps.at(-1)!.step, shown))
    return [`đủ các bước, nhưng bước đầu lúc ${sayInstant(first.at)}, quá ${within}`]
  return [`mới ${done}/${steps.length} việc theo thứ tự trong ${within}; còn chờ bước ${steps[done]!.place}`]
}
