import { setTimeout as sleep } from 'node:timers/promises'
import { superviseConsumer } from '../../ingest/kafka/consumer.ts'
import type { Alert } from '../../kernel/alert.ts'
import { readAlert } from '../cluster/changelog-record.ts'
import type { ReadingBroker } from '../cluster/read-partition.ts'
import { peekOf, watchUnread } from '../cluster/unread.ts'

export type LiveOptions = ReadingBroker & {
  /** The topic of the alerts. */
  readonly topic: string
  /** The group of those who tell Elasticsearch: what it has committed was taken there, or refused for its own sake. */
  readonly group: string
  /** The group of this reader alone. */
  readonly own: () => string
  /** What was taken is found by a search from here on. */
  readonly settle: () => Promise<void>
  readonly onAlerts: (alerts: readonly Alert[]) => void
}

/** How often it is asked whether Elasticsearch has taken what came, ms. */
const LOOK = 300
const STALL = 30_000

/**
 * Tells of alerts as they come, for pages that list what Elasticsearch holds: each once a search finds it. Told sooner, a page read right after
 * would lack it and would never hear of it again. It begins with what Elasticsearch has not taken yet; while that is away nothing is told.
 */
export const liveAlerts = (options: LiveOptions) => {
  const { client, admin, brokers, topic, group, own, settle, onAlerts, onRestart } = options
  const next = new Map<number, number>()

  /** Of each partition, up to where everything was taken; -1: nobody has said. */
  const taken = async (): Promise<ReadonlyMap<number, number>> => {
    const [found] = await admin.fetchOffsets({ groupId: group, topics: [topic] })
    return new Map(found?.partitions.map(({ partition, offset }) => [partition, Number(offset)]))
  }
  const place = async (): Promise<void> => {
    if (next.size > 0) return
    const done = await taken()
    const offsets = await admin.fetchTopicOffsets(topic)
    // What was taken a moment ago the first page must find.
    await settle()
    for (const { partition, low } of offsets) next.set(partition, Math.max(Number(low), done.get(partition) ?? -1))
  }

  const stopping = new AbortController()
  const unread = watchUnread({
    ends: () => admin.fetchTopicOffsets(topic),
    next: (partition) => next.get(partition) ?? 0,
    peek: peekOf(options, topic, stopping.signal),
  })
  const consumer = superviseConsumer({
    ...{ client, brokers, topics: [topic], group: own, stallMs: STALL },
    before: place,
    position: (_topic, partition) => next.get(partition) ?? 0,
    async eachBatch({ batch, heartbeat, resolveOffset, isRunning, isStale }) {
      const { partition, messages } = batch
      const last = messages.at(-1)
      if (last) {
        while (((await taken()).get(partition) ?? -1) <= Number(last.offset)) {
          if (!isRunning() || isStale()) return
          await heartbeat()
          await sleep(LOOK)
        }
        await settle()
        onAlerts(
          messages.flatMap(({ key, value }) =>
            value === null ? [] : [readAlert(key?.toString() ?? '', value.toString()).alert],
          ),
        )
      }
      next.set(partition, Number(batch.lastOffset()) + 1)
      resolveOffset(batch.lastOffset())
    },
    isBehind: async () => (await unread()) > 0,
    onRestart: (restart) => onRestart(topic, restart),
  })
  return {
    stop(): Promise<void> {
      stopping.abort()
      return consumer.stop()
    },
  }
}
