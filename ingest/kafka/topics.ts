import { setTimeout as sleep } from 'node:timers/promises'
import kafkajs, { type Admin, type ITopicConfig } from 'kafkajs'
import { coded } from '../../kernel/errors.ts'
import { DAY } from '../../kernel/time.ts'

/** How a topic of ours is made, and what it must at least have where it is there already. */
export type TopicSettings = {
  readonly partitions: number
  /** Copies of it; three where the cluster has so many brokers, unless told. */
  readonly replication?: number
  /** How long a message is kept, ms; -1: for ever. */
  readonly retentionMs: number
  /** Of each key the newest message alone is kept, the others for so long (ms); without it messages go by their age. */
  readonly compactAfterMs?: number
  /** Largest batch of messages, bytes, as it travels. */
  readonly maxMessageBytes: number
}

const COPIES = 3

/** Makes the topic, or sees that the one that is there will do. Throws `BROKER_TOPIC`, and what the client throws. */
export const ensureTopic = async (admin: Admin, topic: string, settings: TopicSettings): Promise<void> => {
  const known = await admin.listTopics()
  if (!known.includes(topic)) await makeTopic(admin, topic, settings)
  const wrong = [...(await partitionsOf(admin, topic, settings)), ...(await configOf(admin, topic, settings))]
  if (wrong.length > 0)
    throw coded(
      'BROKER_TOPIC',
      `Chủ đề «${topic}» có thiết đặt khác với mức cần: ${wrong.join('; ')}. Thiết đặt thì sửa bằng kafka-configs; số phân vùng thì không đổi được: hãy trả cấu hình về như cũ, hoặc dùng chủ đề khác.`,
    )
}

/** So often, a tenth of a second apart, a new topic is looked for. */
const LOOKS = 100

/** Makes a topic and waits until it can be written: the client's own wait gives up where a broker has not heard of it yet. */
export const createTopic = async (admin: Admin, config: ITopicConfig): Promise<void> => {
  await admin.createTopics({ topics: [config], waitForLeaders: false })
  for (let left = LOOKS; ; left--) {
    try {
      const { topics } = await admin.fetchTopicMetadata({ topics: [config.topic] })
      if (left === 0 || topics[0]?.partitions.every(({ leader }) => leader >= 0)) return
    } catch (error) {
      if (left === 0) throw error
    }
    await sleep(100)
  }
}

const makeTopic = async (admin: Admin, topic: string, settings: TopicSettings): Promise<void> => {
  const { brokers } = await admin.describeCluster()
  const replication = settings.replication ?? Math.min(COPIES, brokers.length)
  await createTopic(admin, {
    topic,
    numPartitions: settings.partitions,
    replicationFactor: replication,
    configEntries: [
      { name: 'cleanup.policy', value: policyOf(settings) },
      { name: 'retention.ms', value: String(settings.retentionMs) },
      { name: 'max.message.bytes', value: String(settings.maxMessageBytes) },
      { name: 'min.insync.replicas', value: String(Math.max(1, replication - 1)) },
      // As it was sent: ours is zstd already.
      { name: 'compression.type', value: 'producer' },
      ...(settings.compactAfterMs === undefined ? [] : compaction(settings.compactAfterMs)),
    ],
  })
}

/** What is gone is told of for a day at least: so long may reading the topic from its beginning take. */
const compaction = (after: number) => [
  { name: 'min.compaction.lag.ms', value: String(after) },
  { name: 'delete.retention.ms', value: String(Math.max(after, DAY)) },
  // What is being written is never compacted.
  { name: 'segment.bytes', value: String(64 * 1024 * 1024) },
]

const policyOf = ({ compactAfterMs }: TopicSettings): string => (compactAfterMs === undefined ? 'delete' : 'compact')

const partitionsOf = async (admin: Admin, topic: string, { partitions }: TopicSettings): Promise<string[]> => {
  const { topics } = await admin.fetchTopicMetadata({ topics: [topic] })
  const has = topics[0]?.partitions.length ?? 0
  return has === partitions ? [] : [`có ${has} phân vùng, cần đúng ${partitions}`]
}

const configOf = async (admin: Admin, topic: string, settings: TopicSettings): Promise<string[]> => {
  const resources = [{ type: kafkajs.ConfigResourceTypes.TOPIC, name: topic }]
  const { resources: described } = await admin.describeConfigs({ resources, includeSynonyms: false })
  const has = new Map(described[0]?.configEntries.map(({ configName, configValue }) => [configName, configValue]))
  const atLeast = (name: string, wanted: number): string[] => {
    const value = Number(has.get(name))
    // Retention of -1 is for ever.
    return value === -1 || (wanted !== -1 && value >= wanted)
      ? []
      : [`${name}=${has.get(name)}, cần ${wanted === -1 ? wanted : `ít nhất ${wanted}`}`]
  }
  const policy = has.get('cleanup.policy')
  return [
    ...(policy === policyOf(settings) ? [] : [`cleanup.policy=${policy}, cần ${policyOf(settings)}`]),
    ...atLeast('retention.ms', settings.retentionMs),
    ...atLeast('max.message.bytes', settings.maxMessageBytes),
  ]
}
