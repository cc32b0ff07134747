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

export type ReadPartitionsOptions = ReadingBroker & {
  readonly topic: string
  /** The partitions that are wanted, and the offset at which each is begun; where that is not there, at the partition's beginning. */
  readonly from: ReadonlyMap<number, number>
  /** Takes what was committed of a partition, in order; `true`: that was all that is wanted of it. */
  readonly take: (partition: number, messages: readonly ReadMessage[]) => boolean
  readonly signal: AbortSignal
}

/** Without a message though there must be some, ms. */
const STALL = 20_000

/** Reads partitions until `take` has what it wants of each. Rejects with what `take` throws, or when the signal aborts. */
export const readPartitions = async (options: ReadPartitionsOptions): Promise<void> => {
  const { client, admin, brokers, prefix, topic, from, take, signal, onRestart } = options
  if (from.size === 0) return
  const ends = new Map((await admin.fetchTopicOffsets(topic)).map((one) => [one.partition, Number(one.high)]))
  const { promise, resolve, reject } = Promise.withResolvers<void>()
  const next = new Map(from)
  /** Partitions of which more is wanted. */
  const open = new Set(from.keys())
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
    position: (_topic, each) => next.get(each) ?? ends.get(each) ?? 0,
    async eachBatch({ batch, resolveOffset }) {
      const { partition } = batch
      resolveOffset(batch.lastOffset())
      if (!open.has(partition) || isDone) return
      try {
        const messages = batch.messages.map(({ key, value, offset }) => ({
          ...{ key: key?.toString() ?? '', value: value === null ? null : value.toString(), offset: Number(offset) },
        }))
        next.set(partition, Number(batch.lastOffset()) + 1)
        if (take(partition, messages)) open.delete(partition)
        if (open.size === 0) end()
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

export type ReadOptions = Omit<ReadPartitionsOptions, 'from' | 'take'> & {
  readonly partition: number
  readonly from: number
  /** Where it is known to end at least: without that much the topic has lost something. */
  readonly until?: number | undefined
  readonly take: (messages: readonly ReadMessage[]) => boolean
}

/** The same of one partition. Rejects with `LOG_CORRUPT` too, where it ends before `until`. */
export const readPartition = async ({ partition, from, until = 0, take, ...rest }: ReadOptions): Promise<void> => {
  const { admin, topic } = rest
  await reachesTo(admin, topic, new Map([[partition, until]]))
  await readPartitions({ ...rest, from: new Map([[partition, from]]), take: (_partition, messages) => take(messages) })
}

/** Sees that partitions go as far as they are known to. Throws `LOG_CORRUPT`. */
export const reachesTo = async (admin: Admin, topic: string, until: ReadonlyMap<number, number>): Promise<void> => {
  const ends = new Map((await admin.fetchTopicOffsets(topic)).map((one) => [one.partition, Number(one.high)]))
  for (const [partition, least] of until)
    if (least > (ends.get(partition) ?? 0))
      throw coded(
        'LOG_CORRUPT',
        `Chủ đề «${topic}», phân vùng ${partition}, chỉ có đến ${ends.get(partition)} nhưng đã từng có đến ${least}: chủ đề đã mất phần cuối, hoặc đã bị xóa và tạo lại.`,
      )
}
