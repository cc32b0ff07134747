import type { Consumer } from 'kafkajs'
import { closeConsumer } from './close.ts'
import type { ConsumerOptions, Restart } from './consumer.ts'
import { watchStall } from './stall.ts'

/** How long one fetch waits for messages, ms: what an idle consumer takes to stop. */
const WAITING = 300
/** What one fetch brings of a partition, bytes as they travel: packed they are ten thousand records, which the client makes objects of at a stretch. */
const FETCH = 1024 * 1024
/** How long a member that died is waited for, ms. */
const SESSION = 10_000

/** What one consumer needs: a group of its own, or the one it shares. */
type One = Omit<ConsumerOptions, 'group'> & { readonly group: string }
export type Ended = { readonly kind: Restart['kind']; readonly error?: unknown }

/** What kafkajs throws into a handler (a rebalance, seen by a heartbeat) is its own affair. */
const isClients = (error: unknown): boolean => error instanceof Error && error.name.startsWith('KafkaJS')

/** One consumer's life: until it crashes, stalls or is stopped. `answered` at its first answer to a fetch. */
export const runConsumer = async (options: One, signal: AbortSignal, answered: () => void): Promise<Ended> => {
  const { promise: over, resolve: end } = Promise.withResolvers<Ended>()
  const consumer = consumerOf(options)
  const stop = (): void => end({ kind: 'crashed' })
  signal.addEventListener('abort', stop)
  consumer.on(consumer.events.CRASH, ({ payload: { error } }) => end({ kind: 'crashed', error }))
  let isFirst = true
  consumer.on(consumer.events.FETCH, () => {
    if (isFirst) answered()
    isFirst = false
  })
  if (options.position) seekOnJoin(consumer, options.position)
  const watch = watchStall({ ...options, stalled: () => end({ kind: 'stalled' }) })
  let isOver = false
  const join = async (): Promise<void> => {
    await consumer.connect()
    if (isOver) return
    await consumer.subscribe({ topics: [...options.topics], fromBeginning: true })
    if (isOver) return
    await consumer.run({
      // With a position of our own nothing is committed; else what `eachBatch` resolved, once it is done.
      autoCommit: options.position === undefined,
      eachBatchAutoResolve: false,
      eachBatch: (payload) =>
        watch
          .during(() => options.eachBatch(payload))
          .catch((error: unknown) => {
            if (!isClients(error)) end({ kind: 'refused', error })
            throw error
          }),
    })
  }
  const crashed = (error: unknown): void => end({ kind: 'crashed', error })
  let joining = Promise.resolve()
  const start = async (): Promise<void> => {
    await options.before?.()
    if (!isOver) joining = join().catch(crashed)
  }
  // Not waited for: joining a group may take until a member that died is missed.
  start().catch(crashed)
  const ended = await over
  isOver = true
  watch.stop()
  signal.removeEventListener('abort', stop)
  await closeConsumer(consumer, joining)
  return ended
}

/** After each assignment the client knows committed offsets only: it is told where to go on before it fetches. */
const seekOnJoin = (consumer: Consumer, position: NonNullable<One['position']>): void =>
  void consumer.on(consumer.events.GROUP_JOIN, ({ payload: { memberAssignment } }) => {
    for (const [topic, partitions] of Object.entries(memberAssignment))
      for (const partition of partitions)
        consumer.seek({ topic, partition, offset: String(position(topic, partition)) })
  })

const consumerOf = ({ client, group }: One): Consumer =>
  client.consumer({
    groupId: group,
    sessionTimeout: SESSION,
    allowAutoTopicCreation: false,
    maxWaitTimeInMs: WAITING,
    maxBytesPerPartition: FETCH,
    maxBytes: 16 * 1024 * 1024,
    // Whether it goes on is decided here, not in the client.
    retry: { retries: 5, initialRetryTime: 100, maxRetryTime: 2_000, restartOnFailure: async () => false },
  })
