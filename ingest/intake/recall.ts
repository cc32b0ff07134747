import { entryOf } from '../../kernel/entry.ts'
import type { Observation } from '../../kernel/event.ts'
import type { RecordHead } from '../wire.ts'
import type { SavedClocks } from './skew.ts'
import { keyOf, WRONG } from './stamp.ts'

type Saved = SavedClocks[number]

const hostOf = (o: Observation): string => ('host' in o && o.host) || ''

/**
 * What was known of clocks when it was kept, completed by what the log says since: what was stored with an `open` clock waits, until
 * it was stored settled; and when each machine was heard at once. How the lags went on is learnt again.
 */
export const recall = (saved: SavedClocks) => {
  const machines = new Map<string, { one: Saved; readonly open: Map<string, Observation> }>()
  const opened = ({ collector, source, host }: Pick<Saved, 'collector' | 'source' | 'host'>) =>
    entryOf(machines, `${collector}\n${keyOf(source, host)}`, () => ({
      one: { ...{ collector, source, host, samples: [], late: false, levels: 0 }, open: [] },
      open: new Map(),
    }))
  for (const one of saved) {
    const machine = opened(one)
    machine.one = one
    for (const o of one.open) machine.open.set(o.id, o)
  }

  return {
    /** The next record of the log. */
    take({ observations, withdraws = [] }: RecordHead): void {
      for (const o of withdraws) opened({ ...o, host: hostOf(o) }).open.delete(o.id)
      for (const o of observations) {
        if (o.action === 'source.delivery') continue
        const machine = opened({ ...o, host: hostOf(o) })
        if (o.clock === 'open') {
          machine.open.set(o.id, o)
          continue
        }
        machine.open.delete(o.id)
        const { received, at } = o
        const { good } = machine.one
        const isNewer = !good || received > good.received || (received === good.received && at > good.at)
        if (o.clock === undefined && received - at <= WRONG && isNewer)
          machine.one = { ...machine.one, good: { received, at } }
      }
    },
    clocks: (): SavedClocks => [...machines.values()].map(({ one, open }) => ({ ...one, open: [...open.values()] })),
  }
}
