import { openMemoryBus } from '../support/memory-bus.ts'
import { eventBusContract } from './event-bus.contract.ts'

eventBusContract('in memory', async () => openMemoryBus({ retryMs: 2, onTrouble: () => undefined }))
