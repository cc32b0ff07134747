import type { Action, Observation } from '../../kernel/event.ts'
import { MINUTE } from '../../kernel/time.ts'
import type { State } from '../state.ts'

export const PRESENCE = 'register/presence'

/** A sign of life is taken once in five minutes: fine enough for waits of hours, and ten thousand machines stay cheap. */
export const PRESENCE_STEP = 5 * MINUTE

/**
 * What the machine did not write itself says nothing about its life; one that sleeps renews its lease all the same. A scan, like a
 * heartbeat, is heard of every machine of a name (`kernel/directory/names.ts`), and where an agent scans, it lives.
 */
const silent: ReadonlySet<Action> = new Set<Action>([
  'source.delivery',
  'machine.listed',
  'obligation.begun',
  'host.seen',
  'heartbeat',
  'media.scan',
  'power.off',
  'address.lease',
  'document.handle',
])

/** Whether an event with this action shows that the machine it names lives. */
export const showsLife = (action: Action): boolean => !silent.has(action)

/** Turns any event of a machine into at most one `host.seen` per five minutes. Expects event-time order. */
export const presenceRegister = (state: State) => {
  const steps = state.numbers(PRESENCE)
  return (o: Observation): Observation<'host.seen'> | undefined => {
    // By a wrong clock it lived, but not then.
    if (o.clock !== undefined) return undefined
    if (silent.has(o.action) || o.collector === 'directory' || !('host' in o) || o.host === undefined) return undefined
    const step = Math.floor(o.at / PRESENCE_STEP)
    if (steps.get(o.host) === step) return undefined
    steps.set(o.host, step)
    const { at, received, source, collector, digest, host } = o
    return { id: `seen/${host}/${step}`, at, received, source, collector, digest, action: 'host.seen', host }
  }
}
