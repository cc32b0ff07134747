import { randomUUID } from 'node:crypto'
import { type CodedError, coded } from '../../kernel/errors.ts'
import type { EventBus } from '../../kernel/ports.ts'
import { DAY } from '../../kernel/time.ts'
import { type Connection, kafkaClient, type Said } from '../kafka/client.ts'
import { type ConsumerCounters, type Restart, superviseConsumer } from '../kafka/consumer.ts'
import { patiently } from '../kafka/patience.ts'
import { REQUEST_BYTES } from '../kafka/requests.ts'
import { ensureTopic, type TopicSettings } from '../kafka/topics.ts'
import { brokerTrouble } from '../kafka/trouble.ts'
import { follow, type Trouble, troubleEndsProcess } from './follow.ts'
import { type GroupCommit, groupCommit } from './group-commit.ts'
import { type KafkaFeed, kafkaFeed } from './kafka-feed.ts'
import { closed, kafkaPublisher, type Unstored } from './kafka-publisher.ts'

export type KafkaBusOptions = {
  readonly connection: Connection
  /** Before the names of topics and groups: several installations may share a cluster. */
  readonly prefix?: string
  readonly settings?: TopicSettings
  /** Topics of which nothing is ever forgotten. */
  readonly lasting?: readonly string[]
  /** A refused batch (it is offered again) and a failed reading (the subscription is over). Default: the latter ends the process. */
  readonly onTrouble?: (trouble: Trouble) => void
  /** A consumer that was made anew, because it stalled or broke off. */
  readonly onRestart?: (topic: string, restart: Restart) => void
  /** What the client warns of while it goes on by itself. */
  readonly said?: Said
  readonly retryMs?: number
  readonly stallMs?: number
}

export type KafkaBus = EventBus & {
  /** `replaced`: producers that lost count, so that what was under way may be stored twice. */
  readonly counters: Readonly<ConsumerCounters & { replaced: number }>
  /** Which log this is: the cluster's own id, with the prefix. Offsets of another mean nothing here. */
  readonly identity: string
  /** Why nothing can be written or read at the moment; it is tried again for ever. */
  readonly trouble: CodedError | undefined
  /** Why what is published has not been stored for ten seconds. It will be: who cannot wait so long may publish it again later. */
  readonly unstored: CodedError | undefined
  /** The offset of the first message that was published at this time (epoch ms, by the clocks of those who publish) or later; the end where there is none. */
  offsetAt(topic: string, time: number): Promise<number>
}

/** A week: how long detector and archive may be away. Twice a request: batches do not shrink when they are compressed in every case. */
export const RECORD_TOPIC: TopicSettings = { partitions: 1, retentionMs: 7 * DAY, maxMessageBytes: 2 * REQUEST_BYTES }
const STALL = 30_000

/**
 * The bus on Kafka. The port has one offset a topic, so each topic has one partition: the order of the log is one order, whatever
 * entity a line is about. A topic is made at its first use. Offsets are the reader's: nothing is committed, and each subscription
 * has a consumer group of its own. One call's messages follow one another; up to 4 MiB of them are stored as a whole.
 * Throws `BROKER_UNREACHABLE`, `BROKER_REFUSED` (certificate, password, right), `BROKER_TOPIC` (another's settings).
 */
export const openKafkaBus = async (options: KafkaBusOptions): Promise<KafkaBus> => {
  const { connection, prefix = 'vonggac.', settings = RECORD_TOPIC, lasting = [], said = () => undefined } = options
  const { onTrouble = troubleEndsProcess, onRestart = () => undefined, retryMs = 100, stallMs = STALL } = options
  const { brokers } = connection
  const client = kafkaClient(connection, 'vonggac-bus', said)
  const admin = client.admin({ retry: { retries: 2, initialRetryTime: 100 } })
  const publisher = kafkaPublisher(client, (topic, error) => said(String(error), { topic }))
  /** Why a topic cannot be read at the moment, by subscription. */
  const unread = new Map<KafkaFeed, CodedError>()
  const topics = new Map<string, Promise<GroupCommit>>()
  const subscriptions = new Set<{ readonly counters: ConsumerCounters; stop(): Promise<void> }>()
  const past: ConsumerCounters = { stalled: 0, crashed: 0, refused: 0 }
  let isClosed = false

  const asking = async <T>(topic: string, ask: () => Promise<T>): Promise<T> => {
    try {
      return await patiently(ask)
    } catch (error) {
      throw brokerTrouble(error, { brokers, topic })
    }
  }

  const unstoredOf = ({ topic, error }: Unstored): CodedError =>
    brokerTrouble(error ?? new Error('không trả lời'), { brokers, topic })

  const settingsOf = (name: string): TopicSettings =>
    lasting.includes(name) ? { ...settings, retentionMs: -1 } : settings

  const topicOf = (name: string): Promise<GroupCommit> => {
    if (isClosed) return Promise.reject(closed())
    const topic = `${prefix}${name}`
    const opened =
      topics.get(name) ??
      asking(topic, () => ensureTopic(admin, topic, settingsOf(name))).then(() =>
        groupCommit((messages) => asking(topic, () => publisher.send(topic, messages))),
      )
    topics.set(name, opened)
    opened.catch(() => topics.delete(name)) // may be tried again, with the right given or the topic mended
    return opened
  }

  const boundsOf = async (name: string): Promise<{ readonly begin: number; readonly end: number }> => {
    await topicOf(name)
    const topic = `${prefix}${name}`
    const [bounds] = await asking(topic, () => admin.fetchTopicOffsets(topic))
    return { begin: Number(bounds!.low), end: Number(bounds!.high) }
  }

  const read = (name: string, feed: KafkaFeed) =>
    superviseConsumer({
      client,
      brokers,
      group: () => `${prefix}${name}.${randomUUID()}`,
      topics: [`${prefix}${name}`],
      position: () => feed.begins,
      eachBatch: feed.take,
      isBehind: async () => (await boundsOf(name)).end > feed.position,
      stallMs,
      onRestart: (restart) => {
        if (restart.kind === 'crashed') unread.set(feed, restart.error)
        onRestart(name, restart)
      },
      onBegun: () => void unread.delete(feed),
    })

  const meet = async (): Promise<string> => {
    try {
      await admin.connect()
      return `${(await admin.describeCluster()).clusterId}/${prefix}`
    } catch (error) {
      await admin.disconnect()
      throw brokerTrouble(error, { brokers })
    }
  }
  const identity = await meet()
  return {
    identity,
    get trouble() {
      const trouble = publisher.trouble ?? publisher.late
      return trouble ? unstoredOf(trouble) : [...unread.values()][0]
    },
    get unstored() {
      const { late } = publisher
      return late && unstoredOf(late)
    },
    get counters() {
      const all = [past, ...[...subscriptions].map(({ counters }) => counters)]
      const sum = (name: keyof ConsumerCounters): number => all.reduce((total, one) => total + one[name], 0)
      const consumers = { stalled: sum('stalled'), crashed: sum('crashed'), refused: sum('refused') }
      return { ...consumers, replaced: publisher.counters.replaced }
    },
    publish: async (name, messages) => (await topicOf(name)).publish(messages),
    offsetAt: async (name, time) => {
      await topicOf(name)
      const topic = `${prefix}${name}`
      const [found] = await asking(topic, () => admin.fetchTopicOffsetsByTimestamp(topic, time))
      return Number(found!.offset)
    },
    begin: async (name) => (await boundsOf(name)).begin,
    end: async (name) => (await boundsOf(name)).end,
    subscribe: async (name, from, handler) => {
      const { begin, end } = await boundsOf(name)
      if (!Number.isSafeInteger(from) || from < begin || from > end)
        throw coded('BAD_ARGUMENT', `Chủ đề «${name}» không có vị trí ${from} (có từ ${begin} đến ${end}).`)
      const feed = kafkaFeed(name, from, async () => (await boundsOf(name)).begin)
      const consumer = read(name, feed)
      const following = follow(feed, { topic: name, from, handler, onTrouble, retryMs })
      const subscription = {
        broken: following.broken,
        counters: consumer.counters,
        stop: async () => {
          if (!subscriptions.delete(subscription)) return
          await following.stop()
          feed.close()
          await consumer.stop()
          unread.delete(feed)
          for (const kind of ['stalled', 'crashed', 'refused'] as const) past[kind] += consumer.counters[kind]
        },
      }
      subscriptions.add(subscription)
      await consumer.begun.catch(async (error: unknown) => {
        await subscription.stop()
        throw error
      })
      return subscription
    },
    close: async () => {
      isClosed = true
      await Promise.all([...subscriptions].map((subscription) => subscription.stop()))
      await publisher.close()
      await admin.disconnect()
    },
  }
}
