import type { Level } from '../kernel/alert.ts'
import type { Register, Row } from '../kernel/directory/rows.ts'
import type { Action, Fields, Observation, Origin } from '../kernel/event.ts'
import { addDays, type Duration, type Instant, type LocalDate, localTime, ms } from '../kernel/time.ts'

/** An event without its time and identity: the timeline gives it both. */
export type Happening<A extends Action = Action> = A extends Action
  ? { readonly action: A } & Fields<A> &
      Partial<Pick<Origin, 'received' | 'source' | 'collector' | 'code' | 'clock' | 'seq'>>
  : never

/**
 * A wall-clock time of Vietnam and what happens then: `'08:00'`, `'08:00:01'`, on a later day `'+1 08:00'`.
 * With nothing happening, only time passes.
 */
export type Beat = readonly [clock: string, event?: Happening]
export type Timeline = readonly Beat[]

/** Rows of the registers that a case adds to, or (same key) puts in place of, those of the small town below. */
export type Rows = { readonly [R in Register]?: readonly (Row<R> & { readonly known?: Instant })[] }

/** A timeline, or one with its day, registers and expected level. */
export type Case =
  | Timeline
  | {
      readonly on?: LocalDate
      readonly with?: Rows
      readonly beats: Timeline
      readonly level?: Level
      /** Whom the alerts name, one each: ids of persons, `null` where an alert names nobody. */
      readonly names?: readonly (string | null)[]
      /** What a unit has changed of the rule's policy: only switches; a case that changes a number would pin nothing. */
      readonly policy?: Readonly<Record<string, boolean>>
    }

/** `fires`: exactly one alert after the fold, or those that the case `names`. `quiet`: none. */
export type Cases = { readonly fires: Readonly<Record<string, Case>>; readonly quiet: Readonly<Record<string, Case>> }

export const PLAIN_MONDAY = '2026-03-02'

const usual: { readonly [A in Action]: Fields<A> } = {
  login: { user: 'an.nv@tinh', host: 'pc-01', system: 'windows', ok: true, via: 'interactive' },
  logout: { user: 'an.nv@tinh', host: 'pc-01', system: 'windows' },
  'session.lock': { user: 'an.nv@tinh', host: 'pc-01' },
  'session.unlock': { user: 'an.nv@tinh', host: 'pc-01' },
  'session.connect': { user: 'an.nv@tinh', host: 'pc-01' },
  'session.disconnect': { user: 'an.nv@tinh', host: 'pc-01' },
  activity: { user: 'an.nv@tinh', host: 'pc-01', system: 'windows', what: 'process' },
  'account.create': { user: 'moi@tinh', by: 'quan.tri@tinh', host: 'dc-01', system: 'windows' },
  'account.enable': { user: 'an.nv@tinh', by: 'quan.tri@tinh', host: 'dc-01', system: 'windows' },
  'account.disable': { user: 'an.nv@tinh', by: 'quan.tri@tinh', host: 'dc-01', system: 'windows' },
  'account.delete': { user: 'an.nv@tinh', by: 'quan.tri@tinh', host: 'dc-01', system: 'windows' },
  'account.unlock': { user: 'an.nv@tinh', by: 'quan.tri@tinh', host: 'dc-01', system: 'windows' },
  'account.lock': { user: 'an.nv@tinh', host: 'dc-01', system: 'windows' },
  'account.change': { user: 'an.nv@tinh', host: 'dc-01', system: 'windows' },
  'password.change': { user: 'an.nv@tinh', host: 'dc-01', system: 'windows', ok: true },
  'group.add': {
    user: 'an.nv@tinh',
    host: 'dc-01',
    system: 'windows',
    group: 'Administrators',
    groupSid: 'S-1-5-32-544',
  },
  'group.remove': {
    user: 'an.nv@tinh',
    host: 'dc-01',
    system: 'windows',
    group: 'Administrators',
    groupSid: 'S-1-5-32-544',
  },
  privilege: { user: 'an.nv@tinh', host: 'pc-01', system: 'windows', ok: true },
  'power.on': { host: 'pc-01' },
  'power.off': { host: 'pc-01' },
  heartbeat: { host: 'pc-01', agent: 'bkav' },
  'malware.found': { host: 'pc-01', threat: 'EICAR-Test-File', handled: true },
  'media.attach': { host: 'pc-01', device: 'usb-7', kind: 'storage' },
  'media.detach': { host: 'pc-01', device: 'usb-7' },
  'media.scan': { host: 'pc-01', device: 'usb-7', clean: true },
  'file.open': { host: 'pc-01', user: 'an.nv@tinh', path: 'E:\\bc.docx', device: 'usb-7', write: false },
  'log.clear': { host: 'pc-01', user: 'an.nv@tinh', log: 'Security' },
  'address.lease': { host: 'pc-01', ip: '192.0.2.11' },
  'session.event': { user: 'an.nv@tinh', host: 'pc-01', system: 'windows', what: 'logon', ok: true },
  'program.start': { host: 'pc-01', user: 'an.nv@tinh', path: 'C:\\a.exe' },
  'script.run': { host: 'pc-01', engine: 'powershell', script: 'Get-Date' },
  'file.change': { host: 'pc-01', what: 'created', path: 'C:\\a.docx' },
  'config.change': { host: 'pc-01', system: 'windows', what: 'registry-set' },
  'service.install': { host: 'pc-01', service: 'a' },
  'service.state': { host: 'pc-01', service: 'a', running: true },
  'software.install': { host: 'pc-01', product: 'a', ok: true },
  'software.remove': { host: 'pc-01', product: 'a', ok: true },
  'update.install': { host: 'pc-01', update: 'KB5000001', ok: true },
  'protection.change': { host: 'pc-01', agent: 'defender', on: false },
  'protection.update': { host: 'pc-01', agent: 'defender', ok: true },
  'document.print': { host: 'pc-01', user: 'an.nv@tinh' },
  'document.handle': { host: 'pc-01', user: 'an.nv@tinh', what: 'create', degree: 'confidential' },
  'wifi.connect': { host: 'pc-01', ssid: 'khach' },
  'share.access': { host: 'pc-01', user: 'an.nv@tinh', share: '\\\\*\\chung', write: false },
  'net.connect': { ip: '192.0.2.11', to: '198.51.100.9', port: 443, allowed: true },
  'dns.query': { ip: '192.0.2.11', domain: 'a.example' },
  'web.visit': { ip: '192.0.2.11', url: 'http://a.example/', domain: 'a.example', allowed: true },
  'web.serve': { ip: '192.0.2.11', url: '/' },
  'attack.found': { ip: '192.0.2.11', threat: 'a', blocked: true },
  'backup.run': { host: 'pc-01', agent: 'windows-backup', ok: true },
  'mail.send': { system: 'postfix', sender: 'an.nv@tinh.example', recipients: 1 },
  'mail.deliver': { system: 'postfix', recipient: 'b@b.example', ok: true },
  'machine.state': { host: 'pc-01', what: 'screen-lock', ok: true },
  'print.entry': { document: 'a' },
  'warning.receive': { number: '1/CB', authority: 'a' },
  'source.delivery': { pipeline: 'c1/windows' },
  'account.departed': { user: 'nghi@tinh', person: 'p-nghi', status: 'retired', knownSince: 0 },
  'account.closed': { user: 'nghi@tinh', person: 'p-nghi' },
  'machine.listed': { host: 'pc-01' },
  'obligation.begun': { duty: 'xa-a/level/mot-cua', obligation: 'level', unit: 'xa-a' },
  'obligation.met': { duty: 'xa-a/level/mot-cua', obligation: 'level', unit: 'xa-a' },
  'host.seen': { host: 'pc-01' },
  other: { host: 'pc-01' },
}

/** `ev('login', { ok: false })`: the usual login, except that it failed. */
export const ev = <A extends Action>(
  action: A,
  but: Partial<Fields<A>> & Partial<Pick<Origin, 'received' | 'source' | 'collector' | 'code' | 'clock' | 'seq'>> = {},
): Happening => ({ action, ...usual[action], ...but }) as unknown as Happening

/** The same thing `times` times, `step` apart, from `start` on (`HH:MM[:SS]`). */
export const every = (step: Duration, times: number, start: string, event: Happening): Beat[] =>
  Array.from({ length: times }, (_, i): Beat => {
    const at = new Date(Date.parse(`1970-01-01T${start.length === 5 ? `${start}:00` : start}Z`) + i * ms(step))
    return [at.toISOString().slice(11, 19), event]
  })

/** `'+1 08:00'` on a day, as an instant. */
export const instantOf = (clock: string, day: LocalDate): Instant => {
  const [shift, time] = clock.startsWith('+') ? (clock.slice(1).split(' ') as [string, string]) : ['0', clock]
  return localTime(addDays(day, Number(shift)), time)
}

/** Beats by their clocks, those of one moment as they stand. */
export const inOrder = (...beats: readonly Beat[]): Timeline =>
  [...beats].sort(([a], [b]) => instantOf(a, PLAIN_MONDAY) - instantOf(b, PLAIN_MONDAY))

/** The timeline as the engine would receive it; beats without an event become bare times. */
export const unroll = (timeline: Timeline, day: LocalDate): { at: Instant; event?: Observation }[] =>
  timeline.map(([clock, happening], i) => {
    const at = instantOf(clock, day)
    if (!happening) return { at }
    const origin: Origin = {
      id: `e${i + 1}`,
      at,
      received: at,
      source: 'windows',
      collector: 'c1',
      digest: `d${i + 1}`,
      seq: i,
    }
    return { at, event: { ...origin, ...happening } as Observation }
  })

/**
 * A small town for the cases: unit `xa-a` of province `tinh`, judged since 2025, bound by every text.
 * An (`p-an`, own machine pc-01), Bích (pc-02), Cường (pc-03), Dũng (pc-04), Em (pc-05); `quan.tri` is IT staff with admin rights.
 * `p-nghi` retired on 1 February 2026 and left the account nghi@tinh behind.
 */
export const town: Rows = {
  units: [
    { id: 'tinh', name: 'Tỉnh mẫu', monitored: '2025-01-01' },
    { id: 'xa-a', name: 'Xã A', parent: 'tinh', monitored: '2025-01-01' },
    { id: 'xa-b', name: 'Xã B', parent: 'tinh', monitored: '2025-01-01' },
  ],
  people: [
    { id: 'p-an', name: 'Nguyễn Văn An', unit: 'xa-a', status: 'working', it: false },
    { id: 'p-bich', name: 'Trần Thị Bích', unit: 'xa-a', status: 'working', it: false },
    { id: 'p-cuong', name: 'Lê Văn Cường', unit: 'xa-a', status: 'working', it: false },
    { id: 'p-dung', name: 'Phạm Văn Dũng', unit: 'xa-a', status: 'working', it: false },
    { id: 'p-em', name: 'Đỗ Thị Em', unit: 'xa-a', status: 'working', it: false },
    { id: 'p-qt', name: 'Hoàng Văn Quân', unit: 'tinh', status: 'working', it: true },
    { id: 'p-nghi', name: 'Vũ Văn Nghi', unit: 'xa-a', status: 'working', it: false, to: '2026-01-31' },
    {
      id: 'p-nghi',
      name: 'Vũ Văn Nghi',
      unit: 'xa-a',
      status: 'retired',
      it: false,
      decision: '12/QĐ-UBND',
      from: '2026-02-01',
      known: localTime('2026-01-20', '08:00'),
    },
  ],
  accounts: [
    ...['an.nv', 'bich', 'cuong', 'dung', 'em'].map((name) => ({
      id: `${name}@tinh`,
      person: `p-${name.split('.')[0]!}`,
      kind: 'personal' as const,
      admin: false,
      enabled: true,
    })),
    { id: 'quan.tri@tinh', person: 'p-qt', kind: 'personal', admin: true, enabled: true },
    { id: 'nghi@tinh', person: 'p-nghi', kind: 'personal', admin: false, enabled: true },
    { id: 'dich.vu@tinh', kind: 'service', admin: false, enabled: true, unit: 'tinh' },
    { id: 'nhom@tinh', kind: 'group', admin: false, enabled: true, unit: 'xa-a' },
  ],
  machines: [
    ...(['an', 'bich', 'cuong', 'dung', 'em'] as const).map((name, i) => ({
      id: `pc-0${i + 1}`,
      unit: 'xa-a',
      person: `p-${name}`,
      role: 'workstation' as const,
      secrets: false,
      connected: true,
      agent: true,
    })),
    { id: 'dc-01', unit: 'tinh', role: 'server', secrets: false, agent: true },
    { id: 'quay-01', unit: 'xa-a', role: 'shared', secrets: false, connected: true, agent: true },
    { id: 'kiosk-01', unit: 'xa-a', role: 'kiosk', secrets: false, agent: true },
    { id: 'mat-01', unit: 'xa-a', person: 'p-an', role: 'workstation', secrets: true, agent: true },
  ],
  directives: (['PT', 'VT', 'HUE', 'NA', 'CB'] as const).map((doc) => ({ doc, unit: 'tinh', from: '2025-01-01' })),
  pipelines: [
    { collector: 'c1', source: 'windows', unit: 'tinh', rhythm: '1h', hours: 'always' },
    { collector: 'c1', source: 'bkav', unit: 'tinh', rhythm: '15m', hours: 'always' },
  ],
  networks: [{ cidr: '192.0.2.0/24', unit: 'xa-a', segment: 'office', nat: false }],
}

/** The town's three networks beside its office, who may speak across them, and its gateway. */
export const segments: Rows = {
  networks: [
    ['192.0.2.0/24', 'office'],
    ['192.0.2.1', 'service'],
    ['192.0.2.250', 'station'],
    ['198.51.100.0/26', 'one-stop'],
    ['198.51.100.5', 'service'],
    ['198.51.100.64/26', 'public'],
    ['198.51.100.128/25', 'camera'],
  ].map(([cidr, segment]) => ({ cidr: cidr!, segment: segment!, unit: 'xa-a', nat: false })),
}

/** Those, closed with 2 March 2026: by a clock that is a day behind, what came after is of that day. */
export const segmentsClosed: Rows = { networks: segments.networks!.map((row) => ({ ...row, to: PLAIN_MONDAY })) }

/** Those, with one of them otherwise. */
export const segmentsWith = (segment: string, but: Partial<Row<'networks'>>): Rows => ({
  networks: segments.networks!.map((row) => (row.segment === segment ? { ...row, ...but } : row)),
})

/** What the town knows of him, another status and other days: for the cases about departed officers. */
const nghi = { id: 'p-nghi', name: 'Vũ Văn Nghi', unit: 'xa-a', it: false } as const

/** Retired in February and taken on again on 2 March: by a clock that is hours behind, an act of that morning is one of the day before. */
export const takenOnAgain: Rows = {
  people: [
    { ...nghi, status: 'retired', from: '2026-02-01', to: '2026-03-01' },
    { ...nghi, status: 'working', from: '2026-03-02' },
  ],
}

/** The collector of commune B alone: what it tells of a machine with a name of commune A is about another machine. */
export const nextCommune: Rows = {
  pipelines: [
    { collector: 'c-b', source: 'windows', unit: 'xa-b', rhythm: '1h', hours: 'always' },
    { collector: 'c-b', source: 'bkav', unit: 'xa-b', rhythm: '1h', hours: 'always' },
  ],
}
