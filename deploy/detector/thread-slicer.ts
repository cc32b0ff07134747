import { setImmediate as turn } from 'node:timers/promises'
import type { Worker } from 'node:worker_threads'
import type { Progress } from '../../detectors/slice.ts'
import { askThread } from '../ask-thread.ts'
import type { Order, Report } from './protocol.ts'
import type { ReadingOptions } from './reading.ts'
import type { Slicer } from './slicer.ts'

/** What the thread may hold, MiB: beyond it the thread ends and the slice is begun again, while the product goes on. */
const HEAP = 1_024
/** So many events go over at once: to copy twenty thousand would stop the stream for a tenth of a second. */
const PART = 1_000

/** Computes slices in a thread of their own. */
export const threadSlicer = (options: ReadingOptions): Slicer => {
  const url = new URL('./slice-worker.ts', import.meta.url)
  const limits = { resourceLimits: { maxOldGenerationSizeMb: HEAP } }
  const thread = askThread<Order, Report>(url, { what: 'the thread of the slices', workerData: options, ...limits })

  /** Sends an order and waits for its answer, which is of the kind asked for. */
  const ask = async <K extends Report['kind']>(
    kind: K,
    order: Order,
    onProgress?: (progress: Progress) => void,
  ): Promise<Extract<Report, { kind: K }>> => {
    const report = await thread.ask(order, (told) => told.kind === 'progress' && onProgress?.(told.progress))
    if (report.kind !== kind) throw new Error(`the thread of the slices answered ${report.kind} for ${kind}`)
    return report as Extract<Report, { kind: K }> // checked in the line above
  }

  return {
    open(job, onProgress) {
      const id = thread.next()
      let at: Worker | undefined
      let dropped = false
      /** The thread in which it began is gone, and what it had read with it. */
      const lost = (): Promise<never> => Promise.reject(new Error('the thread of the slice has ended'))
      return {
        async advance(told) {
          if (at !== undefined && !thread.isRunning(at)) return lost()
          at = thread.running()
          const events = told.passed?.events ?? []
          for (let from = 0; from < events.length; from += PART) {
            thread.tell({ kind: 'passed', id, events: events.slice(from, from + PART) })
            await turn()
            if (!thread.isRunning(at)) return lost()
            if (dropped) return Promise.reject(new Error('the slice was dropped'))
          }
          const rest = told.passed ? { ...told, passed: { ...told.passed, events: [] } } : told
          const order: Order = { kind: 'advance', id, job, told: rest }
          return (await ask('reached', order, onProgress)).ahead
        },
        async finish(meanwhile) {
          if (!thread.isRunning(at)) return lost()
          return (await ask('result', { kind: 'finish', id, meanwhile })).result
        },
        drop() {
          dropped = true
          if (thread.isRunning(at)) thread.tell({ kind: 'drop', id })
          thread.giveUp(id, new Error('the slice was dropped'))
        },
      }
    },

    propose: async (now) => (await ask('proposal', { kind: 'propose', id: thread.next(), now })).next,

    async preview(next, signal) {
      const id = thread.next()
      const drop = (): void => {
        thread.tell({ kind: 'drop', id })
        thread.giveUp(id, new Error('the preview was dropped'))
      }
      signal.addEventListener('abort', drop, { once: true })
      try {
        return (await ask('preview', { kind: 'preview', id, next })).preview
      } finally {
        signal.removeEventListener('abort', drop)
      }
    },

    close: () => thread.close((open) => open.terminate()),
  }
}
