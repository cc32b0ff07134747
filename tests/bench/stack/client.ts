import { kafkaClient } from '../../../ingest/kafka/client.ts'

/** A client of the bench's broker, silent. */
export const clientOf = (brokers: readonly string[]) => kafkaClient({ brokers }, 'vonggac-bench', () => undefined)

/** Removes a topic. */
export const forget = async (brokers: readonly string[], topic: string): Promise<void> => {
  const admin = clientOf(brokers).admin()
  await admin.connect()
  await admin.deleteTopics({ topics: [topic] })
  await admin.disconnect()
}
