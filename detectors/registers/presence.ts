import type { Observation } from '../../kernel/event.ts'
import { MINUTE } from '../../kernel/time.ts'
import type { State } from '../state.ts'

const SPACE = 'register/presence'

/** A sign of life is taken once in five minutes: fine enough for waits of hours, and ten thousand machines stay cheap. */
export const PRESENCE_STEP = 5 * MINUTE

/** What the machine did not write itself says nothing about its life. */
const silent = new Set(['source.delivery', 'machine.listed', 'host.seen', 'heartbeat', 'power.off'])

/** Turns any event of a machine into at most one `host.seen` per five minutes. Expects event-time order. */
export const presenceRegister =
  (state: State) =>
  (o: Observation): Observation<'host.seen'> | undefined => {
    if (silent.has(o.action) || o.collector === 'directory' || !('host' in o) || o.host === undefined) return undefined
    const step = Math.floor(o.at / PRESENCE_STEP)
    if (state.get<number>(SPACE, o.host) === step) return undefined
    state.set(SPACE, o.host, step)
    const { at, received, source, collector, digest, host } = o
    return { id: `seen/${host}/${step}`, at, received, source, collector, digest, action: 'host.seen', host }
  }
