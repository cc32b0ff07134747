import { parentPort, workerData } from 'node:worker_threads'
import { z } from 'zod'
import { type ReportFormat, reportFormats } from '../../api/reports/formats.ts'
import { sayPending } from '../../api/reports/pending.ts'
import { type Period, periodWithId } from '../../api/reports/period.ts'
import { totalOf } from '../../api/reports/unknown.ts'
import { coded } from '../../kernel/errors.ts'
import { vietnamese } from '../../kernel/issues.ts'
import { type Failed, failedReport } from '../ask-thread.ts'
import type { Config } from '../config.ts'
import { written } from './formats.ts'
import { type ReadyNote, readyIn } from './ready.ts'
import { makeReport, type Report } from './report.ts'

/*
 * The thread in which reports are made and written: beside the stream, which goes on. It may be killed at any time; closing is one file
 * that appears whole, and what lies ready is replaced at the end.
 */

/** Makes the report of a period, by its id; `now` is the product's clock. */
export type Order = {
  readonly id: number
  readonly period: string
  readonly unit?: string
  readonly close: boolean
  readonly now: number
}
export type Told =
  | Failed
  | { readonly kind: 'progress'; readonly id: number; readonly share: number; readonly reached: number }
  | { readonly kind: 'made'; readonly id: number }

z.config({ localeError: vietnamese })
const port = parentPort!
const config = workerData as Config // given by the desk alone

const tell = (told: Told): void => port.postMessage(told)

const make = async ({ id, period: name, unit, close, now }: Order): Promise<void> => {
  const period = periodWithId(name)
  if (!period) throw coded('BAD_ARGUMENT', `không có kỳ báo cáo nào mang mã «${name}»`)
  const scope = { period, ...(unit !== undefined && { unit }) }
  const report = await makeReport(config, { ...scope, close, now }, (reading) =>
    tell({ kind: 'progress', id, ...reading }),
  )
  const files = new Map<ReportFormat, string | Uint8Array>()
  for (const format of reportFormats) files.set(format, await written(report, format))
  await readyIn(config.data).keep(period, noteOf(period, unit, now, report), files)
}

const noteOf = (period: Period, unit: string | undefined, at: number, report: Report): ReadyNote => {
  const { figures, digest, judged, closedAt, signed, difference } = report
  return {
    ...{ period: period.id, ...(unit !== undefined && { unit }), at, judged, digest },
    ...{ complete: figures.complete, alerts: totalOf(figures) },
    state: signed ? 'signed' : closedAt === undefined ? 'draft' : 'closed',
    ...(figures.pending && { pending: sayPending(figures.pending) }),
    ...(difference && {
      difference: {
        added: difference.added.length,
        removed: difference.removed.length,
        changed: difference.changed.length,
        events: difference.events.length,
      },
    }),
  }
}

port.on('message', (order: Order) => {
  make(order).then(
    () => tell({ kind: 'made', id: order.id }),
    (error: unknown) => tell(failedReport(order.id, error)),
  )
})
