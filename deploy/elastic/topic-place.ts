import type { Admin } from 'kafkajs'
import type { Clock } from '../../kernel/ports.ts'
import type { ReadingBroker } from '../cluster/read-partition.ts'
import { peekOf, watchUnread } from '../cluster/unread.ts'

/** Where revisions of alerts are read from Kafka. */
export type AlertsTopic = {
  readonly broker: ReadingBroker
  /** The topic of the revisions, keyed by the alert's id. */
  readonly topic: string
  /** Those who share it tell Elasticsearch each revision once, but for what is told again after a crash. */
  readonly group: string
}

/** Of each partition, in their order: where it begins and ends, and what the group has committed (-1: nothing). */
export const placeOf = async (admin: Admin, topic: string, groupId: string) => {
  const found = (await admin.fetchTopicOffsets(topic)).sort((a, b) => a.partition - b.partition)
  const [group] = await admin.fetchOffsets({ groupId, topics: [topic] })
  const committed = new Map(group?.partitions.map(({ partition, offset }) => [partition, Number(offset)]))
  return {
    partitions: found.map(({ partition }) => partition),
    begins: found.map(({ low }) => Number(low)),
    ends: found.map(({ high }) => Number(high)),
    committed: found.map(({ partition }) => committed.get(partition) ?? -1),
  }
}

/** How many offsets the group lacks, as `watchUnread` says it: what has stood for minutes waits, however few offsets that are. */
export const unreadOf = (
  { broker, topic, group, clock }: AlertsTopic & { readonly clock: Clock },
  stopping: AbortSignal,
): (() => Promise<number>) => {
  /** Of each partition, what is to be taken next; as it was when its end was asked last. */
  let next: ReadonlyMap<number, number> = new Map()
  return watchUnread({
    async ends() {
      const { partitions, begins, ends, committed } = await placeOf(broker.admin, topic, group)
      next = new Map(partitions.map((partition, i) => [partition, Math.max(committed[i]!, begins[i]!)]))
      return partitions.map((partition, i) => ({ partition, high: String(ends[i]) }))
    },
    next: (partition) => next.get(partition) ?? 0,
    peek: peekOf(broker, topic, stopping),
    now: clock.now,
  })
}
