import { parentPort, workerData } from 'node:worker_threads'
import type { Observation } from '../../kernel/event.ts'
import { failedReport } from '../ask-thread.ts'
import { localSlicer } from './local-slicer.ts'
import type { Order, Report } from './protocol.ts'
import { openReading, type ReadingOptions } from './reading.ts'
import type { Running } from './slicer.ts'

/*
 * The thread in which slices are computed: it opens the data folder for reading, by the same code as the product, and answers orders.
 * It may be killed at any time; whoever asked asks again.
 */

const port = parentPort!
const slicer = localSlicer(await openReading(workerData as ReadingOptions)) // given by `threadSlicer` alone
const slices = new Map<number, Running>()
const previews = new Map<number, AbortController>()
/** What the stream passed, as far as it was told, for the `advance` that follows. */
const passed = new Map<number, Observation[]>()

const answer = async (order: Exclude<Order, { kind: 'drop' | 'passed' }>): Promise<Report> => {
  const { id } = order
  switch (order.kind) {
    case 'advance': {
      const running = slices.get(id) ?? slicer.open(order.job, (progress) => tell({ kind: 'progress', id, progress }))
      slices.set(id, running)
      const events = passed.get(id) ?? []
      passed.delete(id)
      const { told } = order
      const whole = told.passed ? { ...told, passed: { ...told.passed, events } } : told
      return { kind: 'reached', id, ahead: await running.advance(whole) }
    }
    case 'finish':
      return { kind: 'result', id, result: await slices.get(id)!.finish(order.meanwhile) }
    case 'propose':
      return { kind: 'proposal', id, next: await slicer.propose(order.now) }
    case 'preview': {
      const dropping = new AbortController()
      previews.set(id, dropping)
      try {
        return { kind: 'preview', id, preview: await slicer.preview(order.next, dropping.signal) }
      } finally {
        previews.delete(id)
      }
    }
    default:
      return order satisfies never
  }
}

const tell = (report: Report): void => port.postMessage(report)

port.on('message', (order: Order) => {
  if (order.kind === 'passed') {
    passed.set(order.id, [...(passed.get(order.id) ?? []), ...order.events])
    return
  }
  if (order.kind === 'drop') {
    slices.get(order.id)?.drop()
    slices.delete(order.id)
    previews.get(order.id)?.abort()
    passed.delete(order.id)
    return
  }
  answer(order).then(tell, (error: unknown) => tell(failedReport(order.id, error)))
})
