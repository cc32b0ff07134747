import type { Admin } from 'kafkajs'

/** How far a group is. */
export type Standing = {
  /** Messages of each topic that are not committed yet. */
  readonly lags: ReadonlyMap<string, number>
  /** Messages that were removed between what was committed and what is still there, by topic, partition and committed offset. */
  readonly expired: ReadonlyMap<string, number>
}

/** Asks how far a group is. Throws what the client throws. */
export const lagsOf = async (admin: Admin, groupId: string, topics: readonly string[]): Promise<Standing> => {
  const committed = await admin.fetchOffsets({ groupId, topics: [...topics] })
  const lags = new Map<string, number>()
  const expired = new Map<string, number>()
  for (const { topic, partitions } of committed) {
    const read = new Map(partitions.map(({ partition, offset }) => [partition, Number(offset)]))
    let lag = 0
    for (const { partition, low, high } of await admin.fetchTopicOffsets(topic)) {
      // Nothing committed yet is -1: it begins with what is there, and misses nothing.
      const next = read.get(partition) ?? -1
      if (next >= 0 && next < Number(low)) expired.set(`${topic}/${partition}@${next}`, Number(low) - next)
      lag += Math.max(0, Number(high) - Math.max(next, Number(low)))
    }
    lags.set(topic, lag)
  }
  return { lags, expired }
}
