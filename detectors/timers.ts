/** When an entity's timer goes off (`Infinity`: it was taken away), and the place in the heap at which it will be looked at. */
type Timer = { readonly entity: string; at: number; looked: number }
const NONE: readonly string[] = []
type Entry = { readonly at: number; readonly timer: Timer }

/**
 * At most one timer an entity. A binary heap of when to look at a timer: one that moves later stays where it is and is put back
 * when its entry comes up, so the heap holds about one entry an entity, however often timers move.
 */
export const createTimers = () => {
  const timers = new Map<string, Timer>()
  const heap: Entry[] = []

  const push = (entry: Entry): void => {
    let i = heap.push(entry) - 1
    while (i > 0) {
      const parent = (i - 1) >> 1
      if (heap[parent]!.at <= entry.at) break
      heap[i] = heap[parent]!
      i = parent
    }
    heap[i] = entry
  }

  const pop = (): void => {
    const last = heap.pop()!
    if (heap.length === 0) return
    let i = 0
    for (;;) {
      let child = 2 * i + 1
      if (child >= heap.length) break
      if (child + 1 < heap.length && heap[child + 1]!.at < heap[child]!.at) child++
      if (heap[child]!.at >= last.at) break
      heap[i] = heap[child]!
      i = child
    }
    heap[i] = last
  }

  return {
    /** Sets, moves or (`undefined`) removes the timer of an entity. */
    set(entity: string, at: number | undefined): void {
      const timer = timers.get(entity)
      if (timer === undefined) {
        if (at === undefined) return
        const made = { entity, at, looked: at }
        timers.set(entity, made)
        push({ at, timer: made })
        return
      }
      timer.at = at ?? Infinity
      if (timer.at >= timer.looked) return
      timer.looked = timer.at
      push({ at: timer.at, timer })
    },

    /** The entities whose timer is at or before `to`, by time then name; each is taken off and must be set again to wait again. */
    until(to: number): readonly string[] {
      if (heap.length === 0 || heap[0]!.at > to) return NONE
      const ready: Timer[] = []
      while (heap.length > 0 && heap[0]!.at <= to) {
        const { at, timer } = heap[0]!
        pop()
        // One that has moved earlier since was looked at then.
        if (timer.looked !== at || timers.get(timer.entity) !== timer) continue
        if (timer.at <= to || timer.at === Infinity) {
          timers.delete(timer.entity)
          if (timer.at <= to) ready.push(timer)
        } else {
          timer.looked = timer.at
          push({ at: timer.at, timer })
        }
      }
      return ready.sort((a, b) => a.at - b.at || (a.entity < b.entity ? -1 : 1)).map(({ entity }) => entity)
    },
  }
}
