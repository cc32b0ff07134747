import type { Instant } from '../../kernel/time.ts'
import { SECOND } from '../../kernel/time.ts'
import type { Act } from './acts.ts'
import type { World } from './day.ts'
import type { LineStyle } from './formats/line-style.ts'
import { windowsEvents } from './formats/windows.ts'
import type { WindowsEvent } from './formats/windows-event.ts'
import type { Delivery, Machine } from './model.ts'
import { createDice } from './random.ts'
import { AGAIN, type Due, otherDue, windowsDue } from './records.ts'
import { createRoad } from './road.ts'
import { createStore } from './store.ts'

export type WriterOptions = {
  readonly lines: LineStyle
  /** Share of lines that come twice, 0 to 1. */
  readonly twice: number
  /** Length of a slice, ms. */
  readonly slice: number
}

/** Events are cast at most so long before their act, and numbered when nothing earlier can follow. */
const SETTLE = SECOND

/** Record ids of each machine's logs, rising by one. */
const createNumbers = () => {
  const logs = new Map<Machine, Map<string, number>>()
  return ({ machine, channel }: WindowsEvent): number => {
    const channels = logs.get(machine) ?? new Map<string, number>()
    logs.set(machine, channels)
    const next = (channels.get(channel) ?? 1_000 + (((machine.id.length + channel.length) * 7_919) % 90_000)) + 1
    channels.set(channel, next)
    return next
  }
}

/** Turns acts into lines: the only state of a run. Memory holds one slice, and, packed, what late hosts still owe. */
export const createWriter = (world: World, { lines, twice, slice }: WriterOptions) => {
  const { province, planting } = world
  const store = createStore(slice)
  const road = createRoad(world)
  const numberOf = createNumbers()
  const again = createDice(province.seed, 'twice')
  let waiting: WindowsEvent[] = []

  const isLost = ({ collector, source, happened }: Due): boolean =>
    planting.lost.some(
      (gap) => gap.collector === collector && gap.source === source && happened >= gap.from && happened < gap.to,
    )
  const put = (due: Due): void => {
    if (isLost(due)) return
    store.put(due)
    // Two equal lines of auth.log may be two acts: nobody could tell that the second is the first again.
    if (again() < twice && due.source !== 'linux-auth') store.put({ ...due, deliveredAt: due.deliveredAt + AGAIN })
  }

  return {
    /** Takes the acts of one slice; acts may still cast events into the next. */
    take(acts: readonly Act[], end: Instant): void {
      for (const act of acts) {
        for (const event of windowsEvents(act, province.dc)) waiting.push(event)
        const due = otherDue(road, act)
        if (due) put(due)
      }
      waiting.sort((a, b) => a.at - b.at)
      const ready = waiting.filter(({ at }) => at < end - SETTLE)
      waiting = waiting.slice(ready.length)
      for (const event of ready) put(windowsDue(road, event, numberOf(event), lines))
    },
    /** Hands out, in order of delivery, what comes before the end of a slice. */
    flush: (until: Instant): Generator<Delivery> => store.flush(until),
  }
}
