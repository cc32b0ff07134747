import { randomUUID } from 'node:crypto'
import kafkajs from 'kafkajs'
import { measure } from '../measure.ts'
import type { Measured } from '../scenario.ts'
import { clientOf, forget } from '../stack/client.ts'
import { makeTopic, rawLines, sendLines } from '../stack/lines.ts'

type Params = {
  readonly folder: string
  readonly brokers: readonly string[]
  readonly partitions: number
  /** Of a topic that is kept for others; without it a topic of this job alone, gone after it. */
  readonly topic?: string
}

/** kafkajs alone: an idempotent producer, zstd, a thousand lines a request, acknowledged by the broker before the next. */
export const job = async ({ folder, brokers, partitions, topic }: Params): Promise<Measured> => {
  const own = topic ?? `bench-produce-${randomUUID().slice(0, 8)}`
  const lines = rawLines(folder)
  const client = clientOf(brokers)
  await makeTopic(client, own, partitions)
  const producer = client.producer({ idempotent: true, createPartitioner: kafkajs.Partitioners.DefaultPartitioner })
  await producer.connect()
  const measured = await measure(async () => {
    await sendLines(producer, own, lines)
    return lines.length
  })
  await producer.disconnect()
  if (topic === undefined) await forget(brokers, own)
  return measured
}
