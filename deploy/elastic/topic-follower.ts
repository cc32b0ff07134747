import { setTimeout as sleep } from 'node:timers/promises'
import type { Client } from '@elastic/elasticsearch'
import type { EachBatchPayload } from 'kafkajs'
import type { Logger } from 'pino'
import { elasticError, isOfElastic } from '../../api/store/elastic/errors.ts'
import type { Month } from '../../api/store/elastic/names.ts'
import { ensureTemplates } from '../../api/store/elastic/template.ts'
import { type ElasticWriter, openWriter } from '../../api/store/elastic/writer.ts'
import { type Restart, superviseConsumer } from '../../ingest/kafka/consumer.ts'
import type { Clock } from '../../kernel/ports.ts'
import { MINUTE, SECOND } from '../../kernel/time.ts'
import { readAlert } from '../cluster/changelog-record.ts'
import { foreign } from './compare.ts'
import { BATCH, deliver, type Follower, type FollowerState } from './delivery.ts'
import type { Waiting } from './outbox.ts'
import type { ElasticPlace } from './place.ts'
import { seqOf, topicLineage } from './topic-lineage.ts'
import { type AlertsTopic, placeOf, unreadOf } from './topic-place.ts'

export type TopicFollowerOptions = AlertsTopic & {
  readonly elastic: Client
  readonly url: string
  readonly prefix: string
  /** Keeps what was refused. */
  readonly place: Pick<ElasticPlace, 'refuse'>
  readonly oldest: () => Month
  readonly clock: Clock
  readonly log: Logger
}

const STALL = 30_000
/** How often the group hears of us while Elasticsearch makes us wait. */
const BEAT = SECOND
/** How often it is asked how much waits. */
const LOOK = 5 * SECOND

/**
 * Tells Elasticsearch the revisions of a topic, in the order of each partition. An offset is committed once everything before it was taken or
 * refused for its own sake, so nothing is lost; sending twice changes nothing, by whomever. While Elasticsearch is away nothing is read.
 */
export const startTopicFollower = (options: TopicFollowerOptions): Follower => {
  const { broker, topic, group, elastic, prefix, place, clock, log } = options
  const { client, admin, brokers } = broker
  let state: FollowerState = { sent: 0, foreign: 0 }
  let met: { readonly writer: ElasticWriter; readonly lineage: string } | undefined
  let waiting: { readonly n: number; readonly since?: number } = { n: 0 }
  const stopping = new AbortController()
  const isStopped = (): boolean => stopping.signal.aborted

  /** Before it is read, and after a failure: whether both sides speak of the same past. */
  const meet = async (): Promise<void> => {
    if (met) return
    const { partitions, ...standing } = await placeOf(admin, topic, group)
    /** What nobody committed is read from the beginning anyway; a group in which others read cannot be set back: it is tried again. */
    const reset = async (): Promise<void> => {
      log.warn({ topic }, 'Elasticsearch does not know this topic of alerts: all of it is sent')
      if (!standing.committed.some((next) => next > 0)) return
      const offsets = partitions.map((partition) => ({ partition, offset: '0' }))
      await admin.setOffsets({ groupId: group, topic, partitions: offsets })
    }
    try {
      await ensureTemplates(elastic, prefix)
      const lineage = await topicLineage(elastic, prefix, topic, standing, reset)
      const writer = openWriter({ client: elastic, prefix, lineage })
      await writer.open()
      state = { ...state, foreign: await foreign(elastic, prefix, lineage) }
      met = { writer, lineage }
    } catch (error) {
      throw isOfElastic(error) ? elasticError(error, options.url) : error
    }
  }

  const take = async ({ batch, heartbeat, resolveOffset, isRunning, isStale }: EachBatchPayload): Promise<void> => {
    const all = batch.messages.map((message) => ({ offset: Number(message.offset), message }))
    // Elasticsearch may take longer than the group waits for a member. A beat that fails while we wait fails again below, where it is thrown.
    const beating = setInterval(() => void heartbeat().catch(() => undefined), BEAT)
    try {
      for (let i = 0; i < all.length; i += BATCH) {
        if (isStopped() || !isRunning() || isStale()) return
        const part = all.slice(i, i + BATCH)
        const revisions = part.flatMap(({ offset, message: { key, value } }): Waiting[] =>
          value === null
            ? []
            : [{ seq: seqOf(batch.partition, offset), ...readAlert(key?.toString() ?? '', value.toString()) }],
        )
        await sendOn(revisions).catch((error: unknown) => {
          unsent = { partition: batch.partition, offset: part[0]!.offset }
          throw error
        })
        resolveOffset(part.at(-1)!.message.offset)
        await heartbeat()
      }
      // Nothing is left of it but marks of the broker's own.
      if (!isStopped()) resolveOffset(batch.lastOffset())
    } finally {
      clearInterval(beating)
    }
  }

  const sendOn = async (revisions: readonly Waiting[]): Promise<void> => {
    if (!met) throw new Error('Elasticsearch was not met yet')
    try {
      const { taken, refused } = await deliver(met.writer, revisions, { oldest: options.oldest(), log })
      place.refuse(refused, clock.now())
      state = { ...state, sent: state.sent + taken.length }
      goesOn()
    } catch (error) {
      // Whoever restores it may have taken something from it.
      met = undefined
      throw error
    }
  }

  /** Where revisions could not be sent: that they can be read again proves nothing then. */
  let unsent: { readonly partition: number; readonly offset: number } | undefined
  const goesOn = (): void => {
    const { trouble, ...fine } = state
    if (trouble) log.info('Elasticsearch takes alerts again')
    state = fine
    unsent = undefined
  }
  const onBegun = (): void => {
    if (!unsent) goesOn()
  }
  const onRestart = (restart: Restart): void => {
    if (isStopped() || restart.kind === 'stalled') return
    const trouble = elasticError(restart.error, options.url)
    if (state.trouble?.message !== trouble.message)
      log.warn({ err: trouble }, 'Elasticsearch was not told; it is tried again')
    state = { ...state, trouble }
  }

  const unread = unreadOf(options, stopping.signal)
  const look = async (): Promise<void> => {
    const n = await unread()
    waiting = n === 0 ? { n } : { n, since: waiting.since ?? clock.now() }
    await lookAtUnsent()
  }
  /** What could not be sent from here another of the group may have sent. */
  const lookAtUnsent = async (): Promise<void> => {
    if (!unsent) return
    const { partitions, committed } = await placeOf(admin, topic, group)
    if (unsent && (committed[partitions.indexOf(unsent.partition)] ?? -1) > unsent.offset) goesOn()
  }
  /** The next look is waited for from the end of this one: none stand in line behind one that takes long. */
  const lookOn = async (): Promise<void> => {
    for (;;) {
      await sleep(LOOK, undefined, { signal: stopping.signal }).catch(() => undefined)
      if (isStopped()) return
      await look().catch((error: unknown) => {
        if (!isStopped()) log.debug({ err: error }, 'how many alerts wait could not be asked')
      })
    }
  }
  const looking = lookOn()

  const consumer = superviseConsumer({
    ...{ client, brokers, topics: [topic], stallMs: STALL, onRestart, onBegun },
    group: () => group,
    before: meet,
    eachBatch: take,
    isBehind: async () => {
      await look()
      return waiting.n > 0 && clock.now() - (waiting.since ?? 0) > MINUTE
    },
  })

  return {
    state: () => ({ ...state, ...waiting }),
    wake: () => undefined,
    async stop(patience = 2 * SECOND): Promise<void> {
      stopping.abort()
      const ended = Promise.all([consumer.stop(), looking])
      await Promise.race([ended, new Promise((resolve) => setTimeout(resolve, patience).unref())])
    },
  }
}
