import { createHash, randomUUID } from 'node:crypto'
import type { DatabaseSync } from 'node:sqlite'
import type { KafkaMessage } from 'kafkajs'
import { writeAlerts } from '../../api/store/sqlite.ts'
import { superviseConsumer } from '../../ingest/kafka/consumer.ts'
import type { Alert } from '../../kernel/alert.ts'
import { coded } from '../../kernel/errors.ts'
import { type AlertRecord, readAlert } from './changelog-record.ts'
import type { ReadingBroker } from './read-partition.ts'
import { peekOf, watchUnread } from './unread.ts'
import { watchWhole } from './whole.ts'

export type CopyOptions = ReadingBroker & {
  /** The topic of the alerts. */
  readonly topic: string
  /** The database they are copied to; its tables of alerts are there. */
  readonly db: DatabaseSync
  /** Revisions that were new to the database. */
  readonly onAlerts: (alerts: readonly Alert[]) => void
}

const STALL = 30_000

/**
 * Copies every slot's alerts into the product's own database, in which console, API and Elasticsearch's follower read: idempotent by id and
 * revision, its position in the same transactions. A topic that was lost and made again begins with lower revisions than the database has: where
 * the last message that was taken is not found again, the database is put aside and begins empty.
 */
export const copyAlerts = async (options: CopyOptions) => {
  const { client, admin, brokers, prefix, topic, db, onAlerts, onRestart } = options
  const places = placesIn(db)
  const next = (partition: number): number => places.of(partition).next
  const stopping = new AbortController()
  const peek = peekOf(options, topic, stopping.signal)
  const ends = () => admin.fetchTopicOffsets(topic)
  let whole: ReturnType<typeof watchWhole> | undefined
  const startAnew = (): never => {
    const aside = places.putAside()
    whole?.anew()
    throw coded(
      'LOG_CORRUPT',
      `Chủ đề «${topic}» đã bị xóa và tạo lại, hoặc đã mất phần cuối: bản sao cảnh báo cũ để riêng ở ${aside}, bản mới được đọc lại từ đầu.`,
    )
  }
  const told = (error: unknown): void => onRestart(topic, { kind: 'refused', error })
  for (const { partition, high } of await ends())
    if (next(partition) > Number(high))
      try {
        startAnew()
      } catch (error) {
        told(error)
      }

  const take = (partition: number, records: readonly AlertRecord[], last: Last | undefined, next: number): void => {
    db.exec('BEGIN IMMEDIATE')
    const fresh: Alert[] = []
    try {
      for (const { alert, written } of records) fresh.push(...writeAlerts(db, [alert], written))
      places.note(partition, { ...(last ?? places.of(partition)), next })
      db.exec('COMMIT')
    } catch (error) {
      if (db.isTransaction) db.exec('ROLLBACK')
      throw error
    }
    if (fresh.length > 0) onAlerts(fresh)
  }

  const unread = watchUnread({ ends, next, peek })
  const consumer = superviseConsumer({
    ...{ client, brokers, topics: [topic], stallMs: STALL },
    group: () => `${prefix}alerts.${randomUUID()}`,
    position: (_topic, partition) => beginOf(places.of(partition)),
    async eachBatch({ batch, resolveOffset }) {
      const { partition, messages } = batch
      const before = places.of(partition)
      // Compaction may have taken the last message away; what stands before it was never asked for.
      if (messages.some((one) => Number(one.offset) < beginOf(before) || !isSame(one, before))) startAnew()
      const fresh = messages.filter(({ offset }) => Number(offset) >= before.next)
      const records = fresh.flatMap(({ key, value }) =>
        value === null ? [] : [readAlert(key?.toString() ?? '', value.toString())],
      )
      take(partition, records, lastOf(fresh), Math.max(before.next, Number(batch.lastOffset()) + 1))
      resolveOffset(batch.lastOffset())
    },
    isBehind: async () => (await unread()) > 0,
    onRestart: (restart) => onRestart(topic, restart),
  })
  return {
    begun: consumer.begun,
    /** Whether it has all that the topic had when this was first asked, or the topic made again. */
    isWhole(): boolean {
      whole ??= watchWhole({ ends, next, peek, signal: stopping.signal })
      return whole.isWhole()
    },
    stop(): Promise<void> {
      stopping.abort()
      return consumer.stop()
    },
  }
}

/** The last message that was taken of a partition. */
type Last = { readonly last: number; readonly print: string }
type Place = Partial<Last> & { readonly next: number }

const beginOf = ({ last, next }: Place): number => last ?? next

const printOf = ({ key, value }: KafkaMessage): string =>
  createHash('sha256')
    .update(JSON.stringify([String(key), value === null ? null : String(value)]))
    .digest('base64')

const lastOf = (messages: readonly KafkaMessage[]): Last | undefined => {
  const last = messages.at(-1)
  return last && { last: Number(last.offset), print: printOf(last) }
}

const isSame = (message: KafkaMessage, { last, print }: Place): boolean =>
  Number(message.offset) !== last || printOf(message) === print

/** How far each partition is copied, beside the alerts. */
const placesIn = (db: DatabaseSync) => {
  // A database of before did not note what it took last: it is read again, which changes nothing.
  db.exec(`
    DROP TABLE IF EXISTS followed;
    CREATE TABLE IF NOT EXISTS copied (part INTEGER PRIMARY KEY, next INTEGER NOT NULL, last INTEGER, print TEXT) STRICT;
  `)
  const upsert = db.prepare('INSERT OR REPLACE INTO copied (part, next, last, print) VALUES (?, ?, ?, ?)')
  const noted = db.prepare('SELECT next, last, print FROM copied WHERE part = ?')
  return {
    of(partition: number): Place {
      const row = noted.get(partition)
      if (!row) return { next: 0 }
      const { next, last, print } = row
      return { next: Number(next), ...(last !== null && { last: Number(last), print: String(print) }) }
    },
    note(partition: number, { next, last, print }: Place): void {
      upsert.run(partition, next, last ?? null, print ?? null)
    },
    /** Copies the database beside it and empties it of alerts. Returns where the copy lies. */
    putAside(): string {
      const aside = `${db.location()}.rieng-${Date.now()}`
      db.prepare('VACUUM INTO ?').run(aside)
      db.exec('BEGIN IMMEDIATE; DELETE FROM alerts; DELETE FROM alert_history; DELETE FROM copied; COMMIT')
      return aside
    },
  }
}
