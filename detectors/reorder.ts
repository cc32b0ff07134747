import { entryOf } from '../kernel/entry.ts'
import { byTime, type Observation, outranks } from '../kernel/event.ts'
import { SECOND } from '../kernel/time.ts'

/** The events of one second as they came, and their ids. */
type Held = { readonly second: number; readonly ids: Set<string>; readonly events: Observation[] }

/**
 * Holds events until the watermark and gives them back in the one order of events. Duplicates (same id) are dropped: of two
 * deliveries the one received earlier counts (`outranks`).
 */
export const createReorder = () => {
  const seconds = new Map<number, Held>()
  /** The seconds that hold something, earliest first: nearly all events open the last one. */
  const order: number[] = []
  /** Where the last event was put: the next mostly goes there, too. */
  let last: Held | undefined

  const open = (second: number): Held => {
    let place = order.length
    while (place > 0 && order[place - 1]! > second) place--
    order.splice(place, 0, second)
    return { second, ids: new Set(), events: [] }
  }

  return {
    /** `known`, or received `earlier` than it was known to be: a second delivery. */
    put(o: Observation): 'new' | 'earlier' | 'known' {
      const second = Math.floor(o.at / SECOND)
      if (last === undefined || last.second !== second) last = entryOf(seconds, second, () => open(second))
      const { ids, events } = last
      const known = ids.size
      if (ids.add(o.id).size > known) {
        events.push(o)
        return 'new'
      }
      const before = events.findIndex(({ id }) => id === o.id)
      if (!outranks(o, events[before]!)) return 'known'
      events[before] = o
      return 'earlier'
    },

    /** Takes out what is no longer said to have happened. */
    remove({ id, at }: Observation): void {
      const held = seconds.get(Math.floor(at / SECOND))
      if (!held?.ids.delete(id)) return
      held.events.splice(
        held.events.findIndex((o) => o.id === id),
        1,
      )
    },

    /** Everything before `watermark` (a whole second), in order. */
    release(watermark: number): readonly Observation[] {
      const left = order.findIndex((second) => second * SECOND >= watermark)
      const ready = order.splice(0, left < 0 ? order.length : left).map((second) => {
        const { events } = seconds.get(second)!
        seconds.delete(second)
        return isSorted(events) ? events : events.sort(byTime)
      })
      last = undefined
      return ready.length === 1 ? ready[0]! : ready.flat()
    },

    pending: (): readonly Observation[] => order.flatMap((second) => seconds.get(second)!.events),
  }
}

const isSorted = (events: readonly Observation[]): boolean => {
  for (let i = 1; i < events.length; i++) if (byTime(events[i - 1]!, events[i]!) > 0) return false
  return true
}
