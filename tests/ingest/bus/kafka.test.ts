import { describe } from 'vitest'
import { openKafkaBus } from '../../../ingest/bus/kafka.ts'
import { eventBusContract } from '../../contracts/event-bus.contract.ts'
import { sharedBrokers, uniqueName } from '../../stack/kafka.ts'

const brokers = await sharedBrokers()
const quiet = { retryMs: 2, onTrouble: () => undefined }

describe.skipIf(!brokers)('Kafka', () => {
  const connection = { brokers: brokers ?? [] }
  eventBusContract('Kafka', () => openKafkaBus({ connection, prefix: `${uniqueName('bus')}.`, ...quiet }))
})
