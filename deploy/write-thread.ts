import { once } from 'node:events'
import { setImmediate as turn } from 'node:timers/promises'
import type { Drained } from '../detectors/engine.ts'
import type { Alert } from '../kernel/alert.ts'
import type { Clock } from '../kernel/ports.ts'
import { askThread, type Failed } from './ask-thread.ts'
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
  | Failed

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
  const url = new URL('./write-worker.ts', import.meta.url)
  const thread = askThread<Order, Report>(url, { what: 'the thread that writes', workerData: file })

  return {
    async commit({ alerts, changes }, position) {
      const at = thread.running()
      for (let from = 0; from < changes.length; from += PART) {
        if (from > 0) await turn()
        at.postMessage({ kind: 'rows', rows: changes.slice(from, from + PART).map(rowOf) } satisfies Order)
      }
      if (!thread.isRunning(at)) throw new Error('the thread that writes has ended')
      const report = await thread.ask({ kind: 'write', id: thread.next(), alerts, position, now: clock.now() })
      return report.kind === 'written' ? alerts.filter((_, i) => report.fresh[i]) : []
    },

    async durable() {
      const report = await thread.ask({ kind: 'durable', id: thread.next() })
      return report.kind === 'durable' ? report.refill : undefined
    },

    // What it was told before is written first.
    close: () =>
      thread.close((open) => {
        const exited = once(open, 'exit')
        open.postMessage({ kind: 'close' } satisfies Order)
        return exited
      }),
  }
}
