import { randomUUID } from 'node:crypto'
import type { Admin, Kafka } from 'kafkajs'
import { type Restart, superviseConsumer } from '../../ingest/kafka/consumer.ts'
import { coded } from '../../kernel/errors.ts'

/** How the cluster is read. */
export type ReadingBroker = {
  readonly client: Kafka
  readonly admin: Admin
  readonly brokers: readonly string[]
  /** Before the names of consumer groups: each reading has one of its own. */
  readonly prefix: string
  readonly onRestart: (topic: string, restart: Restart) => void
}

export type ReadMessage = { readonly key: string; readonly value: string | null; readonly offset: number }

export type ReadOptions = ReadingBroker & {
  readonly topic: string
  readonly partition: number
  readonly from: number
  /** Where it is known to end at least: without that much the topic has lost something. */
  readonly until?: number | undefined
  /** Takes what was committed, in order; `true`: that was all that is wanted. */
  readonly take: (messages: readonly ReadMessage[]) => boolean
  readonly signal: AbortSignal
}

/** Without a message though there must be some, ms. */
const STALL = 20_000

/**
 * Reads one partition from an offset on until `take` has what it wants; where the offset is not there, from the partition's beginning. Rejects
 * with what `take` throws, with `LOG_CORRUPT`, or when the signal aborts.
 */
export const readPartition = async (options: ReadOptions): Promise<void> => {
  const { client, admin, brokers, prefix, topic, partition, take, signal, onRestart } = options
  const ends = new Map((await admin.fetchTopicOffsets(topic)).map((one) => [one.partition, Number(one.high)]))
  if ((options.until ?? 0) > (ends.get(partition) ?? 0))
    throw coded(
      'LOG_CORRUPT',
      `Chủ đề «${topic}», phân vùng ${partition}, chỉ có đến ${ends.get(partition)} nhưng đã từng có đến ${options.until}: chủ đề đã mất phần cuối, hoặc đã bị xóa và tạo lại.`,
    )
  const { promise, resolve, reject } = Promise.withResolvers<void>()
  let next = options.from
  let isDone = false
  const end = (error?: unknown): void => {
    isDone = true
    if (error === undefined) resolve()
    else reject(error)
  }
  const stop = (): void => end(new Error('the reading was given up'))
  signal.addEventListener('abort', stop)
  const consumer = superviseConsumer({
    ...{ client, brokers, topics: [topic], stallMs: STALL },
    group: () => `${prefix}restore.${randomUUID()}`,
    // Of the other partitions only what comes meanwhile is fetched, and passed over.
    position: (_topic, each) => (each === partition ? next : (ends.get(each) ?? 0)),
    async eachBatch({ batch, resolveOffset }) {
      resolveOffset(batch.lastOffset())
      if (batch.partition !== partition || isDone) return
      try {
        const messages = batch.messages.map(({ key, value, offset }) => ({
          ...{ key: key?.toString() ?? '', value: value === null ? null : value.toString(), offset: Number(offset) },
        }))
        next = Number(batch.lastOffset()) + 1
        if (take(messages)) end()
      } catch (error) {
        end(error)
      }
    },
    isBehind: async () => !isDone,
    onRestart: (restart) => onRestart(topic, restart),
  })
  if (signal.aborted) stop()
  try {
    await promise
  } finally {
    signal.removeEventListener('abort', stop)
    await consumer.stop()
  }
}
