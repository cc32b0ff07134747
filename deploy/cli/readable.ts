import type { Clause } from '../../detectors/catalogue.ts'
import type { Unjudged } from '../../detectors/detection.ts'
import type { Alert, EvidenceEvent } from '../../kernel/alert.ts'
import { type Duration, ms, sayInstant, saySpan } from '../../kernel/time.ts'
import { textsNeeded } from '../coverage.ts'

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

/** One alert for a reader at a terminal: sentence, clause with its words, every piece of proof. */
export const alertLines = (alert: Alert): readonly string[] => [
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
  ...(alert.unverifiable ? [`Không thể đánh giá lại: ${alert.unverifiable.reason.vi}`] : []),
  ...(alert.withdrawn ? [`Đã thu hồi: ${alert.withdrawn.reason.vi}`] : []),
]

/** Events of a rule that raised nothing because nothing is judged there. */
export type UnjudgedHere = { readonly why: Unjudged; readonly unit: string | undefined; readonly events: number }

/** Why what meets the conditions still raises nothing: a sentence a unit. */
export const unjudgedLines = (
  rule: string,
  clause: Pick<Clause, 'answers' | 'basis'>,
  found: readonly UnjudgedHere[],
): readonly string[] =>
  found.map(({ why, unit, events }) => `→ ${rule} không được xét với ${events} sự kiện: ${sayWhy(why, unit, clause)}`)

const sayWhy = (why: Unjudged, unit: string | undefined, clause: Pick<Clause, 'answers' | 'basis'>): string => {
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
