import { z } from 'zod'

const name = z.string().min(1)
const opt = z.string().optional()
const number = z.number().optional()

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
  /** `age`: of what the agent recognises malware by, days. */
  heartbeat: z.object({ host: name, agent: name, ip: opt, version: opt, age: number }),
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
  /** A machine whose name nobody tells is called by its MAC address: who held the address before does not hold it any more. */
  'address.lease': z.object({ host: name, ip: name, mac: opt }),
  /** A session as a service beside the login tells it (`what`): remote desktop, a tunnel, a device. No login, which tells of itself. */
  'session.event': z.object({ user: name, host: opt, system: name, ip: opt, what: name, ok: z.boolean() }),
  /** `path`: the file that was begun; `parent`: that of the process that began it; `original`: the name its maker gave it; `hash`: SHA-256. */
  'program.start': z.object({
    host: name,
    user: opt,
    path: name,
    command: opt,
    parent: opt,
    product: opt,
    vendor: opt,
    original: opt,
    hash: opt,
  }),
  /** Code that an interpreter ran. */
  'script.run': z.object({ host: name, user: opt, engine: name, script: name, path: opt }),
  /** `what`: created, deleted or downloaded, from `url`. */
  'file.change': z.object({ host: name, user: opt, what: name, path: name, process: opt, url: opt }),
  /** Who (`user`) set what: `what` is the sort of setting, `item` which one, `before` and `value` as the source writes them. */
  'config.change': z.object({
    host: name,
    user: opt,
    system: name,
    what: name,
    item: opt,
    before: opt,
    value: opt,
    process: opt,
  }),
  /** `by`: who installed it; `account`: under which it runs. */
  'service.install': z.object({ host: name, by: opt, service: name, path: opt, account: opt }),
  'service.state': z.object({ host: name, service: name, running: z.boolean() }),
  'software.install': z.object({ host: name, product: name, version: opt, vendor: opt, ok: z.boolean() }),
  'software.remove': z.object({ host: name, product: name, version: opt, vendor: opt, ok: z.boolean() }),
  /** Of the operating system. */
  'update.install': z.object({ host: name, update: name, ok: z.boolean() }),
  /** A protection, or `part` of it, is on or off from here on. */
  'protection.change': z.object({ host: name, user: opt, agent: name, part: opt, on: z.boolean() }),
  /** What an agent recognises malware by was renewed, or could not be. */
  'protection.update': z.object({ host: name, agent: name, version: opt, ok: z.boolean() }),
  /** `document` is absent where the source does not tell titles; `path`: the file that a printer of files wrote. */
  'document.print': z.object({
    host: name,
    user: opt,
    document: opt,
    printer: opt,
    path: opt,
    pages: number,
    bytes: number,
  }),
  'wifi.connect': z.object({ host: name, ssid: name, bssid: opt }),
  'share.access': z.object({ host: name, user: opt, ip: opt, share: name, path: opt, write: z.boolean() }),
  /** From `ip` to `to` (an address) and its `port`; `sent` and `fetched`: bytes, as seen from `ip`. `app`: as the source names it. */
  'net.connect': z.object({
    host: opt,
    user: opt,
    ip: opt,
    to: opt,
    port: number,
    protocol: opt,
    domain: opt,
    app: opt,
    process: opt,
    allowed: z.boolean(),
    sent: number,
    fetched: number,
  }),
  /** `domain`: the name that was asked for, in lower case, without its last dot; `type`: of record. */
  'dns.query': z.object({ host: opt, user: opt, ip: opt, domain: name, type: opt, answer: opt, process: opt }),
  /** Out of the network, as a proxy or a sensor saw it; `fetched` and `sent`: bytes. */
  'web.visit': z.object({
    host: opt,
    user: opt,
    ip: opt,
    url: name,
    domain: name,
    method: opt,
    answered: number,
    allowed: z.boolean(),
    category: opt,
    app: opt,
    sent: number,
    fetched: number,
  }),
  /** At a web server of ours: `ip` asked it; `answered`: the status it answered with (RFC 9110, 15). */
  'web.serve': z.object({
    host: opt,
    user: opt,
    ip: opt,
    url: name,
    method: opt,
    answered: number,
    bytes: number,
    referrer: opt,
    client: opt,
  }),
  /** What a sensor or a firewall took for an attack from `ip` on `to`. */
  'attack.found': z.object({
    host: opt,
    user: opt,
    ip: opt,
    to: opt,
    port: number,
    threat: name,
    category: opt,
    severity: opt,
    blocked: z.boolean(),
  }),
  'backup.run': z.object({ host: name, agent: name, ok: z.boolean(), what: opt }),
  /**
   * A mail server took a message in for `recipients` people. `sender` is what a client wrote, and names nobody; `message` is the number by
   * which lines about the same message are known.
   */
  'mail.send': z.object({
    system: name,
    sender: opt,
    recipients: number,
    message: opt,
    subject: opt,
    bytes: number,
    ip: opt,
  }),
  /** What became of a message for one `recipient`. */
  'mail.deliver': z.object({ system: name, recipient: name, message: opt, subject: opt, ok: z.boolean() }),
  /**
   * What a machine found of its own state: `what` is the sort, `item` which one, `value` as it stands; `ok`: as it should be, where the
   * machine itself can tell; `total`: how many.
   */
  'machine.state': z.object({
    host: name,
    what: name,
    item: opt,
    value: opt,
    version: opt,
    vendor: opt,
    ok: z.boolean().optional(),
    total: number,
  }),
  /** An entry of a register of printed documents that people keep: `person` as written there. No machine wrote it. */
  'print.entry': z.object({
    document: name,
    number: opt,
    secrecy: opt,
    person: opt,
    printer: opt,
    pages: opt,
    copies: opt,
    decision: opt,
  }),
  /** A warning of an authority: its `number`, and one thing to look for (`indicator`, of a sort: address, domain, hash …) an observation. */
  'warning.receive': z.object({ number: name, authority: name, title: opt, kind: opt, indicator: opt }),
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
