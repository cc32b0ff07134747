import { randomUUID } from 'node:crypto'
import kafkajs, { type Kafka, type Transaction } from 'kafkajs'
import { inRequests } from '../../ingest/kafka/requests.ts'
import type { Row } from '../checkpoint.ts'
import { type AlertRecord, type Place, type Written, writeAlert, writeState } from './changelog-record.ts'
import type { ClusterTopics } from './topics.ts'

export type ChangelogOptions = {
  readonly client: Kafka
  readonly topics: ClusterTopics
  /** Of the slot, whoever owns it: taking it up fences whoever used it before. */
  readonly transactionalId: string
  readonly slot: number
}

/** What one commit holds. */
export type Batch = {
  readonly rows: readonly Row[]
  readonly alerts: readonly AlertRecord[]
  readonly place: Omit<Place, 'id' | 'alerts'>
}

/** Where a commit stands: its place as it was written, and that record's offset. */
export type Committed = { readonly place: Place; readonly offset: number }

/** A transaction whose owner has died is given up by the broker after so long, ms; a new owner does not wait for that. */
const TRANSACTION = 60_000

type Outgoing = Written & { readonly topic: string }

/**
 * A slot's part of the topics `state` and `alerts`, in the hands of its owner: one transaction a commit. After any failure it is of no more
 * use: whether that transaction counts is known only to whoever takes the slot up anew and reads.
 */
export const openChangelog = async ({ client, topics, transactionalId, slot }: ChangelogOptions) => {
  const producer = client.producer({
    ...{ transactionalId, idempotent: true, maxInFlightRequests: 1, transactionTimeout: TRANSACTION },
    ...{ allowAutoTopicCreation: false, createPartitioner: kafkajs.Partitioners.DefaultPartitioner },
    retry: { retries: 5, initialRetryTime: 100, maxRetryTime: 1_000 },
  })
  await producer.connect()
  let alertsEnd = 0

  /** One request to each topic concerned. Returns the offset of the last message of each. */
  const request = async (
    transaction: Transaction,
    records: readonly Outgoing[],
  ): Promise<ReadonlyMap<string, number>> => {
    const counts = new Map<string, number>()
    const topicMessages = [...Map.groupBy(records, ({ topic }) => topic)].map(([topic, own]) => {
      counts.set(topic, own.length)
      return { topic, messages: own.map(({ key, value }) => ({ key, value, partition: slot })) }
    })
    const stored = await transaction.sendBatch({ topicMessages, acks: -1, compression: kafkajs.CompressionTypes.ZSTD })
    return new Map(
      stored.map(({ topicName, baseOffset }) => [topicName, Number(baseOffset) + counts.get(topicName)! - 1]),
    )
  }

  /** One transaction. Returns the offset of the last message of each topic. */
  const write = async (records: readonly Outgoing[], last: (reached: ReadonlyMap<string, number>) => Outgoing) => {
    const transaction = await producer.transaction()
    let reached: ReadonlyMap<string, number> = new Map()
    for (const part of inRequests(records, sizeOf))
      reached = new Map([...reached, ...(await request(transaction, part))])
    // By itself, since it names the offsets of the others.
    reached = new Map([...reached, ...(await request(transaction, [last(reached)]))])
    await transaction.commit()
    return reached
  }
  const ofState = (record: Parameters<typeof writeState>[0]): Outgoing => ({
    ...writeState(record),
    topic: topics.state,
  })

  return {
    /**
     * Takes the slot: whoever had it is fenced, what he left unfinished is aborted. Returns what stands in `state` from now on; what
     * comes before it is all there is.
     */
    async take(): Promise<string> {
      const id = randomUUID()
      await write([], () => ofState({ kind: 'owner', id }))
      return id
    },

    /** Where the slot's alerts end: known once its last place was read. */
    from(end: number): void {
      alertsEnd = end
    },

    /** Where no place says where the slot's alerts end: writes a mark there that is no alert. Returns the offset after it. */
    async markAlerts(): Promise<number> {
      const id = randomUUID()
      await write([{ topic: topics.alerts, key: `end/${id}`, value: null }], (reached) => {
        alertsEnd = reached.get(topics.alerts)! + 1
        return ofState({ kind: 'owner', id })
      })
      return alertsEnd
    },

    /** Writes all of it or nothing. */
    async commit({ rows, alerts, place }: Batch): Promise<Committed> {
      const id = randomUUID()
      let written: Place = { ...place, id, alerts: alertsEnd }
      const reached = await write(
        [
          ...alerts.map((alert) => ({ ...writeAlert(alert), topic: topics.alerts })),
          ...rows.map((row) => ofState({ kind: 'row', row })),
        ],
        (before) => {
          const last = before.get(topics.alerts)
          written = { ...written, alerts: last === undefined ? alertsEnd : last + 1 }
          return ofState({ kind: 'position', place: written })
        },
      )
      alertsEnd = written.alerts
      return { place: written, offset: reached.get(topics.state)! }
    },

    close: () => producer.disconnect(),
  }
}

export type Changelog = Awaited<ReturnType<typeof openChangelog>>

const sizeOf = ({ key, value }: Outgoing): number => Buffer.byteLength(key) + Buffer.byteLength(value ?? '')

/** Somebody else has the slot. */
export const isFenced = (error: unknown): boolean => {
  for (let at = error; at instanceof Error; at = at.cause)
    if (
      'type' in at &&
      /INVALID_PRODUCER_EPOCH|PRODUCER_FENCED|INVALID_TXN_STATE|INVALID_PRODUCER_ID/.test(String(at.type))
    )
      return true
  return false
}
