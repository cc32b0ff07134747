import { randomUUID } from 'node:crypto'
import type { DatabaseSync } from 'node:sqlite'
import { writeAlerts } from '../../api/store/sqlite.ts'
import { superviseConsumer } from '../../ingest/kafka/consumer.ts'
import type { Alert } from '../../kernel/alert.ts'
import { readAlert } from './changelog-record.ts'
import type { ReadingBroker } from './read-partition.ts'

export type CopyOptions = ReadingBroker & {
  /** The topic of the alerts. */
  readonly topic: string
  /** The database they are copied to; its tables of alerts are there. */
  readonly db: DatabaseSync
  /** Revisions that were new to the database. */
  readonly onAlerts: (alerts: readonly Alert[]) => void
}

/** So many offsets at a partition's end may be marks of the broker's own, which nobody is shown. */
const MARKS = 16
const STALL = 30_000

/**
 * Copies every slot's alerts into the product's own database, in which console, API and Elasticsearch's follower read: idempotent by id and
 * revision, its position in the same transactions.
 */
export const copyAlerts = async (options: CopyOptions) => {
  const { client, admin, brokers, prefix, topic, db, onAlerts, onRestart } = options
  db.exec('CREATE TABLE IF NOT EXISTS followed (part INTEGER PRIMARY KEY, next INTEGER NOT NULL) STRICT')
  const note = db.prepare(
    'INSERT INTO followed (part, next) VALUES (?, ?) ON CONFLICT DO UPDATE SET next = excluded.next',
  )
  const noted = db.prepare('SELECT next FROM followed WHERE part = ?')
  const nextOf = (partition: number): number => Number(noted.get(partition)?.['next'] ?? 0)
  // A topic that was made anew begins again; what was copied before stays.
  for (const { partition, high } of await admin.fetchTopicOffsets(topic))
    if (nextOf(partition) > Number(high)) note.run(partition, 0)

  const take = (partition: number, records: readonly ReturnType<typeof readAlert>[], next: number): void => {
    db.exec('BEGIN IMMEDIATE')
    const fresh: Alert[] = []
    try {
      for (const { alert, written } of records) fresh.push(...writeAlerts(db, [alert], written))
      note.run(partition, next)
      db.exec('COMMIT')
    } catch (error) {
      if (db.isTransaction) db.exec('ROLLBACK')
      throw error
    }
    if (fresh.length > 0) onAlerts(fresh)
  }

  const consumer = superviseConsumer({
    ...{ client, brokers, topics: [topic], stallMs: STALL },
    group: () => `${prefix}alerts.${randomUUID()}`,
    position: (_topic, partition) => nextOf(partition),
    async eachBatch({ batch, resolveOffset }) {
      const records = batch.messages.flatMap(({ key, value }) =>
        value === null ? [] : [readAlert(key?.toString() ?? '', value.toString())],
      )
      take(batch.partition, records, Number(batch.lastOffset()) + 1)
      resolveOffset(batch.lastOffset())
    },
    isBehind: async () =>
      (await admin.fetchTopicOffsets(topic)).some(({ partition, high }) => Number(high) - nextOf(partition) > MARKS),
    onRestart: (restart) => onRestart(topic, restart),
  })
  return { begun: consumer.begun, stop: consumer.stop }
}
