import { type CompressionTypes, Kafka, logLevel } from 'kafkajs'
import { useCodecs } from '../../ingest/kafka/codecs.ts'
import { lagsOf } from '../../ingest/kafka/lag.ts'
import { createTopic } from '../../ingest/kafka/topics.ts'

/** What a collector and its administrator do: makes a topic, writes lines to it. */
export const collectorOf = (brokers: readonly string[]) => {
  useCodecs()
  const client = new Kafka({ brokers: [...brokers], logLevel: logLevel.NOTHING })
  return {
    async makeTopic(topic: string, partitions = 1): Promise<string> {
      const admin = client.admin()
      await admin.connect()
      await createTopic(admin, { topic, numPartitions: partitions, replicationFactor: 1 })
      await admin.disconnect()
      return topic
    },
    /** Messages the group has not committed. */
    async lag(topic: string, group: string): Promise<number | undefined> {
      const admin = client.admin()
      await admin.connect()
      const { lags } = await lagsOf(admin, group, [topic])
      await admin.disconnect()
      return lags.get(topic)
    },
    /** Takes everything for read, as far as the group is concerned; nobody may be reading in it. */
    async skip(topic: string, group: string): Promise<void> {
      const admin = client.admin()
      await admin.connect()
      const ends = await admin.fetchTopicOffsets(topic)
      const partitions = ends.map(({ partition, high }) => ({ partition, offset: high }))
      await admin.setOffsets({ groupId: group, topic, partitions })
      await admin.disconnect()
    },
    /** Removes what lies before the offset, as the topic's retention does. */
    async forget(topic: string, before: number): Promise<void> {
      const admin = client.admin()
      await admin.connect()
      await admin.fetchTopicOffsets(topic) // the client finds out who leads the topic only so
      await admin.deleteTopicRecords({ topic, partitions: [{ partition: 0, offset: String(before) }] })
      await admin.disconnect()
    },
    async produce(
      topic: string,
      lines: readonly (string | Buffer | null)[],
      compression?: CompressionTypes,
    ): Promise<void> {
      const producer = client.producer({ idempotent: true })
      await producer.connect()
      const messages = lines.map((value) => ({ value }))
      await producer.send({ topic, messages, ...(compression !== undefined && { compression }) })
      await producer.disconnect()
    },
  }
}
