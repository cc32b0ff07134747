import { openMemoryBus } from '../../../ingest/bus/memory.ts'
import { eventBusContract } from '../../contracts/event-bus.contract.ts'

eventBusContract('in memory', async () => openMemoryBus({ retryMs: 2, onTrouble: () => undefined }))
