import { entryOf } from '../../kernel/entry.ts'
import { type Observation, pipelineOf } from '../../kernel/event.ts'
import { MINUTE } from '../../kernel/time.ts'

/** What the logs of a period say of their own coming: by pipeline how many, and in which minutes; which machines reported. */
export type Heard = {
  /** Pipeline (`collector/source`) → events. */
  readonly events: ReadonlyMap<string, number>
  /** Pipeline → minutes since 1970 with an event, ascending. */
  readonly minutes: ReadonlyMap<string, readonly number[]>
  /** Machines whose protection agent sent a sign of life. */
  readonly agents: ReadonlySet<string>
}

/**
 * Counts what the archive gives, span by span: an observation given twice in one span counts once, and only one span's are remembered.
 */
export const createHearing = () => {
  const [events, minutes, agents] = [new Map<string, number>(), new Map<string, Set<number>>(), new Set<string>()]
  let span = { from: 0, to: 0 }
  let seen = new Set<string>()
  return {
    /** What follows is about [from, to). */
    begin(from: number, to: number): void {
      span = { from, to }
      seen = new Set()
    },
    add(observations: readonly Observation[]): void {
      for (const o of observations) {
        if (o.at < span.from || o.at >= span.to || isOwn(o) || seen.has(o.id)) continue
        seen.add(o.id)
        const pipeline = pipelineOf(o)
        events.set(pipeline, (events.get(pipeline) ?? 0) + 1)
        if (o.action === 'heartbeat') agents.add(o.host)
        // A clock that is wrong does not tell when its carrier spoke.
        if (o.clock !== undefined) continue
        entryOf(minutes, pipeline, () => new Set<number>()).add(Math.floor(o.at / MINUTE))
      }
    },
    heard: (): Heard => ({
      ...{ events, agents },
      minutes: new Map([...minutes].map(([pipeline, spoken]) => [pipeline, [...spoken].sort((a, b) => a - b)])),
    }),
  }
}

/** What the product and the registers say is no log. */
const isOwn = ({ action, collector }: Observation): boolean =>
  action === 'source.delivery' || action === 'host.seen' || collector === 'directory'
