import { parentPort, workerData } from 'node:worker_threads'
import { z } from 'zod'
import { periodWithId } from '../../api/reports/period.ts'
import { coded } from '../../kernel/errors.ts'
import { vietnamese } from '../../kernel/issues.ts'
import { type Failed, failedReport } from '../ask-thread.ts'
import type { Config } from '../config.ts'
import { coverageIn } from './kept.ts'
import { makeCoverage } from './make.ts'

/* The thread in which coverage is made: beside the stream, which goes on. It may be killed at any time; what is kept is replaced at the end. */

export type Order = { readonly id: number; readonly period: string; readonly now: number }
export type Told =
  | Failed
  | { readonly kind: 'progress'; readonly id: number; readonly share: number; readonly reached: number }
  | { readonly kind: 'made'; readonly id: number }

z.config({ localeError: vietnamese })
const port = parentPort!
const config = workerData as Config // given by the desk alone

const tell = (told: Told): void => port.postMessage(told)

const make = async ({ id, period: name, now }: Order): Promise<void> => {
  const period = periodWithId(name)
  if (!period) throw coded('BAD_ARGUMENT', `không có kỳ nào mang mã «${name}»`)
  const coverage = await makeCoverage(config, { period, now }, (reading) => tell({ kind: 'progress', id, ...reading }))
  await coverageIn(config.data).keep({ at: now, coverage })
}

port.on('message', (order: Order) => {
  make(order).then(
    () => tell({ kind: 'made', id: order.id }),
    (error: unknown) => tell(failedReport(order.id, error)),
  )
})
