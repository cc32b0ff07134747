import type { Kafka } from 'kafkajs'
import { backOff } from '../../ingest/back-off.ts'
import { closeConsumer } from '../../ingest/kafka/close.ts'
import { brokerTrouble } from '../../ingest/kafka/trouble.ts'
import type { CodedError } from '../../kernel/errors.ts'
import { SECOND } from '../../kernel/time.ts'

export type MemberOptions = {
  readonly client: Kafka
  readonly brokers: readonly string[]
  readonly group: string
  /** The topic whose partitions are shared out among the members; nothing of it is read. */
  readonly topic: string
  /** What is this member's from now on; nothing, where it is a member no more. */
  readonly onAssigned: (partitions: ReadonlySet<number>) => void
  /** The membership was lost (`undefined`: without anybody saying so) and is asked for again. */
  readonly onLost: (error: CodedError | undefined) => void
}

/** How long a member that does not show itself is waited for, and how often it does, ms. */
const [SESSION, BEAT] = [15 * SECOND, 3 * SECOND]
/** Without an answer to a heartbeat for so long we are no member any more, whatever the client believes. */
const SILENT = SESSION + 5 * SECOND
const [PAUSE, LONGEST_PAUSE] = [200, 5_000]

const NOTHING: ReadonlySet<number> = new Set()

/** A member of a consumer group that wants nothing of it but its share of the partitions. */
export const joinGroup = (options: MemberOptions) => {
  const { client, brokers, group, topic, onAssigned, onLost } = options
  const stopping = new AbortController()
  const { signal } = stopping

  const run = async (): Promise<void> => {
    const pauses = backOff(PAUSE, LONGEST_PAUSE, signal)
    while (!signal.aborted) {
      const error = await membership(client, options, signal, pauses.reset)
      if (signal.aborted) return
      onAssigned(NOTHING)
      onLost(error === undefined ? undefined : brokerTrouble(error, { brokers, group, topic }))
      await pauses.wait()
    }
  }
  const running = run()
  return {
    /** Leaves the group: what was ours is somebody else's at once. */
    async stop(): Promise<void> {
      stopping.abort()
      await running
      onAssigned(NOTHING)
    },
  }
}

/** One membership, until it is lost. Returns why, where somebody said so. */
const membership = async (
  client: Kafka,
  { group, topic, onAssigned }: MemberOptions,
  signal: AbortSignal,
  joined: () => void,
): Promise<unknown> => {
  const { promise: over, resolve: end } = Promise.withResolvers<unknown>()
  const consumer = client.consumer({
    groupId: group,
    ...{ sessionTimeout: SESSION, heartbeatInterval: BEAT, allowAutoTopicCreation: false, maxWaitTimeInMs: 300 },
    retry: { retries: 5, initialRetryTime: 100, maxRetryTime: 2_000, restartOnFailure: async () => false },
  })
  let isOver = false
  let shown = performance.now()
  consumer.on(consumer.events.HEARTBEAT, () => {
    shown = performance.now()
  })
  consumer.on(consumer.events.CRASH, ({ payload: { error } }) => end(error))
  consumer.on(consumer.events.GROUP_JOIN, ({ payload: { memberAssignment } }) => {
    shown = performance.now()
    if (isOver) return
    const partitions = memberAssignment[topic] ?? []
    if (partitions.length > 0) consumer.pause([{ topic, partitions }])
    joined()
    onAssigned(new Set(partitions))
  })
  const watch = setInterval(() => performance.now() - shown > SILENT && end(undefined), SECOND)
  const stop = (): void => end(undefined)
  signal.addEventListener('abort', stop)
  const start = async (): Promise<void> => {
    await consumer.connect()
    if (isOver) return
    await consumer.subscribe({ topics: [topic] })
    if (isOver) return
    await consumer.run({ autoCommit: false, eachBatch: async () => undefined })
  }
  const started = start().catch(end)
  const why = await over
  isOver = true
  clearInterval(watch)
  signal.removeEventListener('abort', stop)
  await closeConsumer(consumer, started)
  return why
}
