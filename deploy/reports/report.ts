import { type Closed, type Difference, differenceOf, digestOf } from '../../api/reports/closed.ts'
import type { ReportDocument } from '../../api/reports/document.ts'
import type { Figures } from '../../api/reports/figures.ts'
import { figuresOf } from '../../api/reports/make.ts'
import { isUnsettled, sayPending } from '../../api/reports/pending.ts'
import type { Period } from '../../api/reports/period.ts'
import { documentOf, type Signed } from '../../api/reports/write.ts'
import { coded } from '../../kernel/errors.ts'
import { DAY, sayInstant } from '../../kernel/time.ts'
import type { Config } from '../config.ts'
import { formFor } from './forms.ts'
import { reportsIn } from './kept.ts'
import { type Known, materialFor, type Reading } from './material.ts'

/** So long after a period's end late logs are waited for before it may be closed. */
export const LATE_LOGS = DAY

export type Asked = { readonly period: Period; readonly unit?: string; readonly close?: boolean; readonly now: number }

export type Report = {
  readonly figures: Figures
  readonly digest: string
  readonly document: ReportDocument
  /** How far the product had judged, epoch ms; beyond the period's end too. */
  readonly judged: number
  readonly closedAt?: number
  readonly signed?: Signed
  readonly difference?: Difference
}

/**
 * One report: from the stored numbers where its period is closed, with what stands otherwise today beside them; else a draft as things
 * stand. `close` stores the numbers first. Throws `BAD_ARGUMENT` where the period has not begun, where it is too early to close it, or
 * something waits that may change its numbers.
 */
export const makeReport = async (
  config: Config,
  { period, unit, close = false, now }: Asked,
  onProgress: (reading: Reading) => void,
): Promise<Report> => {
  checkBegun(period, now)
  const reports = reportsIn(config.data)
  const all = await reports.all(unit)
  const before = all.find(({ figures }) => figures.period.id === period.id)
  const check = (known: Known): void => {
    if (close && !before) checkClosable(period, known)
  }
  const wanted = { period, ...(unit !== undefined && { unit }), closed: all }
  const material = await materialFor(config, wanted, check, onProgress)
  const made = figuresOf(material)
  const path = unit === undefined ? [] : (material.directory.units.at(unit, made.figures.judgedTo - 1)?.path ?? [unit])
  if (close && !before) {
    const form = formFor(config.folder, config.reports, period, path)
    await reports.close({ ...made, form, closedAt: now, digest: digestOf(made.figures) })
  }
  // Read back: what is shown is what is kept, whoever closed it first.
  const closed = before ?? (await reports.closed(period, unit))
  const signed = await reports.signed(period, unit)
  const report = closed
    ? fromClosed(closed, signed, differenceOf(closed, made))
    : draftOf(config, period, path, made.figures)
  return { ...report, judged: material.watermark }
}

/** Throws `BAD_ARGUMENT` for a period that has not begun: nothing was watched in it, and no draft may say so. */
export const checkBegun = ({ id, from }: Pick<Period, 'id' | 'from'>, now: number): void => {
  if (from > now) throw coded('BAD_ARGUMENT', `kỳ ${id} bắt đầu lúc ${sayInstant(from)}, chưa đến`)
}

/** Throws `BAD_ARGUMENT` where a period's numbers may still change. */
const checkClosable = (period: Period, { watermark, pending }: Known): void => {
  checkLateLogs(period, watermark)
  if (isUnsettled(pending))
    throw coded(
      'BAD_ARGUMENT',
      `chưa chốt được ${period.id}: ${sayPending(pending)}; xem mục «Nguồn nhật ký» ở đầu trang Cảnh báo, chốt khi không còn`,
    )
}

/** Throws `BAD_ARGUMENT` where late logs of a period may still come. */
export const checkLateLogs = ({ id, to }: Pick<Period, 'id' | 'to'>, judged: number): void => {
  const earliest = to + LATE_LOGS
  if (judged >= earliest) return
  const running = judged < to ? `kỳ hết lúc ${sayInstant(to)}, ` : ''
  const reached = Number.isFinite(judged) ? `mới đánh giá đến ${sayInstant(judged)}` : 'chưa đánh giá nhật ký nào'
  throw coded(
    'BAD_ARGUMENT',
    `chưa chốt được ${id}: ${running}chờ nhật ký đến muộn đến ${sayInstant(earliest)}; hệ thống ${reached}`,
  )
}

type Printed = Omit<Report, 'judged'>

const fromClosed = (closed: Closed, signed: Signed | undefined, difference: Difference): Printed => {
  const { figures, form, digest, closedAt } = closed
  const written = { figures, form, digest, closedAt, difference, ...(signed && { signed }) }
  return { figures, digest, closedAt, difference, ...(signed && { signed }), document: documentOf(written) }
}

const draftOf = (config: Config, period: Period, path: readonly string[], figures: Figures): Printed => {
  const form = formFor(config.folder, config.reports, period, path)
  const digest = digestOf(figures)
  return { figures, digest, document: documentOf({ figures, form, digest }) }
}
