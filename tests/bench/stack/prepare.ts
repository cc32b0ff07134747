import { join } from 'node:path'
import kafkajs from 'kafkajs'
import { createTopic } from '../../../ingest/kafka/topics.ts'
import { RECORDS } from '../../../ingest/wire.ts'
import { loadItems } from '../data/load.ts'
import { bytesIn } from '../folder.ts'
import { runJob } from '../spawn.ts'
import { clientOf } from './client.ts'
import type { Servers } from './servers.ts'

/** So many lines are sent at once. */
const CHUNK = 1_000

/** Fills the two topics that sides read, and says what the broker keeps of a message on its disk. */
export const prepare = async (servers: Servers, folder: string, scratch: string) => {
  const { brokers, kafkaData } = servers
  const prefix = 'bench.'
  const made = await runJob('stack-ingest', { folder, scratch, brokers, prefix })
  const records = { topic: `${prefix}${RECORDS}`, messages: made.extra!['messages']! }

  const items = loadItems(folder)
  const lines = { topic: 'bench-lines', messages: items.length }
  const client = clientOf(brokers)
  const admin = client.admin()
  await admin.connect()
  await createTopic(admin, { topic: lines.topic, numPartitions: 1, replicationFactor: 1 })
  await admin.disconnect()
  const producer = client.producer({ idempotent: true, createPartitioner: kafkajs.Partitioners.DefaultPartitioner })
  await producer.connect()
  for (let from = 0; from < items.length; from += CHUNK)
    await producer.send({
      topic: lines.topic,
      compression: kafkajs.CompressionTypes.ZSTD,
      messages: items.slice(from, from + CHUNK).map(({ bytes }) => ({ value: bytes, partition: 0 })),
    })
  await producer.disconnect()

  const kept = (topic: string): number =>
    bytesIn(kafkaData, (path) => path.includes(`${join('log', topic)}-0`) && path.endsWith('.log'))
  const came = items.reduce((sum, { bytes }) => sum + bytes.length, 0)
  return {
    ...{ prefix, records, lines },
    /** Bytes a line: as it came, and as the broker keeps it. */
    stored: {
      came: came / items.length,
      records: kept(records.topic) / items.length,
      lines: kept(lines.topic) / items.length,
    },
  }
}
