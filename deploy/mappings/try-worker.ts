import { parentPort } from 'node:worker_threads'
import { z } from 'zod'
import { vietnamese } from '../../kernel/issues.ts'
import { failedReport } from '../ask-thread.ts'
import { textToKeep } from './file.ts'
import type { Order, Report, Tried } from './protocol.ts'
import { readingsOf, tidy } from './readings.ts'

/*
 * The thread in which mappings are tried: patterns that people write may take for ever, and only a thread of its own can be ended then.
 */

z.config({ localeError: vietnamese })

const port = parentPort!
const tell = (report: Report): void => port.postMessage(report)

const tryOut = ({ work, keep }: Order): Tried => {
  const readings = readingsOf(work)
  if (!keep || readings.faults.length > 0) return readings
  const { id, ...mapping } = tidy(work.mapping)
  return { ...readings, text: textToKeep(String(id), mapping, work) }
}

port.on('message', (order: Order) => {
  const { id } = order
  tell({ kind: 'progress', id })
  try {
    tell({ kind: 'readings', id, readings: tryOut(order) })
  } catch (error) {
    tell(failedReport(id, error))
  }
})
