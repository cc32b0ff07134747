import { z } from 'zod'
import { directives } from './documents.ts'
import { listKinds, listNames } from './list-names.ts'

/**
 * The registers a clerk keeps, one schema a file. Each row is valid from `from` (00:00 local) to the end of `to`;
 * an absent bound is open. Dates are civil dates of Asia/Ho_Chi_Minh. `key` says which rows are versions of one thing.
 */
const date = z.iso.date()
const span = { from: date.optional(), to: date.optional() }
const id = z.string().trim().min(1)
const account = id.toLowerCase().regex(/^[^@\s]+@[^@\s]+$/)
const yes = z.boolean()
const clock = z.string().regex(/^([01]\d|2[0-3]):[0-5]\d$/)
const moment = z.iso.datetime({ offset: true, local: true })

/** A pipeline (`collector/source`); `-`: there is none. Empty: nobody has said. */
const watcher = z.string().regex(/^(-|[^/]+\/.+)$/)

const personStatuses = [
  'working',
  'probation',
  'seconded',
  'maternity',
  'study',
  'suspended',
  'transferred',
  'retired',
  'resigned',
  'dismissed',
  'deceased',
] as const
const machineRoles = [
  'workstation',
  'laptop',
  'server',
  'kiosk',
  'shared',
  'meeting',
  'diskless',
  'display',
  'camera',
  'printer',
  'phone',
  'network',
] as const

export const rows = {
  /** The unit tree. `monitored` is the date from which the unit is judged at all (switched on). */
  units: z.object({
    id,
    name: id,
    parent: id.optional(),
    kind: id.optional(),
    province: id.optional(),
    monitored: date.optional(),
    ...span,
  }),
  /**
   * A person in a unit and status; a change of either is a new row. Two rows at a time: two posts. `reported`: when the unit told the
   * administrators of a departure.
   */
  people: z.object({
    id,
    name: id,
    unit: id,
    position: z.string().optional(),
    status: z.enum(personStatuses),
    it: yes.default(false),
    decision: z.string().optional(),
    handover: date.optional(),
    reported: date.optional(),
    ...span,
  }),
  /** `handover` on people: until then the departed person may still sign in to hand over, by a dated decision. */
  accounts: z.object({
    id: account,
    person: id.optional(),
    unit: id.optional(),
    system: id.optional(),
    kind: z.enum(['personal', 'group', 'service', 'machine', 'break-glass']).default('personal'),
    admin: yes.default(false),
    enabled: yes.default(true),
    passwordSet: date.optional(),
    ...span,
  }),
  machines: z.object({
    id: id.toLowerCase(),
    unit: id,
    person: id.optional(),
    role: z.enum(machineRoles).default('workstation'),
    place: z.string().optional(),
    secrets: yes.default(false),
    /** To the Internet. Absent: nobody has said. */
    connected: yes.optional(),
    agent: yes.default(true),
    imaged: date.optional(),
    stamped: date.optional(),
    ...span,
  }),
  devices: z.object({
    id: id.toLowerCase(),
    unit: id.optional(),
    person: id.optional(),
    kind: z.enum(['storage', 'token', 'backup', 'install', 'secret', 'other']).default('storage'),
    ...span,
  }),
  networks: z.object({
    cidr: id,
    unit: id.optional(),
    segment: id,
    place: z.string().optional(),
    nat: yes.default(false),
    line: id.optional(),
    monitor: watcher.optional(),
    ...span,
  }),
  /**
   * An information system: its security level and the paper that approved it; what brings its web server's log, that of a sensor (IDS, IPS,
   * WAF) before it and that of the firewall at the edge.
   */
  systems: z.object({
    id,
    name: id,
    unit: id,
    level: z.enum(['1', '2', '3', '4', '5']).optional(),
    decision: z.string().optional(),
    web: watcher.optional(),
    sensor: watcher.optional(),
    firewall: watcher.optional(),
    ...span,
  }),
  /** What a unit has to do (`due`: by that day) or did (`done`), with its paper. What it was about, where it was about one. */
  records: z.object({
    kind: z.enum(['regulation', 'restore-test', 'wipe']),
    unit: id,
    due: date.optional(),
    done: date.optional(),
    system: id.optional(),
    machine: id.toLowerCase().optional(),
    document: z.string().optional(),
  }),
  /** Duty, overtime, missions, leave, standing in. Instants with zone, or local wall clock of Vietnam. */
  roster: z.object({
    person: id,
    kind: z.enum(['duty', 'overtime', 'mission', 'leave', 'stand-in']),
    from: moment,
    to: moment,
    for: id.optional(),
    document: z.string().optional(),
  }),
  /** Approved changes: while one is on, its actor's administrator work on the scope is expected. */
  changes: z.object({
    id,
    unit: id.optional(),
    person: id.optional(),
    machine: id.optional(),
    document: id,
    from: moment,
    to: moment,
  }),
  /** Exceptions are decisions: without a second approver the row is refused. */
  exceptions: z.object({
    id,
    rule: id,
    unit: id.optional(),
    person: id.optional(),
    account: id.optional(),
    machine: id.optional(),
    device: id.optional(),
    document: id,
    signer: id,
    approver: id,
    reason: id,
    from: date,
    to: date,
  }),
  /** Which directive binds which part of the unit tree, from when to when. */
  directives: z.object({ doc: z.enum(directives), unit: id, ...span }),
  /** Something named on a list, by whom (`origin`), for a unit and all below it or for everybody. `listed` no: it is taken off. */
  lists: z.object({
    list: z.enum(listNames),
    kind: z.enum(listKinds),
    /** `*.zalo.me` is `zalo.me`: a domain stands for all below it. */
    entry: id.toLowerCase().overwrite((text) => text.replace(/^\*?\.(?=.)/, '')),
    origin: id,
    /** The product whose file a path is: what is said of the product is said of it. */
    product: id.optional(),
    unit: id.optional(),
    listed: yes.default(true),
    ...span,
  }),
  /** A row withdrawn on purpose: why it vanished from its register. */
  corrections: z.object({ register: id, key: id, document: id, reason: z.string().optional() }),
  /** A carrier of proof: which collector brings which source for which units, and how often at least. */
  pipelines: z.object({
    collector: id,
    source: id,
    unit: id,
    rhythm: z
      .string()
      .regex(/^\d+[smhd]$/)
      .default('1h'),
    hours: z.enum(['always', 'working']).default('always'),
    ...span,
  }),
} as const

export type Register = keyof typeof rows
export type Row<R extends Register> = z.infer<(typeof rows)[R]>

/** Days off and on of one year, with the paper that says so. */
export const CalendarYear = z.object({
  year: z.number().int(),
  document: z.string().optional(),
  status: z.enum(['chinh_thuc', 'du_kien']),
  days: z.array(
    z.object({
      date,
      name: id,
      source: z.string().optional(),
      document: z.string().optional(),
      /**
       * L statutory day off · B day off in compensation · S- swapped off · S+ Saturday worked instead ·
       * ? may become a day off, nothing is decided: judged as an ordinary day, and uncertain.
       */
      kind: z.enum(['L', 'B', 'S-', 'S+', '?']),
      status: z.enum(['chinh_thuc', 'du_kien']).default('chinh_thuc'),
    }),
  ),
})
export type CalendarYear = z.infer<typeof CalendarYear>

/** Working hours of a unit and everything below it that sets none of its own. */
export const HoursRule = z.object({
  unit: id,
  from: date.optional(),
  to: date.optional(),
  /** Season within a year, `MM-DD` both ends included; may wrap over New Year. Absent: all year. */
  season: z.object({ from: z.string().regex(/^\d\d-\d\d$/), to: z.string().regex(/^\d\d-\d\d$/) }).optional(),
  /** 1 Monday … 7 Sunday. */
  weekdays: z.array(z.number().int().min(1).max(7)),
  intervals: z.array(z.object({ from: clock, to: clock })).min(1),
  /** Minutes around the intervals that still count as working. */
  graceMinutes: z.number().int().min(0).default(30),
  /** Whether the break between two intervals counts as after hours. */
  noonIsAfterHours: z.boolean().default(false),
})
export type HoursRule = z.infer<typeof HoursRule>

/** A row as the product accepted it: `known` is when it first did (epoch ms). */
export type Known<T> = T & { readonly known: number }

/** One accepted version of all registers. Everything the join knows; a pure value. */
export type DirectoryData = {
  readonly [R in Register]: readonly Known<Row<R>>[]
} & {
  readonly calendar: readonly CalendarYear[]
  readonly hours: readonly HoursRule[]
  /** Since when what was owed before its rows were edited is known (`duties.ts`), epoch ms. */
  readonly owed: Readonly<Record<string, number>>
  readonly version: string
}
