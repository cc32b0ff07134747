import type { Instant, LocalDate } from '../../kernel/time.ts'

export const sizes = ['small', 'district', 'province'] as const
export type Size = (typeof sizes)[number]

export type Unit = {
  readonly id: string
  /** `XA01`: in machine names and collectors. */
  readonly code: string
  readonly name: string
  readonly parent?: string
  readonly kind: 'province' | 'commune' | 'ward' | 'one-stop'
  readonly cidr: string
  /** First three octets and the first host number of the unit's addresses. */
  readonly prefix: string
  readonly firstHost: number
  readonly collector: string
  readonly source: 'winlogbeat' | 'nxlog'
  /** Open on Saturday mornings. */
  readonly saturday: boolean
}

export type Machine = {
  /** As Windows writes it: `PC-XA01-007`. */
  readonly name: string
  readonly id: string
  readonly unit: Unit
  readonly role: 'workstation' | 'laptop' | 'server' | 'kiosk' | 'shared'
  readonly os: 'windows' | 'linux'
  readonly ip: string
  /** The owner's person id. */
  readonly owner?: string
  readonly alwaysOn: boolean
  /** How far its clock is ahead, ms. */
  readonly skew: number
  /** Its Windows log reaches the collector this many days late. */
  readonly lateDays: number
  readonly agent: boolean
  readonly secrets: boolean
}

export type Account = {
  /** `an.nv@tinh` */
  readonly id: string
  readonly name: string
  readonly realm: string
  readonly kind: 'personal' | 'group' | 'service'
  readonly admin: boolean
  readonly person?: string
  readonly unit: string
  readonly sid: string
  readonly from?: LocalDate
  /** Last day on which it is enabled; its register row is closed there. */
  readonly to?: LocalDate
  readonly passwordSet: LocalDate
}

export type Person = {
  readonly id: string
  readonly name: string
  readonly unit: Unit
  readonly position: string
  readonly it: boolean
  readonly account: Account
  /** Administrator's own second account. */
  readonly admin?: Account
  readonly pc?: Machine
  /** Accounts in applications, by system id. */
  readonly apps: Readonly<Partial<Record<AppSystem, Account>>>
}

/** Somebody of the registers who is not at work: departed with accounts duly closed, on maternity leave … */
export type Absent = {
  readonly person: Pick<Person, 'id' | 'name' | 'unit' | 'position'>
  readonly status: 'retired' | 'transferred' | 'resigned' | 'maternity' | 'study'
  readonly since: LocalDate
  readonly decision: string
  /** When the unit reported it. */
  readonly reported: LocalDate
  /** Days after `since` from which on the registers say so, where rows are entered late at all. */
  readonly enteredAfter?: number
  readonly accounts: readonly Account[]
}

export type AppSystem = 'ioffice' | 'tthc'

export type Stick = {
  readonly serial: string
  readonly vendor: string
  readonly model: string
  readonly kind: 'storage' | 'backup' | 'install' | 'token'
  readonly unit: string
  readonly registered: boolean
}

export type Province = {
  readonly seed: number
  readonly size: Size
  readonly units: readonly Unit[]
  readonly people: readonly Person[]
  readonly absent: readonly Absent[]
  readonly machines: readonly Machine[]
  readonly sticks: readonly Stick[]
  readonly service: Account
  readonly kiosk: Account
  readonly dc: Machine
  readonly fileServer: Machine
  readonly linux: readonly Machine[]
  /** Officers who begin during the run: an account is made for them, they do not sign in yet. */
  readonly newcomers: readonly {
    readonly person: Pick<Person, 'id' | 'name' | 'unit' | 'position'>
    readonly account: Account
  }[]
  /** Officers of units open on Saturdays, and their counters, by unit. */
  readonly counters: ReadonlyMap<string, { readonly machines: readonly Machine[]; readonly staff: readonly string[] }>
  /** `person/date`: at work, but not at the own machine (planted). */
  readonly away: ReadonlySet<string>
}

/** One line, as a collector hands it over. */
export type Delivery = {
  /** Time of the act as the source wrote it, epoch ms (a wrong clock included). */
  readonly at: Instant
  readonly deliveredAt: Instant
  readonly collector: string
  readonly source: string
  readonly line: string
}

/** What was planted, and what a correct product says about it. */
export type Truth = {
  readonly clause: string
  /** The rule that must fire; `also`: rules that may rightly fire on the same acts. */
  readonly rule: string
  readonly also?: readonly string[]
  readonly entity: { readonly kind: 'user' | 'host' | 'device' | 'ip' | 'pipeline' | 'duty'; readonly id: string }
  readonly unit: string
  /** The one person who did it: an alert about it names that one, or nobody. Absent: the entity says all. */
  readonly person?: string
  /** Fold day, 05:00 to 05:00 Asia/Ho_Chi_Minh. */
  readonly day: LocalDate
  /** When the last act that makes it true happened, epoch ms. */
  readonly at: Instant
  /** Distinct triggering acts, where that is definite. */
  readonly count?: number
  readonly what: string
  /** Without which the acts cannot be judged: then silence is right too. */
  readonly needs?: string
}
