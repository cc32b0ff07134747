import { DatabaseSync } from 'node:sqlite'
import { parentPort, workerData } from 'node:worker_threads'
import { failedReport } from './ask-thread.ts'
import { openCheckpoint, type Row } from './checkpoint.ts'
import { PATIENCE, SETTINGS } from './database.ts'
import type { Asked, Order, Report } from './write-thread.ts'

/*
 * The thread that writes what the detector finds: nobody waits for the disk or for the copying of the journal but who asked for it. It
 * may be killed at any time: what it was at is a transaction, and is asked for again.
 */

const port = parentPort!
const db = new DatabaseSync(String(workerData), { timeout: PATIENCE }) // given by `threadWriter` alone
db.exec(SETTINGS)
let now = 0
const checkpoint = openCheckpoint(db, { clock: { now: () => now } })
/** What came of the batch so far. */
let rows: Row[] = []

const answer = (order: Asked): Report => {
  const { id } = order
  if (order.kind === 'durable') return { kind: 'durable', id, refill: checkpoint.durable() }
  now = order.now
  const batch = rows
  rows = []
  const written = new Set(checkpoint.write(batch, order.alerts, order.position))
  return { kind: 'written', id, fresh: order.alerts.map((alert) => written.has(alert)) }
}

port.on('message', (order: Order) => {
  if (order.kind === 'rows') {
    for (const row of order.rows) rows.push(row)
    return
  }
  if (order.kind === 'close') {
    db.close()
    port.close()
    return
  }
  try {
    port.postMessage(answer(order))
  } catch (error) {
    port.postMessage(failedReport(order.id, error))
  }
})
