import { randomUUID } from 'node:crypto'
import { headOf } from '../../../ingest/wire.ts'
import { measure } from '../measure.ts'
import type { Measured } from '../scenario.ts'
import { clientOf } from '../stack/client.ts'

type Params = {
  readonly brokers: readonly string[]
  readonly topic: string
  /** `head`: JSON.parse of what a detector reads of a record; `line`: JSON.parse of the whole message. */
  readonly what: 'bytes' | 'head' | 'line'
  /** How many messages there are. */
  readonly messages: number
}

/** kafkajs alone, from the beginning of a topic to its end: batches, nothing committed. */
export const job = async ({ brokers, topic, what, messages }: Params): Promise<Measured> => {
  const consumer = clientOf(brokers).consumer({
    groupId: `bench-${randomUUID()}`,
    // As the product's own consumer has them.
    ...{ maxWaitTimeInMs: 300, maxBytesPerPartition: 1024 * 1024, maxBytes: 16 * 1024 * 1024 },
  })
  await consumer.connect()
  await consumer.subscribe({ topics: [topic], fromBeginning: true })
  const { promise: done, resolve } = Promise.withResolvers<void>()
  let [seen, kept] = [0, 0]
  const take = (value: Buffer): void => {
    if (what === 'bytes') kept += value.length
    else kept += JSON.parse((what === 'head' ? headOf(value) : value).toString('utf8')) === null ? 0 : 1
  }
  // Joining the group is counted, here and of the product: what is fetched at once comes with it.
  const measured = await measure(async () => {
    await consumer.run({
      autoCommit: false,
      eachBatch: async ({ batch }) => {
        for (const { value } of batch.messages) if (value) take(value)
        seen += batch.messages.length
        if (seen >= messages) resolve()
      },
    })
    await done
    return seen
  })
  await consumer.disconnect()
  return { ...measured, extra: { kept } }
}
