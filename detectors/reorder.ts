import { byTime, type Observation, outranks } from '../kernel/event.ts'
import { SECOND } from '../kernel/time.ts'

/** The events of one second as they came; `ids` are theirs, once they are more than are looked through one by one. */
type Held = { readonly second: number; readonly events: Observation[]; ids: Set<string> | undefined }

/** So many ids are sooner compared than hashed: a quiet month has one event a second. */
const FEW = 4
/** So many events are sooner sorted by hand. */
const SHORT = 24

/**
 * Holds events until the watermark and gives them back in the one order of events. Duplicates (same id) are dropped: of two
 * deliveries the one received earlier counts (`outranks`).
 */
export const createReorder = () => {
  /** The seconds that hold something, earliest first. */
  const seconds: Held[] = []
  /** Where the last event was put: the next mostly goes there, too. */
  let last: Held | undefined

  /** The place of the first second that is not before `second`. */
  const placeOf = (second: number): number => {
    let low = 0
    let high = seconds.length
    while (low < high) {
      const middle = (low + high) >> 1
      if (seconds[middle]!.second < second) low = middle + 1
      else high = middle
    }
    return low
  }
  const open = (second: number): Held => {
    const place = placeOf(second)
    const known = seconds[place]
    if (known?.second === second) return known
    const made: Held = { second, events: [], ids: undefined }
    if (place === seconds.length) seconds.push(made)
    else seconds.splice(place, 0, made)
    return made
  }

  return {
    /** `known`, or received `earlier` than it was known to be: a second delivery. */
    put(o: Observation): 'new' | 'earlier' | 'known' {
      const second = Math.floor(o.at / SECOND)
      if (last === undefined || last.second !== second) last = open(second)
      const { events } = last
      const before = knownIn(last, o.id)
      if (before < 0) {
        events.push(o)
        return 'new'
      }
      if (!outranks(o, events[before]!)) return 'known'
      events[before] = o
      return 'earlier'
    },

    /** Takes out what is no longer said to have happened. */
    remove({ id, at }: Observation): void {
      const second = Math.floor(at / SECOND)
      const held = seconds[placeOf(second)]
      if (held?.second !== second) return
      const place = indexOf(held.events, id)
      if (place < 0) return
      held.events.splice(place, 1)
      held.ids = undefined
    },

    /** What is held becomes what `change` makes of it: with the same id and time. */
    change(change: (o: Observation) => Observation): void {
      for (const { events } of seconds) for (let i = 0; i < events.length; i++) events[i] = change(events[i]!)
    },

    /** Everything before `watermark` (a whole second), in order. */
    release(watermark: number): readonly Observation[] {
      const ready: Observation[] = []
      const left = placeOf(watermark / SECOND)
      for (let i = 0; i < left; i++) {
        const { events } = seconds[i]!
        if (events.length > SHORT) events.sort(byTime)
        else insertionSort(events)
        for (let k = 0; k < events.length; k++) ready.push(events[k]!)
      }
      seconds.splice(0, left)
      last = undefined
      return ready
    },

    pending: (): readonly Observation[] => seconds.flatMap(({ events }) => events),
  }
}

/** Where the event with that id stands, -1 where none has it: then one is about to be added. */
const knownIn = (held: Held, id: string): number => {
  const { events } = held
  if (events.length < FEW) return indexOf(events, id)
  held.ids ??= new Set(events.map((o) => o.id))
  const known = held.ids.size
  return held.ids.add(id).size > known ? -1 : indexOf(events, id)
}

const indexOf = (events: readonly Observation[], id: string): number => {
  for (let i = 0; i < events.length; i++) if (events[i]!.id === id) return i
  return -1
}

/** In place. Of few events, which mostly come in order, it costs a comparison each. */
const insertionSort = (events: Observation[]): void => {
  for (let i = 1; i < events.length; i++) {
    const o = events[i]!
    let place = i
    for (; place > 0 && byTime(events[place - 1]!, o) > 0; place--) events[place] = events[place - 1]!
    events[place] = o
  }
}
