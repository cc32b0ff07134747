import type { Observation } from '../../kernel/event.ts'
import type { RecordHead } from '../wire.ts'
import { type Growing, growing, recent } from './cells.ts'
import { wasRight, withClock } from './machine.ts'
import { hostOf, keyOf, lagOf, type Sample, WRONG } from './sample.ts'
import { MACHINES, type SavedClocks } from './skew.ts'

type Saved = SavedClocks[number]
/** A line that came twice waits twice: of both, the one received earlier counts. */
const waitKey = ({ id, received }: Observation): string => `${received} ${id}`

type Recalled = { one: Saved; cells: Growing; readonly open: Map<string, Observation> }

/** Its clock was right: what waited and lies between this and the last time it was right is settled, and waits to be stored so. */
const heardAtOnce = (machine: Recalled, line: Sample): void => {
  const { good } = machine.one
  const isNewer = !good || line.received > good.received || (line.received === good.received && line.at > good.at)
  if (!isNewer) return
  for (const [key, o] of machine.open)
    if (o.clock === 'open' && wasRight(o, good)) machine.open.set(key, withClock(o, undefined))
  machine.one = { ...machine.one, behind: undefined, good: line }
}

/**
 * What was known of clocks when it was kept, completed by what the log says since: what was stored with an `open` clock waits, until
 * it was stored settled; which lines came late, and when each machine was heard at once. How the lags went on side by side is learnt again.
 */
export const recall = (saved: SavedClocks) => {
  const machines = new Map<string, Recalled>()
  // Kept, since a fresh one would walk over all that was taken from the front.
  const oldest = machines.keys()
  let evicted = 0
  /** What is known of the machine, heard last of all from here on; who was heard longest ago makes room. */
  const opened = ({ collector, source, host }: Pick<Saved, 'collector' | 'source' | 'host'>): Recalled => {
    const key = `${collector}\n${keyOf(source, host)}`
    const machine: Recalled = machines.get(key) ?? {
      ...{
        one: { ...{ collector, source, host, samples: [], cells: [] }, open: [] },
        cells: growing(),
        open: new Map(),
      },
    }
    machines.delete(key)
    machines.set(key, machine)
    if (machines.size > MACHINES && machines.delete(oldest.next().value!)) evicted++
    return machine
  }
  let newest = 0
  for (const one of saved) {
    newest = Math.max(newest, one.samples.at(-1)?.received ?? 0, one.good?.received ?? 0)
    const machine = opened(one)
    machine.one = one
    machine.cells = growing(one.cells)
    for (const o of one.open) machine.open.set(waitKey(o), o)
  }

  return {
    /** The next record of the log. */
    take({ observations, withdraws = [] }: RecordHead): void {
      for (const o of withdraws) {
        const { open } = opened({ ...o, host: hostOf(o) })
        for (const [key, { id }] of open) if (id === o.id) open.delete(key)
      }
      for (const o of observations) {
        if (o.action === 'source.delivery') continue
        const machine = opened({ ...o, host: hostOf(o) })
        const { at, received, clock } = o
        newest = Math.max(newest, received)
        if (lagOf(o) > WRONG) machine.cells.add({ at, received })
        if (clock === 'open') machine.open.set(waitKey(o), o)
        else machine.open.delete(waitKey(o))
        if (lagOf(o) <= WRONG) heardAtOnce(machine, { at, received })
      }
    },
    /** Machines that were forgotten for others. */
    get evicted() {
      return evicted
    },
    /** Who was heard longest ago comes first. */
    clocks: (): SavedClocks =>
      [...machines.values()].map(({ one, cells, open }) => {
        return { ...one, cells: recent(cells.list(), newest), open: [...open.values()] }
      }),
  }
}
