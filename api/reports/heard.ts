import type { Directory } from '../../kernel/directory/facts.ts'
import { entryOf } from '../../kernel/entry.ts'
import { type Observation, pipelineOf } from '../../kernel/event.ts'
import { MINUTE } from '../../kernel/time.ts'
import { createEars, type Ear } from '../coverage/ears.ts'

/** What the logs of a period say of their own coming: by pipeline how many, and in which minutes; which machines reported. */
export type Heard = {
  /** Pipeline (`collector/source`) → events. */
  readonly events: ReadonlyMap<string, number>
  /** Pipeline → minutes since 1970 with an event, ascending. */
  readonly minutes: ReadonlyMap<string, readonly number[]>
  /** Machines of the register whose protection agent sent a sign of life: of several that bear a name, the one that is meant (ADR 34). */
  readonly agents: ReadonlySet<string>
  /** What was told of each unit: of its people, and at its machines. */
  readonly ears: ReadonlyMap<string, Ear>
}

/**
 * Counts what the archive gives, span by span: an observation given twice in one span counts once, and only one span's are remembered.
 */
export const createHearing = (directory: Directory) => {
  const [events, minutes, agents] = [new Map<string, number>(), new Map<string, Set<number>>(), new Set<string>()]
  const ears = createEars(directory)
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
        if (o.action === 'heartbeat') agents.add(directory.machineCalled(o.host, o, o.at))
        ears.add(o)
        // A clock that is wrong does not tell when its carrier spoke.
        if (o.clock !== undefined) continue
        entryOf(minutes, pipeline, () => new Set<number>()).add(Math.floor(o.at / MINUTE))
      }
    },
    /** What was told in the days before the period: of rare acts it shows that they are logged at all. */
    addBefore(observations: readonly Observation[]): void {
      for (const o of observations) if (!isOwn(o)) ears.addBefore(o)
    },
    heard: (): Heard => ({
      ...{ events, agents, ears: ears.ears() },
      minutes: new Map([...minutes].map(([pipeline, spoken]) => [pipeline, [...spoken].sort((a, b) => a - b)])),
    }),
  }
}

/** What the product and the registers say is no log. */
const isOwn = ({ action, collector }: Observation): boolean =>
  action === 'source.delivery' || action === 'host.seen' || collector === 'directory'
