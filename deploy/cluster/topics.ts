import type { Admin } from 'kafkajs'
import { REQUEST_BYTES } from '../../ingest/kafka/requests.ts'
import { ensureTopic, type TopicSettings } from '../../ingest/kafka/topics.ts'
import { brokerTrouble } from '../../ingest/kafka/trouble.ts'
import { DAY } from '../../kernel/time.ts'

/** The topics that detectors share, beside `records`. */
export type ClusterTopics = { readonly alerts: string; readonly state: string; readonly directory: string }

export const clusterTopics = (prefix: string): ClusterTopics => ({
  /** A partition a slot: revisions of alerts under their ids. */
  alerts: `${prefix}alerts`,
  /** A partition a slot: what its engine remembers, and how far it has come. */
  state: `${prefix}state`,
  /** One partition: every accepted version of the directory. */
  directory: `${prefix}directory`,
})

/** So long every revision stays readable for those who follow, and what is gone is told of for those who were away. */
const FOLLOWERS_AWAY = 7 * DAY

const SETTINGS: Omit<TopicSettings, 'partitions'> = {
  retentionMs: -1,
  maxMessageBytes: 2 * REQUEST_BYTES,
  compactAfterMs: FOLLOWERS_AWAY,
}

export type EnsureOptions = {
  readonly admin: Admin
  readonly brokers: readonly string[]
  readonly prefix: string
  readonly slots: number
  readonly replication?: number | undefined
}

/**
 * Makes the topics, or sees that those that are there will do: the number of slots is that of their partitions, and is fixed with them.
 * `state` is compacted at once: nobody follows it. Throws `BROKER_TOPIC` and what `brokerTrouble` says.
 */
export const ensureClusterTopics = async (options: EnsureOptions): Promise<ClusterTopics> => {
  const { admin, brokers, prefix, slots, replication } = options
  const topics = clusterTopics(prefix)
  const common = { ...SETTINGS, ...(replication !== undefined && { replication }) }
  const ensure = async (topic: string, settings: TopicSettings): Promise<void> => {
    try {
      await ensureTopic(admin, topic, settings)
    } catch (error) {
      throw brokerTrouble(error, { brokers, topic })
    }
  }
  await ensure(topics.alerts, { ...common, partitions: slots })
  await ensure(topics.state, { ...common, partitions: slots, compactAfterMs: 0 })
  await ensure(topics.directory, { ...common, partitions: 1 })
  return topics
}
