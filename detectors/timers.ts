/** At most one timer an entity. A binary heap with lazy deletion: a popped entry counts only if it is still the entity's own. */
export const createTimers = () => {
  const due = new Map<string, number>()
  const heap: { at: number; entity: string }[] = []

  const push = (entry: { at: number; entity: string }): void => {
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
      if (at === undefined) {
        due.delete(entity)
        return
      }
      if (due.get(entity) === at) return
      due.set(entity, at)
      push({ at, entity })
    },

    /** The entities whose timer is at or before `to`, by time then name; each is taken off and must be set again to wait again. */
    until(to: number): readonly string[] {
      const ready: { at: number; entity: string }[] = []
      while (heap.length > 0 && heap[0]!.at <= to) {
        const { at, entity } = heap[0]!
        pop()
        if (due.get(entity) !== at) continue
        due.delete(entity)
        ready.push({ at, entity })
      }
      return ready.sort((a, b) => a.at - b.at || (a.entity < b.entity ? -1 : 1)).map(({ entity }) => entity)
    },
  }
}
