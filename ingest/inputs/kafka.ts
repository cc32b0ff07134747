import { setTimeout as sleep } from 'node:timers/promises'
import type { Admin } from 'kafkajs'
import { type CodedError, coded } from '../../kernel/errors.ts'
import type { Intake } from '../intake.ts'
import { type Connection, kafkaClient, type Said } from '../kafka/client.ts'
import { type Restart, superviseConsumer } from '../kafka/consumer.ts'
import { lagsOf } from '../kafka/lag.ts'
import { isGroupless, patiently } from '../kafka/patience.ts'
import { brokerTrouble } from '../kafka/trouble.ts'
import { type RawTopic, takeBatch } from './kafka-batch.ts'

export type KafkaInputOptions = {
  readonly connection: Connection
  /** Consumer group: what was taken is remembered under this name by the cluster. */
  readonly group: string
  readonly topics: readonly RawTopic[]
  readonly intake: Intake
  /** Reading broke off or stalled, and goes on. */
  readonly onRestart: (restart: Restart) => void
  readonly said: Said
  readonly stallMs?: number
  /** How long a start waits until something is read, ms. */
  readonly startMs?: number
}

export type KafkaInput = {
  /**
   * `lines` taken; `empty` messages passed over; `lost`: messages that the topic's retention removed before they were read; how often the consumer
   * `stalled`, `crashed` or was `refused`; and `<topic>.lag`: messages not taken yet.
   */
  readonly counters: Readonly<Record<string, number>>
  /** Why nothing is read at the moment. */
  readonly trouble: Error | undefined
  close(): Promise<void>
}

const STALL = 30_000
/** As long as a member that died is waited for: a start after a power cut waits for that. */
const START = 10_000
/** How often lags are asked for, ms. */
const LAGS = 5_000

/**
 * Reads raw topics: one message is one line (a JSON document of a Beat, a line of syslog); its key and headers say nothing. Offsets are committed once
 * the intake has stored the lines, so a crash repeats some and loses none; while the intake is pressed nothing is fetched.
 * A line has no place: senders repeat messages, so equal ones are one, as over syslog.
 * Throws `BROKER_REFUSED` and `BROKER_TOPIC`; a cluster that is away, or gives nothing to read within
 * `startMs`, is waited for behind it (`trouble`).
 */
export const openKafkaInput = async (options: KafkaInputOptions): Promise<KafkaInput> => {
  const { connection, group, onRestart, said, stallMs = STALL, startMs = START } = options
  const { brokers } = connection
  const topics = options.topics.map(({ topic }) => topic)
  const where = { brokers, group, topic: topics.join(', ') }
  const client = kafkaClient(connection, 'vonggac', said)
  const admin = client.admin({ retry: { retries: 1, initialRetryTime: 100 } })
  const stopping = new AbortController()
  const counters = { lines: 0, empty: 0 }
  const expired = new Map<string, number>()
  let lags: ReadonlyMap<string, number> = new Map()
  let trouble: Error | undefined

  const late = tooLate(brokers, startMs)
  const lookAtLags = async (): Promise<ReadonlyMap<string, number>> => {
    const standing = await lagsOf(admin, group, topics)
    lags = standing.lags
    for (const [where, messages] of standing.expired) expired.set(where, Math.max(messages, expired.get(where) ?? 0))
    return lags
  }

  try {
    await Promise.race([check(options, admin), late])
  } catch (error) {
    const told = brokerTrouble(error, where)
    if (told.code !== 'BROKER_UNREACHABLE') {
      await admin.disconnect()
      throw told
    }
    trouble = told
    onRestart({ kind: 'crashed', error: told })
  }

  const consumer = superviseConsumer({
    ...{ client, brokers, topics, stallMs, group: () => group },
    // A consumer commits past what is gone before it reads: what was lost shows only until then.
    before: () =>
      patiently(lookAtLags).catch((error: unknown) => {
        throw isGroupless(error) ? brokerTrouble(error, where) : error
      }),
    eachBatch: (payload) => takeBatch(payload, options, counters, stopping.signal),
    isBehind: async () => [...(await lookAtLags()).values()].some((lag) => lag > 0),
    onRestart: (restart) => {
      if (restart.kind !== 'stalled') trouble = asError(restart.error)
      onRestart(restart)
    },
    onBegun: () => {
      trouble = undefined
    },
  })
  // While the cluster is away the last known lags stand; `trouble` says why.
  const looking = setInterval(() => void lookAtLags().catch(() => undefined), LAGS)
  const close = async (): Promise<void> => {
    clearInterval(looking)
    stopping.abort()
    await consumer.stop()
    await admin.disconnect()
  }
  if (!trouble)
    await Promise.race([consumer.begun, late]).catch(async (error: CodedError) => {
      if (error.code !== 'BROKER_UNREACHABLE') {
        await close()
        throw error
      }
      if (trouble) return
      trouble = error
      onRestart({ kind: 'crashed', error })
    })
  return {
    get counters() {
      const byTopic = Object.fromEntries([...lags].map(([topic, lag]) => [`${topic}.lag`, lag]))
      const lost = [...expired.values()].reduce((sum, messages) => sum + messages, 0)
      return { ...counters, lost, ...consumer.counters, ...byTopic }
    },
    get trouble() {
      return trouble
    },
    close,
  }
}

/** Rejects when a start has waited so long, ms: what is wrong shows later, while everything else goes on. */
const tooLate = (brokers: readonly string[], ms: number): Promise<never> => {
  const late = sleep(ms, undefined, { ref: false }).then(() => {
    throw coded(
      'BROKER_UNREACHABLE',
      `Kafka ${brokers.join(', ')}: sau ${ms / 1_000} giây vẫn chưa đọc được gì: máy chủ không trả lời, hoặc nhóm đọc còn chờ một máy đọc khác.`,
    )
  })
  late.catch(() => undefined) // whoever still waits hears it; after a start in time nobody does
  return late
}

const asError = (error: unknown): Error => (error instanceof Error ? error : new Error(String(error)))

/** Whether the cluster lets us in and the topics are there. */
const check = async ({ connection: { brokers }, topics }: KafkaInputOptions, admin: Admin): Promise<void> => {
  await admin.connect()
  for (const { topic } of topics)
    await admin.fetchTopicMetadata({ topics: [topic] }).catch((error: unknown) => {
      throw brokerTrouble(error, { brokers, topic })
    })
}
