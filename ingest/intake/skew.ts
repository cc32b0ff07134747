import { entryOf } from '../../kernel/entry.ts'
import type { Observation } from '../../kernel/event.ts'
import { MINUTE } from '../../kernel/time.ts'
import { recent } from './cells.ts'
import { foremost } from './late.ts'
import { type Heard, hear, type Machine, RIGHT_BEFORE, settle } from './machine.ts'
import { hostOf, keyOf, lagOf } from './sample.ts'
import type { KnownClock, KnownClocks } from './stamp.ts'

/** How far a machine's times lie from ours. */
export type Skew = {
  readonly collector: string
  readonly source: string
  readonly host: string
  /**
   * Median of receipt minus event time over the last minutes in which it spoke, ms: below zero its clock is ahead of ours; above,
   * it is behind, or its lines are long on their way.
   */
  readonly ms: number
  /** Its clock is known to be so far behind ours, ms: event time and receipt went on side by side. */
  readonly behind?: number
}

type Told = {
  readonly collector: string
  readonly received: number
  readonly heard: readonly Heard[]
  /** What was stored with an `open` clock: it is settled when the machine has been heard for a while. */
  readonly open: readonly Observation[]
}

/** What is kept over a restart: of the machines that are late or wrong, everything; of the others, when they were right last. */
export type SavedClocks = readonly Readonly<Machine>[]

/** More machines than any province has; names out of the lines cannot fill memory beyond this: who was heard longest ago makes room. */
export const MACHINES = 50_000
/** Of one machine and of all together, so many observations wait to be settled; what is beyond stays open. */
const [OPEN, ALL_OPEN] = [500, 50_000]
/** How often it is looked for machines that fell silent, ms of receipt. */
const SWEEP = 10 * MINUTE
/** Of one machine and of all together, so many cells of late lines are kept; beyond it those received first are forgotten. */
const [CELLS, ALL_CELLS] = [600, 300_000]

const NOTHING: KnownClocks = new Map()

/**
 * Measures clocks by what comes in live, one line a machine and minute, and tells a clock that is behind from lines that are late:
 * of a clock that is behind, event time and receipt go on side by side; who catches up tells of hours within minutes.
 */
export const createSkews = (saved: SavedClocks = []) => {
  const collectors = new Map<string, Map<string, Machine>>()
  const known = new Map<string, Map<string, KnownClock>>()
  /** Who was heard longest ago comes first. */
  const byReceipt = new Set<Machine>()
  // Kept, since a fresh one would walk over all that was taken from the front: what it has passed is gone, what is heard is put behind it.
  const oldest = byReceipt.values()
  let [waiting, cells] = [0, 0]
  /** Settled and on its way to the log: another delivery of the machine, taken meanwhile, is not given it again. */
  const leaving = new Set<Observation>()
  const counters = { unsettled: 0, unsettledMachines: 0, forgotten: 0, evicted: 0 }
  const unsure = new Set<string>()

  /** So many of its lines stay open: nobody will say whether they were late. One delivery of an inventory is many lines, and one machine. */
  const giveUp = ({ collector, source, host }: Machine, lines: number): void => {
    if (lines === 0) return
    counters.unsettled += lines
    if (unsure.size < MACHINES) unsure.add(`${collector}\n${keyOf(source, host)}`)
    counters.unsettledMachines = unsure.size
  }

  /** What waits of it stays open. */
  const evict = (machine: Machine): void => {
    const { collector, source, host } = machine
    const key = keyOf(source, host)
    byReceipt.delete(machine)
    for (const table of [collectors, known]) {
      const ofCollector = table.get(collector)
      ofCollector?.delete(key)
      if (ofCollector?.size === 0) table.delete(collector)
    }
    waiting -= machine.open.length
    cells -= machine.cells.length
    giveUp(machine, machine.open.filter(({ clock }) => clock === 'open').length)
    counters.evicted++
  }
  /** The machine, heard last of all from here on. */
  const machineOf = (collector: string, source: string, host: string): Machine => {
    const key = keyOf(source, host)
    const known = collectors.get(collector)?.get(key)
    if (known) byReceipt.delete(known)
    const machine = known ?? { collector, source, host, samples: [], cells: [], open: [] }
    byReceipt.add(machine)
    if (known) return known
    if (byReceipt.size > MACHINES) evict(oldest.next().value!)
    entryOf(collectors, collector, () => new Map<string, Machine>()).set(key, machine)
    return machine
  }
  const publish = ({ collector, source, host, behind, cells }: Machine): void => {
    const late = foremost(cells)
    const ofCollector = entryOf(known, collector, () => new Map<string, KnownClock>())
    if (behind === undefined && late.length === 0) ofCollector.delete(keyOf(source, host))
    else ofCollector.set(keyOf(source, host), { ...(behind !== undefined && { behind }), late })
  }
  const hold = (machine: Machine, open: readonly Observation[]): void => {
    const room = Math.max(0, Math.min(OPEN - machine.open.length, ALL_OPEN - waiting))
    giveUp(machine, Math.max(0, open.length - room))
    if (open.length === 0 || room === 0) return
    machine.open = [...machine.open, ...open.slice(0, room)]
    waiting += Math.min(open.length, room)
  }
  const keep = (machine: Machine, open: readonly Observation[]): void => {
    waiting -= machine.open.length - open.length
    machine.open = open
  }
  /** Counts the cells a machine has by now, `before` it had so many. */
  const bound = (machine: Machine, before: number): void => {
    const room = Math.max(0, Math.min(CELLS, ALL_CELLS - (cells - before)))
    const beyond = Math.max(0, machine.cells.length - room)
    counters.forgotten += beyond
    if (beyond > 0) machine.cells = machine.cells.slice(beyond)
    cells += machine.cells.length - before
  }
  /** Forgets what can prove nothing any more, of machines that fell silent too. */
  const sweep = (now: number): void => {
    for (const machine of byReceipt) {
      const before = machine.cells.length
      if (before === 0) continue
      machine.cells = recent(machine.cells, now)
      cells += machine.cells.length - before
      publish(machine)
    }
  }
  for (const one of saved) {
    const machine = machineOf(one.collector, one.source, one.host)
    Object.assign(machine, { ...one, open: [] })
    bound(machine, 0)
    hold(machine, one.open)
    publish(machine)
  }
  let swept = 0

  return {
    /**
     * Takes note of what one delivery told. Returns what is settled by it: to be stored once more, under the same ids. Whoever is given it
     * tells `stored` or `unstored` of it; in the latter case it is given again.
     */
    note({ collector, received, heard, open }: Told): readonly Observation[] {
      if (cells > 0 && received - swept > SWEEP) {
        sweep(received)
        swept = received
      }
      const waits = Map.groupBy(open, (o) => keyOf(o.source, hostOf(o)))
      return heard.flatMap((one) => {
        const machine = machineOf(collector, one.source, one.host)
        hold(machine, waits.get(keyOf(one.source, one.host)) ?? [])
        const before = machine.cells.length
        const isShown = hear(machine, received, one)
        bound(machine, before)
        publish(machine)
        if (machine.open.length === 0) return []
        const { settled, open, never } = settle(machine, received, isShown)
        giveUp(machine, never)
        keep(machine, [...open, ...settled])
        const fresh = settled.filter((o) => !leaving.has(o))
        for (const o of fresh) leaving.add(o)
        return fresh
      })
    },

    /** What was settled is durable, and forgotten. */
    stored(settled: readonly Observation[]): void {
      const gone = new Set(settled)
      for (const o of settled) leaving.delete(o)
      for (const [first] of Map.groupBy(settled, (o) => `${o.collector}\n${keyOf(o.source, hostOf(o))}`).values()) {
        const machine = first && collectors.get(first.collector)?.get(keyOf(first.source, hostOf(first)))
        if (machine)
          keep(
            machine,
            machine.open.filter((o) => !gone.has(o)),
          )
      }
    },

    /** What was settled could not be stored. */
    unstored(settled: readonly Observation[]): void {
      for (const o of settled) leaving.delete(o)
    },

    /** What is known of the machines behind a collector, by `keyOf`; those whose lines come at once are left out. */
    known: (collector: string): KnownClocks => known.get(collector) ?? NOTHING,

    /** Every machine heard, the worst clock first. */
    list: (): readonly Skew[] =>
      [...byReceipt]
        .filter(({ samples }) => samples.length > 0)
        .map(({ collector, source, host, samples, behind }) => {
          return { collector, source, host, ms: median(samples.map(lagOf)), ...(behind !== undefined && { behind }) }
        })
        .sort((a, b) => Math.abs(b.ms) - Math.abs(a.ms)),

    /** Who was heard longest ago comes first. */
    saved: (): SavedClocks => {
      const machines = [...byReceipt]
      const lastOf = ({ good, samples }: Machine): number =>
        Math.max(good?.received ?? 0, samples.at(-1)?.received ?? 0)
      const newest = machines.reduce((latest, machine) => Math.max(latest, lastOf(machine)), 0)
      return machines.flatMap((machine) => {
        const one = { ...machine, cells: recent(machine.cells, newest) }
        if (one.behind !== undefined || one.open.length > 0 || one.cells.length > 0) return [one]
        return one.good !== undefined && newest - one.good.received <= RIGHT_BEFORE ? [{ ...one, samples: [] }] : []
      })
    },
    counters,
  }
}

const median = (values: readonly number[]): number => values.toSorted((a, b) => a - b)[values.length >> 1] ?? 0
