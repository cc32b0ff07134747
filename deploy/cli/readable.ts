import { textsNeeded } from '../../detectors/binding.ts'
import type { Clause } from '../../detectors/catalogue.ts'
import type { Unjudged } from '../../detectors/detection.ts'
import type { Alert, EvidenceEvent } from '../../kernel/alert.ts'
import type { Known, Row } from '../../kernel/directory/rows.ts'
import { type Duration, ms, sayDate, sayInstant, saySpan } from '../../kernel/time.ts'

/** `name = value, …`, in the order given; empty for nothing. */
export const pairs = (values: Readonly<Record<string, unknown>>): string =>
  Object.entries(values)
    .map(([name, value]) => `${name} = ${sayValue(name, value)}`)
    .join(', ')

const sayValue = (name: string, value: unknown): string => {
  // The deadline of an absence is the one number that is a moment.
  if (name === 'due' && typeof value === 'number') return sayInstant(value)
  if (typeof value === 'string' && /^\d+[smhd]$/.test(value)) return saySpan(ms(value as Duration)).vi
  if (typeof value === 'boolean') return value ? 'có' : 'không'
  return Array.isArray(value) ? value.join(' ') : String(value)
}

const eventLine = ({ at, action, fields, digest }: EvidenceEvent): string =>
  ['', sayInstant(at), action, pairs(fields), `mã băm ${digest}`].filter((part, i) => i === 0 || part !== '').join('  ')

/** A row of the register of exceptions. */
export type ExceptionRow = Known<Row<'exceptions'>>

/** By which decision something is permitted; `rows`: the register as it stands, where the row may be no more. */
export const sayException = (
  { exception, document }: NonNullable<Alert['silenced']>,
  rows?: readonly ExceptionRow[],
): string => {
  const row = rows?.find(({ id }) => id === exception)
  const said = row
    ? `; người ký ${row.signer}, người duyệt ${row.approver}; từ ${sayDate(row.from)} đến ${sayDate(row.to)}; lý do: ${row.reason}`
    : rows
      ? '; dòng này không còn trong danh bạ đang dùng'
      : ''
  return `được phép theo văn bản ${document} (ngoại lệ «${exception}» trong exceptions.csv${said}): vẫn lưu và đếm, không hiện là đang mở`
}

/** What decisions permit of an alert: all of it, or some of what it found. */
export const permittedLines = (
  { silenced, excused }: Pick<Alert, 'silenced' | 'excused'>,
  rows?: readonly ExceptionRow[],
): readonly string[] => [
  ...(silenced ? [`Cảnh báo này ${sayException(silenced, rows)}`] : []),
  ...(excused === undefined ? [] : [`${excused} lần khác được phép theo ngoại lệ: không tính vào cảnh báo này`]),
]

/** One alert for a reader at a terminal: sentence, clause with its words, every piece of proof, by which decision it is silenced. */
export const alertLines = (alert: Alert, rows?: readonly ExceptionRow[]): readonly string[] => [
  alert.say.vi,
  `${alert.clause.id} ${alert.clause.title.vi}`,
  ...alert.clause.basis.flatMap(({ doc, at, quote }) =>
    quote === undefined && at === undefined
      ? []
      : [`  ${doc}${at === undefined ? '' : ` ${at}`}${quote === undefined ? '' : `: «${quote}»`}`],
  ),
  ...alert.evidence.flatMap(({ at, numbers, facts, events }) => [
    `Chứng cứ lúc ${sayInstant(at)}${Object.keys(numbers).length > 0 ? `: ${pairs(numbers)}` : ''}`,
    ...facts.map(({ vi }) => `  ${vi}`),
    ...events.map(eventLine),
  ]),
  ...permittedLines(alert, rows),
  ...(alert.unverifiable ? [`Không thể đánh giá lại: ${alert.unverifiable.reason.vi}`] : []),
  ...(alert.withdrawn ? [`Đã thu hồi lúc ${sayInstant(alert.withdrawn.at)}, vì ${alert.withdrawn.reason.vi}`] : []),
]

/** Events of a rule that raised nothing because nothing is judged there. */
export type UnjudgedHere = { readonly why: Unjudged; readonly unit: string | undefined; readonly events: number }

/** Why what meets the conditions still raises nothing: a sentence a unit. */
export const unjudgedLines = (
  rule: string,
  clause: Pick<Clause, 'answers' | 'basis'>,
  found: readonly UnjudgedHere[],
): readonly string[] =>
  found.map(
    ({ why, unit, events }) => `→ ${rule} không được xét với ${events} sự kiện: ${sayUnjudged(why, unit, clause)}`,
  )

/** Why nothing is judged in a unit, and what would let it be. */
export const sayUnjudged = (
  why: Unjudged,
  unit: string | undefined,
  clause: Pick<Clause, 'answers' | 'basis'>,
): string => {
  switch (why) {
    case 'no-unit':
      return 'không rõ đơn vị (tài khoản, máy và địa chỉ đều không có trong danh bạ)'
    case 'not-monitored':
      return `đơn vị ${unit} chưa bật giám sát (cột «giám sát từ» của units.csv)`
    case 'not-bound':
      return `ở ${unit} chưa có văn bản nào ràng buộc (cần ${textsNeeded(clause).join(' hoặc ')} trong directives.csv)`
    default:
      throw new Error(`no such reason: ${String(why satisfies never)}`)
  }
}
