import kafkajs, { type Kafka, type Producer } from 'kafkajs'
import { createTopic } from '../../../ingest/kafka/topics.ts'
import { loadItems } from '../data/load.ts'

/** So many lines are sent at once. */
const CHUNK = 1_000

/** Lines as a collector writes them into a raw topic: each under the name of its machine, as docs/kafka.md has it. */
export const rawLines = (folder: string) =>
  loadItems(folder).map(({ bytes }) => ({
    key: /"computer_name":"([^"]+)"/.exec(bytes.toString('latin1'))?.[1] ?? '',
    value: bytes,
  }))

/** Makes a topic of so many partitions. */
export const makeTopic = async (client: Kafka, topic: string, partitions: number): Promise<void> => {
  const admin = client.admin()
  await admin.connect()
  await createTopic(admin, { topic, numPartitions: partitions, replicationFactor: 1 })
  await admin.disconnect()
}

/** Sends lines to a topic, a request after another, spread over its partitions by their keys. */
export const sendLines = async (
  to: Pick<Producer, 'send'>,
  topic: string,
  lines: ReturnType<typeof rawLines>,
): Promise<void> => {
  for (let from = 0; from < lines.length; from += CHUNK)
    await to.send({ topic, compression: kafkajs.CompressionTypes.ZSTD, messages: lines.slice(from, from + CHUNK) })
}
