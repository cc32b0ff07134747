import { setTimeout as sleep } from 'node:timers/promises'
import { RECORDS } from '../../ingest/wire.ts'
import type { EventBus } from '../../kernel/ports.ts'
import type { ProductBus } from '../bus.ts'

/** How often it is looked whether the copy has come so far, ms. */
const LOOK = 20

/**
 * The log as a slot that may have come from elsewhere reads it: from the copy beside the archive, once that has come to where the slot goes on;
 * what the copy has forgotten is read on the cluster. Either way nothing is handed over that the archive's readers cannot find.
 */
export const slotBus = (bus: ProductBus, signal: AbortSignal): EventBus => {
  const { far, copied } = bus
  if (!far || !copied) return bus
  const until = async (offset: number): Promise<void> => {
    while ((await copied(RECORDS)) < offset) {
      signal.throwIfAborted()
      await sleep(LOOK)
    }
  }
  return {
    ...bus,
    begin: async (topic) =>
      topic === RECORDS ? Math.min(await bus.begin(topic), await far.begin(topic)) : far.begin(topic),
    async subscribe(topic, from, handler) {
      if (topic !== RECORDS) return bus.subscribe(topic, from, handler)
      await until(from)
      if (from >= (await bus.begin(topic))) return bus.subscribe(topic, from, handler)
      return far.subscribe(topic, from, async (batch) => {
        await until(batch.at(-1)!.offset + 1)
        await handler(batch)
      })
    },
  }
}
