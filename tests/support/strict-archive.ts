import { type Entity, entities, type Observation } from '../../kernel/event.ts'
import type { Archive, Asked, Gap } from '../../kernel/ports.ts'

/** What an observation is filtered by, as the port says it. */
export const namesOf = (o: Observation, by: Entity): readonly (string | undefined)[] => {
  const {
    user,
    by: actor,
    host,
    from,
    ip,
    device,
    pipeline,
  } = o as Partial<Readonly<Record<'user' | 'by' | 'host' | 'from' | 'ip' | 'device' | 'pipeline', string>>>
  switch (by) {
    case 'user':
      return [user, actor]
    case 'host':
      return [host, from]
    case 'ip':
      return [ip, from]
    case 'device':
      return [device]
    case 'pipeline':
      return [pipeline]
    // Registers alone tell of one; they are not archived.
    case 'duty':
      return []
    default:
      throw new Error(String(by satisfies never))
  }
}

export const isAsked =
  ({ from, to, actions, about }: Asked) =>
  (o: Observation): boolean =>
    o.at >= from &&
    o.at <= to &&
    (actions === undefined || actions.has(o.action)) &&
    (about === undefined ||
      entities.some((by) => namesOf(o, by).some((name) => name !== undefined && about[by]?.has(name) === true)))

/** An archive that gives exactly what it is asked for: whoever asks for too little goes without. */
export const strictArchive = () => {
  let held: readonly Observation[] = []
  let lost: Gap | undefined
  let delivered = 0
  const archive: Archive = {
    async *read(asked) {
      const isIn = isAsked(asked)
      const given = held.filter((o) => isIn(o) && !(lost && o.at >= lost.from && o.at <= lost.to))
      delivered += given.length
      yield given
    },
    gaps: async ({ from, to }) => (lost && lost.from <= to && lost.to >= from ? [lost] : []),
  }
  return {
    ...archive,
    /** A record: `withdraws` are observations an older parser had made of it. */
    put(observations: readonly Observation[], withdraws: readonly Observation[] = []): void {
      const gone = new Set(withdraws.map(({ id }) => id))
      held = [...(gone.size > 0 ? held.filter(({ id }) => !gone.has(id)) : held), ...observations]
    },
    /** Loses a span of event time, and says so. */
    lose(from: number, to: number, reason: Gap['reason'] = 'retention'): void {
      lost = { from, to, reason }
    },
    /** A copy was found. */
    restore(): void {
      lost = undefined
    },
    get held(): readonly Observation[] {
      return held
    },
    get delivered(): number {
      return delivered
    },
  }
}
