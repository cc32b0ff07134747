import { z } from 'zod'

const name = z.string().min(1)
const opt = z.string().optional()

/** Why a login was refused, in one word whatever the source says. */
export const refusals = [
  'bad-password',
  'no-such-user',
  'disabled',
  'locked',
  'expired',
  'outside-hours',
  'other',
] as const

/** How a session began; decides whether a person sat at (or reached into) the machine. */
export const logonKinds = ['interactive', 'remote', 'unlock', 'network', 'service', 'batch', 'application'] as const

/**
 * Everything that can happen, one entry an action: the vocabulary of sources and rules. The schema is the type.
 * `user` is `name@realm` in lower case (realm: AD domain, host for local accounts, or application); `host` a machine
 * name in lower case without its domain; `ip` the address the act came from (ECS `source.ip`).
 */
export const actions = {
  login: z.object({
    user: name,
    host: opt,
    system: name,
    ok: z.boolean(),
    via: z.enum(logonKinds),
    ip: opt,
    from: opt,
    elevated: z.boolean().optional(),
    refusal: z.enum(refusals).optional(),
    session: opt,
    automatic: z.boolean().optional(),
  }),
  logout: z.object({ user: name, host: opt, system: name, session: opt, via: z.enum(logonKinds).optional() }),
  'session.lock': z.object({ user: name, host: name }),
  'session.unlock': z.object({ user: name, host: name }),
  'session.connect': z.object({ user: name, host: name, ip: opt, from: opt }),
  'session.disconnect': z.object({ user: name, host: name, ip: opt, from: opt }),
  activity: z.object({ user: name, host: opt, system: name, ip: opt, what: name }),
  'account.create': z.object({ user: name, by: opt, host: opt, system: name }),
  'account.enable': z.object({ user: name, by: opt, host: opt, system: name }),
  'account.disable': z.object({ user: name, by: opt, host: opt, system: name }),
  'account.delete': z.object({ user: name, by: opt, host: opt, system: name }),
  'account.unlock': z.object({ user: name, by: opt, host: opt, system: name }),
  'account.lock': z.object({ user: name, by: opt, host: opt, system: name, from: opt }),
  'account.change': z.object({ user: name, by: opt, host: opt, system: name, what: opt }),
  'password.change': z.object({ user: name, by: opt, host: opt, system: name, ok: z.boolean() }),
  'group.add': z.object({ user: name, by: opt, host: opt, system: name, group: name, groupSid: opt }),
  'group.remove': z.object({ user: name, by: opt, host: opt, system: name, group: name, groupSid: opt }),
  privilege: z.object({ user: name, host: opt, system: name, ok: z.boolean(), target: opt, what: opt }),
  'power.on': z.object({ host: name }),
  'power.off': z.object({ host: name, sleep: z.boolean().optional() }),
  heartbeat: z.object({ host: name, agent: name, ip: opt, version: opt }),
  'malware.found': z.object({ host: name, user: opt, threat: name, path: opt, handled: z.boolean(), agent: opt }),
  'media.attach': z.object({
    host: name,
    device: name,
    user: opt,
    kind: name,
    vendor: opt,
    model: opt,
    serial: opt,
    volume: opt,
  }),
  'media.detach': z.object({ host: name, device: name }),
  'media.scan': z.object({ host: name, device: opt, volume: opt, clean: z.boolean(), agent: opt }),
  'file.open': z.object({
    host: name,
    user: opt,
    path: name,
    device: opt,
    volume: opt,
    process: opt,
    write: z.boolean(),
  }),
  'log.clear': z.object({ host: name, user: opt, log: name }),
  'address.lease': z.object({ host: name, ip: name, mac: opt }),
  /**
   * `restart`: the product was not there to see deliveries from this time on until `until`. What it knew of the pipeline then: since
   * when it was waited for (`since`: its last delivery, or the end of an earlier absence of ours), and that last delivery, put forward
   * by the length of all our absences between (`spoke`). Epoch ms.
   */
  'source.delivery': z.object({
    pipeline: name,
    restart: z.boolean().optional(),
    until: z.number().optional(),
    since: z.number().optional(),
    spoke: z.number().optional(),
  }),
  'account.departed': z.object({ user: name, person: name, status: name, decision: opt, knownSince: z.number() }),
  'account.closed': z.object({ user: name, person: opt }),
  'machine.listed': z.object({ host: name }),
  'host.seen': z.object({ host: name }),
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
export const entities = ['user', 'host', 'device', 'ip', 'pipeline'] as const
export type Entity = (typeof entities)[number]

/** The value by which an observation belongs to an entity; none means: not that rule's business. */
export const entityOf = (event: Observation, entity: Entity): string | undefined =>
  (event as Partial<Readonly<Record<Entity, string>>>)[entity]

/** The one total order of events: time, then record order, then id. Arrival is not in it. */
export const byTime = (a: Observation, b: Observation): number =>
  a.at - b.at || (a.seq ?? 0) - (b.seq ?? 0) || (a.id < b.id ? -1 : a.id > b.id ? 1 : 0)

/** Of two deliveries of one record the one received earlier counts; of one receipt, the one that settles the clock. */
export const outranks = (a: Observation, b: Observation): boolean =>
  a.received < b.received || (a.received === b.received && b.clock === 'open' && a.clock !== 'open')

/** One pipeline is a collector and a source: the carrier of a kind of proof. */
export const pipelineOf = (event: Pick<Origin, 'collector' | 'source'>): string => `${event.collector}/${event.source}`
