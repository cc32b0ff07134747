import { setImmediate as turn } from 'node:timers/promises'
import { Worker } from 'node:worker_threads'
import type { Order, Report } from './protocol.ts'
import type { ReadingOptions } from './reading.ts'
import type { Slicer } from './slicer.ts'

/** What the thread may hold, MiB: beyond it the thread ends and the slice is begun again, while the product goes on. */
const HEAP = 1_024
/** So many events go over at once: to copy twenty thousand would stop the stream for a tenth of a second. */
const PART = 1_000

type Waiting = {
  readonly onProgress?: ((report: Extract<Report, { kind: 'progress' }>) => void) | undefined
  readonly resolve: (report: Report) => void
  readonly reject: (error: Error) => void
}

/**
 * Computes slices in a thread of their own, which is started when it is first needed and again after it has ended, for whatever reason.
 * What it was at then is rejected.
 */
export const threadSlicer = (options: ReadingOptions): Slicer => {
  let worker: Worker | undefined
  let last = 0
  const waiting = new Map<number, Waiting>()

  const failAll = (error: Error): void => {
    for (const { reject } of waiting.values()) reject(error)
    waiting.clear()
  }
  const start = (): Worker => {
    const fresh = new Worker(new URL('./slice-worker.ts', import.meta.url), {
      workerData: options,
      resourceLimits: { maxOldGenerationSizeMb: HEAP },
    })
    const gone = (error: Error): void => {
      if (worker === fresh) {
        worker = undefined
        failAll(error)
      }
    }
    fresh.on('message', (report: Report) => {
      const one = waiting.get(report.id)
      if (report.kind === 'progress') {
        one?.onProgress?.(report)
        return
      }
      waiting.delete(report.id)
      if (report.kind !== 'failed') one?.resolve(report)
      else one?.reject(errorOf(report))
    })
    fresh.on('error', gone)
    fresh.on('exit', (code) => gone(new Error(`the thread of the slices ended (${code})`)))
    return fresh
  }
  const send = (order: Order): void => {
    worker ??= start()
    worker.postMessage(order)
  }
  /** Sends an order and waits for its answer, which is of the kind asked for. */
  const ask = <K extends Report['kind']>(
    kind: K,
    order: Order,
    onProgress?: Waiting['onProgress'],
  ): Promise<Extract<Report, { kind: K }>> =>
    new Promise((resolve, reject) => {
      const take = (report: Report): void => {
        if (report.kind === kind)
          resolve(report as Extract<Report, { kind: K }>) // checked in the line itself
        else reject(new Error(`the thread of the slices answered ${report.kind} for ${kind}`))
      }
      waiting.set(order.id, { onProgress, resolve: take, reject })
      send(order)
    })

  return {
    open(job, onProgress) {
      const id = ++last
      let at: Worker | undefined
      let dropped = false
      /** The thread in which it began is gone, and what it had read with it. */
      const lost = (): Promise<never> => Promise.reject(new Error('the thread of the slice has ended'))
      return {
        async advance(told) {
          if (at !== undefined && at !== worker) return lost()
          worker ??= start()
          at = worker
          const events = told.passed?.events ?? []
          for (let from = 0; from < events.length; from += PART) {
            send({ kind: 'passed', id, events: events.slice(from, from + PART) })
            await turn()
            if (at !== worker) return lost()
            if (dropped) return Promise.reject(new Error('the slice was dropped'))
          }
          const rest = told.passed ? { ...told, passed: { ...told.passed, events: [] } } : told
          const order: Order = { kind: 'advance', id, job, told: rest }
          return (await ask('reached', order, ({ progress }) => onProgress(progress))).ahead
        },
        async finish(meanwhile) {
          if (at === undefined || at !== worker) return lost()
          return (await ask('result', { kind: 'finish', id, meanwhile })).result
        },
        drop() {
          dropped = true
          if (at !== undefined && at === worker) send({ kind: 'drop', id })
          waiting.get(id)?.reject(new Error('the slice was dropped'))
          waiting.delete(id)
        },
      }
    },

    propose: async (now) => (await ask('proposal', { kind: 'propose', id: ++last, now })).next,

    preview: async (next) => (await ask('preview', { kind: 'preview', id: ++last, next })).preview,

    async close() {
      const open = worker
      worker = undefined
      failAll(new Error('closed'))
      await open?.terminate()
    },
  }
}

/** The error as it was thrown over there. */
const errorOf = ({ message, stack, code }: Extract<Report, { kind: 'failed' }>): Error =>
  Object.assign(new Error(message), stack !== undefined && { stack }, code !== undefined && { code })
