import { join } from 'node:path'
import { RECORDS } from '../../../ingest/wire.ts'
import { loadItems } from '../data/load.ts'
import { bytesIn } from '../folder.ts'
import { runJob } from '../spawn.ts'
import type { Servers } from './servers.ts'

/** Fills the topics that sides read, and says what the broker keeps of a message on its disk. */
export const prepare = async (servers: Servers, folder: string, scratch: string, partitions: readonly number[]) => {
  const { brokers, kafkaData } = servers
  const prefix = 'bench.'
  const made = await runJob('stack-ingest', { folder, scratch, brokers, prefix })
  const records = { topic: `${prefix}${RECORDS}`, messages: made.extra!['messages']! }

  const topicOf = (n: number): string => `bench-lines-${n}`
  for (const n of partitions) await runJob('stack-produce', { folder, brokers, partitions: n, topic: topicOf(n) })

  const items = loadItems(folder)
  const kept = (topic: string): number =>
    bytesIn(kafkaData, (path) => path.includes(`${join('log', topic)}-`) && path.endsWith('.log')) / items.length
  const came = items.reduce((sum, { bytes }) => sum + bytes.length, 0)
  return {
    ...{ prefix, records },
    /** The lines, as a collector writes them, in a topic for each number of partitions. */
    lines: (n: number) => ({ topic: topicOf(n), messages: items.length }),
    /** Bytes a line: as it came, and as the broker keeps it. */
    stored: {
      came: came / items.length,
      records: kept(records.topic),
      lines: (n: number) => kept(topicOf(n)),
    },
  }
}
