import { setTimeout as sleep } from 'node:timers/promises'
import { isGroupless, patiently } from '../../ingest/kafka/patience.ts'
import { brokerTrouble } from '../../ingest/kafka/trouble.ts'
import { SECOND } from '../../kernel/time.ts'
import type { ReadingBroker } from './read-partition.ts'

/** So long a cluster that names nobody for a transaction may have just started; after that a right is missing, ms. */
const STARTING = 15 * SECOND
const PAUSE = 500

/**
 * Sees that transactions may be made under the prefix, as each slot makes them: a right that is missing is told at the start and not by the first slot
 * that is taken up. The name is nobody's, so nobody is fenced. Throws `BROKER_REFUSED`, `BROKER_UNREACHABLE`.
 */
export const mayCommit = async ({
  client,
  brokers,
  prefix,
}: Pick<ReadingBroker, 'client' | 'brokers' | 'prefix'>): Promise<void> => {
  const transactionalId = `${prefix}detect.start`
  const attempt = async (): Promise<void> => {
    const producer = client.producer({ transactionalId, idempotent: true, maxInFlightRequests: 1 })
    try {
      await producer.connect()
      await (await producer.transaction()).abort()
    } finally {
      await producer.disconnect()
    }
  }
  for (const began = performance.now(); ; ) {
    try {
      return await patiently(attempt)
    } catch (error) {
      if (!isGroupless(error) || performance.now() - began > STARTING)
        throw brokerTrouble(error, { brokers, transaction: transactionalId })
    }
    await sleep(PAUSE)
  }
}
