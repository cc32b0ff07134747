import { once } from 'node:events'
import { setImmediate as turn } from 'node:timers/promises'
import { Worker } from 'node:worker_threads'
import type { Drained } from '../detectors/engine.ts'
import type { Alert } from '../kernel/alert.ts'
import type { Clock } from '../kernel/ports.ts'
import { type Position, type Row, rowOf } from './checkpoint.ts'

/** What the thread is told. A batch comes in parts: its rows, and then what goes with them. */
export type Order = { readonly kind: 'rows'; readonly rows: readonly Row[] } | Asked | { readonly kind: 'close' }

/** What it answers. */
export type Asked =
  | {
      readonly kind: 'write'
      readonly id: number
      readonly alerts: readonly Alert[]
      readonly position: Position
      readonly now: number
    }
  | { readonly kind: 'durable'; readonly id: number }

export type Report =
  /** Which of the alerts were new to the store. */
  | { readonly kind: 'written'; readonly id: number; readonly fresh: readonly boolean[] }
  | { readonly kind: 'durable'; readonly id: number; readonly refill: number | undefined }
  | {
      readonly kind: 'failed'
      readonly id: number
      readonly message: string
      readonly stack: string | undefined
      readonly code: string | undefined
    }

export type Writer = {
  /** Saves a batch, all or none; one at a time. Resolves with the alerts that were new to the store. Throws `DISK_FULL`. */
  commit(drained: Drained, position: Position): Promise<readonly Alert[]>
  /** As the checkpoint's. */
  durable(): Promise<number | undefined>
  close(): Promise<void>
}

/** So many changes are handed over at once: some milliseconds of work. */
const PART = 500

/**
 * Writes to the database in `file`, whose tables are there, in a thread of its own: neither a large batch nor the copying of the journal
 * stops whoever takes logs. The thread is started when it is first needed, and again after it has ended for whatever reason; what it was
 * at then is rejected.
 */
export const threadWriter = (file: string, clock: Clock): Writer => {
  let worker: Worker | undefined
  let last = 0
  const waiting = new Map<number, { resolve: (report: Report) => void; reject: (error: Error) => void }>()

  const start = (): Worker => {
    const fresh = new Worker(new URL('./write-worker.ts', import.meta.url), { workerData: file })
    const gone = (error: Error): void => {
      if (worker !== fresh) return
      worker = undefined
      for (const { reject } of waiting.values()) reject(error)
      waiting.clear()
    }
    fresh.on('message', (report: Report) => {
      const one = waiting.get(report.id)
      waiting.delete(report.id)
      if (report.kind === 'failed') one?.reject(errorOf(report))
      else one?.resolve(report)
    })
    fresh.on('error', gone)
    fresh.on('exit', (code) => gone(new Error(`the thread that writes ended (${code})`)))
    return fresh
  }
  const ask = (at: Worker, order: Asked): Promise<Report> =>
    new Promise((resolve, reject) => {
      waiting.set(order.id, { resolve, reject })
      at.postMessage(order)
    })

  return {
    async commit({ alerts, changes }, position) {
      worker ??= start()
      const at = worker
      for (let from = 0; from < changes.length; from += PART) {
        if (from > 0) await turn()
        at.postMessage({ kind: 'rows', rows: changes.slice(from, from + PART).map(rowOf) } satisfies Order)
      }
      if (at !== worker) throw new Error('the thread that writes has ended')
      const report = await ask(at, { kind: 'write', id: ++last, alerts, position, now: clock.now() })
      return report.kind === 'written' ? alerts.filter((_, i) => report.fresh[i]) : []
    },

    async durable() {
      worker ??= start()
      const report = await ask(worker, { kind: 'durable', id: ++last })
      return report.kind === 'durable' ? report.refill : undefined
    },

    async close() {
      const open = worker
      if (!open) return
      worker = undefined
      const exited = once(open, 'exit')
      open.postMessage({ kind: 'close' } satisfies Order)
      await exited
    },
  }
}

/** The error as it was thrown over there. */
const errorOf = ({ message, stack, code }: Extract<Report, { kind: 'failed' }>): Error =>
  Object.assign(new Error(message), stack !== undefined && { stack }, code !== undefined && { code })
