import { z } from 'zod'
import { accounts } from './actions/accounts.ts'
import { opt } from './actions/fields.ts'
import { files } from './actions/files.ts'
import { machines } from './actions/machines.ts'
import { network } from './actions/network.ts'
import { protection } from './actions/protection.ts'
import { registers } from './actions/registers.ts'
import { sessions } from './actions/sessions.ts'

/**
 * Everything that can happen, one entry an action: the vocabulary of sources and rules. The schema is the type.
 * `user` is `name@realm` in lower case (realm: AD domain, host for local accounts, or application); `host` a machine
 * name in lower case without its domain; `ip` the address the act came from (ECS `source.ip`).
 */
export const actions = {
  ...sessions,
  ...accounts,
  ...machines,
  ...protection,
  ...files,
  ...network,
  ...registers,
  other: z.object({ host: opt, user: opt, code: opt, provider: opt }),
} as const

export type Action = keyof typeof actions
export const actionNames = Object.keys(actions) as Action[]
export type Fields<A extends Action> = z.infer<(typeof actions)[A]>

/** What every observation carries besides its action's own fields. Times are epoch milliseconds, UTC. */
export type Origin = {
  /** Stable across deliveries and replays: host/channel/record/second, or digest and place. */
  readonly id: string
  /** The time of the act. It decides. */
  readonly at: number
  /** First receipt by us; kept through archive, quarantine and replay. */
  readonly received: number
  readonly source: string
  readonly collector: string
  /** SHA-256 of the raw line as stored, the first 32 hex digits. */
  readonly digest: string
  /** Order inside one second of one channel (record id, line number); breaks ties deterministically. */
  readonly seq?: number
  /** `event.code` and `event.provider` as the source wrote them. */
  readonly code?: string
  readonly provider?: string
  /** `message repeated N times`: N, else absent. */
  readonly count?: number
  /**
   * The clock that told `at` is known to be so far behind ours, ms: by our time it happened at `at + clock`. `open`: it came long after
   * `at`, and nobody can say as yet whether it is late or its clock behind. Absent: nothing speaks against `at`.
   */
  readonly clock?: number | 'open'
}

/** A normalised record: what a source yields. */
export type Observation<A extends Action = Action> = A extends Action
  ? Origin & { readonly action: A } & Readonly<Fields<A>>
  : never

/** The things we keep state about. */
export const entities = ['user', 'host', 'device', 'ip', 'pipeline', 'duty'] as const
export type Entity = (typeof entities)[number]

/** The value by which an observation belongs to an entity; none means: not that rule's business. */
export const entityOf = (event: Observation, entity: Entity): string | undefined =>
  (event as Partial<Readonly<Record<Entity, string>>>)[entity]

/** The account that did it to the one an observation names, where its log tells. */
export const doneBy = (event: Observation): string | undefined => (event as { readonly by?: string }).by

/** Malware that was dealt with was found first: of one instant and no known order, its record comes last. */
const isOutcome = (o: Observation): number => (o.action === 'malware.found' && o.handled ? 1 : 0)

/** The one total order of events: time, then record order, then what follows from something, then id. Arrival is not in it. */
export const byTime = (a: Observation, b: Observation): number =>
  a.at - b.at || (a.seq ?? 0) - (b.seq ?? 0) || isOutcome(a) - isOutcome(b) || (a.id < b.id ? -1 : a.id > b.id ? 1 : 0)

/** Of two deliveries of one record the one received earlier counts; of one receipt, the one that settles the clock. */
export const outranks = (a: Observation, b: Observation): boolean =>
  a.received < b.received || (a.received === b.received && b.clock === 'open' && a.clock !== 'open')

/** One pipeline is a collector and a source: the carrier of a kind of proof. */
export const pipelineOf = (event: Pick<Origin, 'collector' | 'source'>): string => `${event.collector}/${event.source}`
