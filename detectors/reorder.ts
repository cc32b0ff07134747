import { entryOf } from '../kernel/entry.ts'
import { byTime, type Observation } from '../kernel/event.ts'
import { SECOND } from '../kernel/time.ts'

/**
 * Holds events until the watermark and gives them back in the one order of events. Duplicates (same id) are dropped: of two
 * deliveries the one received earlier counts.
 */
export const createReorder = () => {
  const seconds = new Map<number, Map<string, Observation>>()

  return {
    /** Returns false for a second delivery. */
    put(o: Observation): boolean {
      const second = Math.floor(o.at / SECOND)
      const held = entryOf(seconds, second, () => new Map())
      const before = held.get(o.id)
      if (before === undefined || o.received < before.received) held.set(o.id, o)
      return before === undefined
    },

    /** Everything before `watermark` (a whole second), in order. */
    release(watermark: number): readonly Observation[] {
      const ready = [...seconds.keys()].filter((second) => second * SECOND < watermark).sort((a, b) => a - b)
      return ready.flatMap((second) => {
        const events = [...seconds.get(second)!.values()].sort(byTime)
        seconds.delete(second)
        return events
      })
    },

    pending: (): readonly Observation[] => [...seconds.values()].flatMap((held) => [...held.values()]),
  }
}
