import { randomUUID } from 'node:crypto'
import type { EachBatchPayload } from 'kafkajs'
import type { Clock } from '../../kernel/ports.ts'
import { SECOND } from '../../kernel/time.ts'
import type { Intake } from '../intake.ts'
import { type Connection, kafkaClient, type Said } from '../kafka/client.ts'
import { type Restart, superviseConsumer } from '../kafka/consumer.ts'
import { patiently } from '../kafka/patience.ts'
import { brokerTrouble } from '../kafka/trouble.ts'
import { handOverUntilTaken } from './hand-over.ts'
import { deliveriesOf, linesOf, type RawTopic } from './kafka-batch.ts'

export type SpanOptions = {
  readonly connection: Connection
  readonly topic: RawTopic
  /** By the time the messages bear in Kafka, epoch ms; both belong to the span. */
  readonly from: number
  readonly to: number
  readonly intake: Intake
  readonly clock: Clock
  readonly onRestart: (restart: Restart) => void
  readonly onProgress: (done: SpanRead) => void
  readonly said: Said
}

/** Lines taken and refused; messages, from the span's first on, that did not come though they were waited for. */
export type SpanRead = { readonly lines: number; readonly refused: number; readonly missing: number }

/** So long nothing came: what is left are the broker's own marks. */
const SILENCE = 15 * SECOND
const LOOK = 200

/**
 * Reads a span of a raw topic once more, beside whoever reads it: no group's position changes. Lines that were taken before change nothing,
 * since their ids follow from what they say and the earlier receipt counts. They say nothing about the collector now, nor about its machines' clocks.
 * Throws `BROKER_UNREACHABLE`, `BROKER_REFUSED`, `BROKER_TOPIC`.
 */
export const readSpan = async (options: SpanOptions): Promise<SpanRead> => {
  const { connection, topic: raw, from, said, onRestart } = options
  const { brokers } = connection
  const { topic } = raw
  const client = kafkaClient(connection, 'vonggac-span', said)
  const admin = client.admin({ retry: { retries: 2, initialRetryTime: 100 } })
  const asking = <T>(ask: () => Promise<T>): Promise<T> =>
    patiently(ask).catch((error: unknown) => {
      throw brokerTrouble(error, { brokers, topic })
    })
  try {
    await asking(() => admin.connect())
    const first = await asking(() => admin.fetchTopicOffsetsByTimestamp(topic, from))
    const next = new Map(first.map(({ partition, offset }) => [partition, Number(offset)]))
    // Times go back and forth in a topic: a machine whose clock is ahead says nothing about what comes after its message.
    const last = await asking(() => admin.fetchTopicOffsets(topic))
    const ends = new Map(last.map(({ partition, high }) => [partition, Number(high)]))
    const spans = spanReader(options, next, ends)
    const consumer = superviseConsumer({
      ...{ client, brokers, topics: [topic], stallMs: SILENCE, onRestart },
      group: () => `vonggac.${randomUUID()}`,
      position: (_topic, partition) => next.get(partition) ?? 0,
      eachBatch: spans.take,
      isBehind: async () => false,
    })
    try {
      if (spans.left() > 0) await consumer.begun
      await spans.over()
    } finally {
      spans.stop()
      await consumer.stop()
    }
    return { ...spans.done(), missing: spans.left() }
  } finally {
    await admin.disconnect()
  }
}

/** Takes the messages of the span: by partition, which comes next, and where the topic ended when it was begun. */
const spanReader = (
  { topic: { collector, source }, from, to, intake, clock, onProgress }: SpanOptions,
  next: Map<number, number>,
  ends: ReadonlyMap<number, number>,
) => {
  const stopping = new AbortController()
  const { signal } = stopping
  let [lines, refused] = [0, 0]
  let moved = performance.now()
  const left = (): number =>
    [...ends].reduce((sum, [partition, end]) => sum + Math.max(0, end - next.get(partition)!), 0)

  const take = async ({ batch, heartbeat }: EachBatchPayload): Promise<void> => {
    const end = ends.get(batch.partition) ?? 0
    const wanted = batch.messages.filter(
      ({ offset, timestamp }) =>
        Number(offset) < end &&
        Number(offset) >= (next.get(batch.partition) ?? 0) &&
        Number(timestamp) >= from &&
        Number(timestamp) <= to,
    )
    moved = performance.now()
    for (const messages of deliveriesOf(wanted)) {
      const delivery = { collector, source, lines: linesOf(messages), received: clock.now(), again: true as const }
      const taken = await handOverUntilTaken(intake, delivery, signal)
      if (!taken) return
      lines += taken.accepted
      refused += taken.refused.length
      next.set(batch.partition, Number(messages.at(-1)!.offset) + 1)
      moved = performance.now()
      onProgress({ lines, refused, missing: left() })
      await heartbeat()
    }
    // The last of a batch may be a mark of the broker's own, which is never handed over.
    next.set(batch.partition, Math.max(next.get(batch.partition) ?? 0, Number(batch.lastOffset()) + 1))
  }

  return {
    take,
    left,
    done: () => ({ lines, refused }),
    stop: () => stopping.abort(),
    /** Resolves once all of it was taken, or nothing more comes. */
    async over(): Promise<void> {
      while (left() > 0 && performance.now() - moved < SILENCE)
        await new Promise((resolve) => setTimeout(resolve, LOOK))
    },
  }
}
