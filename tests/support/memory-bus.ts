import { follow, MAX_BATCH, type Trouble, troubleEndsProcess } from '../../ingest/bus/follow.ts'
import { growth } from '../../ingest/bus/growth.ts'
import { coded } from '../../kernel/errors.ts'
import type { Delivered, EventBus } from '../../kernel/ports.ts'

/** A bus without a folder: what is published lasts as long as the process. */
export type MemoryBus = EventBus & {
  /** What was published on a topic so far, for the archive that reads it. */
  messages(topic: string): readonly Delivered[]
}

export const openMemoryBus = (
  options: { onTrouble?: (trouble: Trouble) => void; retryMs?: number } = {},
): MemoryBus => {
  const { onTrouble = troubleEndsProcess, retryMs = 100 } = options
  const topics = new Map<string, { readonly log: Delivered[]; readonly grown: ReturnType<typeof growth> }>()
  const subscriptions = new Set<{ stop(): Promise<void> }>()
  let closed = false

  const topicOf = (name: string) => {
    if (closed) throw new Error('the bus is closed')
    const topic = topics.get(name) ?? { log: [], grown: growth() }
    topics.set(name, topic)
    return topic
  }

  return {
    messages: (name) => topics.get(name)?.log ?? [],
    publish: async (name, messages) => {
      const { log, grown } = topicOf(name)
      for (const { key, value } of messages) log.push({ key, value, offset: log.length })
      grown.announce()
    },
    begin: async () => 0,
    end: async (name) => topicOf(name).log.length,
    subscribe: async (name, from, handler) => {
      const { log, grown } = topicOf(name)
      if (!Number.isSafeInteger(from) || from < 0 || from > log.length)
        throw coded('BAD_ARGUMENT', `Chủ đề «${name}» không có vị trí ${from} (có từ 0 đến ${log.length}).`)
      let at = from
      const next = async () => {
        const batch = log.slice(at, at + MAX_BATCH)
        at += batch.length
        return batch
      }
      const feed = { next, more: (signal: AbortSignal) => grown.wait(() => log.length > at, signal) }
      const following = follow(feed, { topic: name, from, handler, onTrouble, retryMs })
      subscriptions.add(following)
      return following
    },
    close: async () => {
      closed = true
      await Promise.all([...subscriptions].map((subscription) => subscription.stop()))
    },
  }
}
