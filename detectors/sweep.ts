import { HOUR } from '../kernel/time.ts'
import type { Machine } from './machine.ts'
import type { Cell, Space } from './state.ts'
import type { createTimers } from './timers.ts'

/** What is remembered about one entity, at the place of each rule about its kind; of a machine also the step it was last seen in. */
export type Entry = {
  readonly name: string
  readonly cells: (Cell | undefined)[]
  /** When each rule's timer goes off, as it was set last; `Infinity`: never. */
  readonly dues: number[]
  step: number
}

/** What a rule remembers, as far as forgetting must know it. */
type Keeper = {
  readonly machine: Pick<Machine, 'stale'>
  readonly timers: Pick<ReturnType<typeof createTimers>, 'set'>
  readonly remembered: Pick<Space<unknown>, 'put' | 'release'>
  readonly place: number
}

/** The rules about one kind of entity, and what is remembered of each of these. */
type Kind = { readonly runners: readonly Keeper[]; readonly entries: Map<string, Entry> }

export type SweepOptions = {
  readonly kinds: readonly Kind[]
  readonly watermark: () => number
  /** A register that forgets by itself is told how far the stream has come, each time round. */
  readonly forgotten: (watermark: number) => void
}

/** Drops what can no longer matter about one entity. Returns whether nothing is left. */
const tidy = (runners: readonly Keeper[], { name, cells, dues }: Entry, watermark: number): boolean => {
  let empty = true
  for (const { machine, timers, remembered, place } of runners) {
    const cell = cells[place]
    if (cell === undefined) continue
    if (cell.value !== undefined && machine.stale(cell.value) < watermark) {
      remembered.put(cell, undefined)
      dues[place] = Infinity
      timers.set(name, undefined)
    }
    if (remembered.release(cell)) cells[place] = undefined
    else empty = false
  }
  return empty
}

/**
 * Drops what can no longer matter, of as many entities as it takes to come round once in an hour of `passed` time (ms): changes no
 * result, only memory.
 */
export const sweeper = ({ kinds, watermark, forgotten }: SweepOptions): ((passed: number) => void) => {
  const round = function* (): Generator<void> {
    forgotten(watermark())
    for (const { runners, entries } of kinds)
      for (const entry of entries.values()) {
        if (tidy(runners, entry, watermark())) entries.delete(entry.name)
        yield
      }
  }
  let sweeping = round()
  return (passed) => {
    const all = kinds.reduce((sum, { entries }) => sum + entries.size, 0)
    for (let left = Math.ceil(Math.min(passed / HOUR, 1) * all); left > 0; left--)
      if (sweeping.next().done) sweeping = round()
  }
}
