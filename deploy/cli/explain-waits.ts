import { reasonNames } from '../../api/reports/words.ts'
import { type AbsenceState, NO_LIFE, type Wait } from '../../detectors/kinds/absence.ts'
import { actionsOf } from '../../detectors/machine.ts'
import type { Absence, LogEvent, Policy } from '../../detectors/meta.ts'
import type { Change } from '../../detectors/state.ts'
import type { Became } from '../../detectors/waits.ts'
import type { Observation } from '../../kernel/event.ts'
import { ms, sayInstant, saySpan } from '../../kernel/time.ts'
import { pairs } from './readable.ts'

/** What one entity is waited upon for, as the running product has it saved. */
export type Waiting = { readonly entity: string; readonly wait: Wait }

/** The waits of a rule, out of its saved state: `entries` are those of the space named after the rule. The soonest first. */
export const waitsIn = (entries: readonly Change[]): readonly Waiting[] =>
  entries
    // Written by the machine of this very rule.
    .flatMap(({ key, value }) => (value as AbsenceState).waits.map((wait) => ({ entity: key, wait })))
    .sort((a, b) => a.wait.due - b.wait.due)

/** So many waits that ended alike are told one by one: a machine with a heartbeat a minute ends a thousand a day. */
const TOLD = 20

/** A wait that ended: when, and why it raised nothing or what came of what it found. */
export type Ended = { readonly became: Became['became']; readonly at: number; readonly line: string }

/** `sayFound`: what came of a finding. */
export const endOf = (
  rule: Absence,
  one: Became,
  sayFound: (said: Extract<Became, { became: 'found' }>['said']) => string,
): Ended => {
  const { after, due } = one.wait
  const came = one.became === 'found' ? sayFound(one.said) : sayEnd(rule, one)
  return {
    became: one.became,
    at: 'by' in one ? one.by.at : due,
    line: `→ chờ từ ${after.action} lúc ${sayInstant(after.at)}, hạn ${sayInstant(due)}: ${came}`,
  }
}

/** Each wait that ended. Of more than can be told that ended alike, the last ones; the others are counted. */
export const endedLines = (ended: readonly Ended[]): readonly string[] =>
  [...Map.groupBy(ended, ({ became }) => became).values()].flatMap((alike) => [
    ...(alike.length > TOLD ? [`→ ${alike.length - TOLD} lần chờ trước đó cũng kết thúc như các lần sau:`] : []),
    ...alike.slice(-TOLD).map(({ line }) => line),
  ])

const sayEnd = (rule: Absence, one: Exclude<Became, { became: 'found' }>): string => {
  if (one.became === 'indeterminate') return `không xét được vì ${reasonNames[one.reason]}`
  const by = `${one.by.action} lúc ${sayInstant(one.by.at)}`
  switch (one.became) {
    case 'answered':
      return `đã có ${by}, trước hạn: không có gì để báo`
    case 'voided':
      return `thôi chờ vì ${by}: việc phải có có thể đã xảy ra trước đó mà không được ghi lại`
    case 'replaced':
      return `chờ lại từ đầu, kể từ ${by}`
    case 'away': {
      const gap = rule.alive?.gap === undefined ? '' : ` hơn ${saySpan(ms(rule.alive.gap)).vi}`
      return `không xét vì không thấy máy hoạt động${gap} trước ${by}: có thể đã tắt hoặc mất điện`
    }
    default:
      throw new Error(`no such end: ${String(one satisfies never)}`)
  }
}

/** Until when an event that begins a wait waits: said beside it. */
export const sayDue = (rule: Absence, event: LogEvent, policy: Policy): string => {
  const due = rule.due(event, policy)
  return due === undefined ? 'không đặt hạn nào: không có gì phải chờ' : `hạn ${sayInstant(due)}`
}

/**
 * Why a wait has raised nothing so far: not yet due, and why then; or due, and what the judgement still waits for. `policy`: the numbers
 * in force where it began. `watermark`: how far the product has judged, epoch ms.
 */
export const waitLine = (
  rule: Absence,
  { entity, wait }: Waiting,
  policy: Policy,
  { now, watermark }: { readonly now: number; readonly watermark: number },
): string => {
  const numbers = pairs(policy)
  const since = `${sinceOf(wait.after)}; lẽ ra phải có ${actionsOf(rule.expect).join(' hoặc ')} trước hạn${numbers === '' ? '' : `; số đang áp dụng: ${numbers}`}`
  return `→ ${entity}: ${sayStanding(rule, wait, now, watermark)} (${since})`
}

const sayStanding = (rule: Absence, { due, life, answer }: Wait, now: number, watermark: number): string => {
  const at = sayInstant(due)
  if (due >= now) return `chưa đến hạn, hạn là ${at}`
  if (due >= watermark) return `vừa đến hạn ${at}, còn chờ nhật ký đến muộn nên chưa kết luận`
  const late = answer === undefined ? '' : `, việc được chờ đến muộn lúc ${sayInstant(answer.at)}`
  return !rule.lifeless && life === undefined
    ? `đã quá hạn ${at}${late}, chưa kết luận vì từ đó chưa thấy máy hoặc người hoạt động (chờ đến ${sayInstant(due + NO_LIFE)}, sau đó coi là không xét được)`
    : `đã quá hạn ${at}${late}, chưa kết luận vì chưa biết nguồn nhật ký có hoạt động suốt thời gian đó không (chờ đến ${sayInstant(due + NO_LIFE)})`
}

/** A register's row counts from when it was entered, however early its date. */
const sinceOf = ({ action, at, received, collector }: Observation): string =>
  `chờ từ ${action} lúc ${sayInstant(at)}${collector === 'directory' && received !== at ? `, ghi vào sổ lúc ${sayInstant(received)}` : ''}`
