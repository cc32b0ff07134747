import { type AbsenceState, NO_LIFE, type Wait } from '../../detectors/kinds/absence.ts'
import { actionsOf } from '../../detectors/machine.ts'
import type { Absence, LogEvent, Policy } from '../../detectors/meta.ts'
import type { Change } from '../../detectors/state.ts'
import type { Observation } from '../../kernel/event.ts'
import { sayInstant } from '../../kernel/time.ts'
import { pairs } from './readable.ts'

/** What one entity is waited upon for, as the running product has it saved. */
export type Waiting = { readonly entity: string; readonly wait: Wait }

/** The waits of a rule, out of its saved state: `entries` are those of the space named after the rule. The soonest first. */
export const waitsIn = (entries: readonly Change[]): readonly Waiting[] =>
  entries
    // Written by the machine of this very rule.
    .flatMap(({ key, value }) => (value as AbsenceState).waits.map((wait) => ({ entity: key, wait })))
    .sort((a, b) => a.wait.due - b.wait.due)

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
