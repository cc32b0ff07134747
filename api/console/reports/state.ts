import { addDays, localDate } from '../../../kernel/time.ts'
import { type Period, periodAt, periodOf, type ReportKind } from '../../reports/period.ts'
import type { UnitInfo } from '../../schemas.ts'
import type { ReportInfo, ReportList } from '../../schemas-reports.ts'

/** Which period a person asks for: a kind and any day of it. */
export type Wanted = { readonly kind: ReportKind | 'administrative'; readonly date: string; readonly unit: string }

/** A copy chosen to be handed in, before it is. */
export type Copy = { readonly file: File; readonly sha256: string }

export type State = {
  readonly sample: boolean
  readonly list: 'loading' | { readonly trouble: string } | ReportList
  readonly units: readonly UnitInfo[]
  readonly wanted: Wanted
  /** The report about which something irrevocable is asked. */
  readonly asking: { readonly key: string; readonly copy?: Copy } | undefined
  /** What was refused at once, by report; under «» what the form asked for. */
  readonly refused: Readonly<Record<string, string>>
}

/** A date as it was typed: «05/03/2026», day first, or «2026-03-05»; undefined where there is no such day. */
export const dateIn = (text: string): string | undefined => {
  const [, day, month, year] = /^\s*(\d{1,2})[/.-](\d{1,2})[/.-](\d{4})\s*$/.exec(text) ?? []
  const date = day === undefined ? text.trim() : `${year}-${month!.padStart(2, '0')}-${day.padStart(2, '0')}`
  return periodOf(date)?.kind === 'day' ? date : undefined
}

type Which = { readonly period: string; readonly unit?: string | undefined }

export const keyOf = ({ period, unit }: Which): string => `${period} ${unit ?? ''}`

/** The month that ended last is what people come for. */
export const initial = (sample: boolean, now: number): State => ({
  ...{ sample, list: 'loading', units: [], asking: undefined, refused: {} },
  wanted: { kind: 'month', date: addDays(`${localDate(now).slice(0, 7)}-01`, -1), unit: '' },
})

export const periodWanted = ({ kind, date }: Pick<Wanted, 'kind' | 'date'>): Period =>
  kind === 'administrative' ? periodAt(date, 'month', 'administrative') : periodAt(date, kind)

export type Progress =
  | { readonly kind: 'idle' }
  | { readonly kind: 'waiting' }
  | { readonly kind: 'running'; readonly share: number; readonly reached?: number | undefined }

/** What is done about a report right now. */
export const progressOf = ({ work, waiting }: ReportList, of: Which): Progress => {
  if (work && keyOf(work) === keyOf(of)) return { kind: 'running', share: work.share, reached: work.reached }
  return waiting.some((one) => keyOf(one) === keyOf(of)) ? { kind: 'waiting' } : { kind: 'idle' }
}

/** Whether something moves: then the page looks again soon. */
export const isMoving = ({ list }: State): boolean =>
  typeof list === 'object' && 'reports' in list && (list.work !== undefined || list.waiting.length > 0)

export const stateName: Readonly<Record<ReportInfo['state'], string>> = {
  running: 'Chưa hết kỳ',
  none: 'Chưa có dự thảo',
  draft: 'Dự thảo',
  closed: 'Đã chốt, chưa ký',
  signed: 'Đã ký',
  damaged: 'Tệp bị hỏng',
}
