import type { Action, Observation } from '../event.ts'
import type { Instant } from '../time.ts'
import type { Directory, Facts, PersonFact } from './facts.ts'
import type { ListName } from './list-names.ts'
import type { Things } from './lists.ts'

/** Registers folded from events (sessions, leases, credentials, closures), as of an instant the watermark has passed. */
export type Derived = {
  signedIn(
    host: string,
    at: Instant,
  ): { readonly user: string; readonly remote: boolean; readonly away?: boolean } | undefined
  hostOf(ip: string, at: Instant): string | undefined
  credentialChange(user: string, at: Instant): Instant | undefined
  closedSince(user: string, at: Instant): Instant | undefined
}

/** The fields of any action that say whom and what an observation is about. */
type Named = Pick<Observation, 'at' | 'received' | 'clock' | 'collector' | 'source'> & {
  readonly action: Action
} & Partial<
    Readonly<
      Record<
        'user' | 'by' | 'person' | 'host' | 'ip' | 'to' | 'from' | 'device' | 'pipeline' | 'via' | 'unit',
        string | undefined
      >
    >
  >

/** An observation while facts about it are looked up. */
type Case = {
  readonly o: Named
  /** Whose account: the one it was done to or by. */
  readonly user: string | undefined
  readonly directory: Directory
  readonly derived: Derived | undefined
  readonly facts: Facts
  /** The answers so far, in the order of `lookUps`. */
  readonly made: unknown[]
  known: number
}
type LookedUp = Exclude<
  keyof Facts,
  'known' | 'tellsOf' | 'kin' | 'listed' | 'personAt' | 'afterWorkingDays' | 'afterWorkingTime'
>

/** How each fact is found. Absent where the registers do not know; nothing is guessed. */
const lookUps: { readonly [K in LookedUp]: (one: Case) => Facts[K] } = {
  account: (one) => used(one, one.user === undefined ? undefined : one.directory.account(one.user, one.o.at)),
  person: (one) => personOf(one, one.facts.account?.person ?? one.o.person),
  machine: (one) => used(one, one.o.host === undefined ? undefined : one.directory.machine(one.o.host, one.o.at)),
  origin(one) {
    const { from, ip, at } = one.o
    const host = from ?? (ip === undefined ? undefined : one.derived?.hostOf(ip, at))
    return used(one, host === undefined ? undefined : one.directory.machine(host, at))
  },
  device: (one) => used(one, one.o.device === undefined ? undefined : one.directory.device(one.o.device, one.o.at)),
  network: (one) => used(one, one.o.ip === undefined ? undefined : one.directory.network(one.o.ip, one.o.at)),
  target: (one) => used(one, one.o.to === undefined ? undefined : one.directory.network(one.o.to, one.o.at)),
  originSources({ facts: { origin }, directory, o }) {
    const rows = origin === undefined ? [] : directory.pipelines(origin.unit, o.at)
    return [...new Set(rows.map(({ source }) => source))]
  },
  pipeline: (one) => used(one, pipelineRows(one)[0]),
  unit(one) {
    const { facts, directory, o } = one
    const unitAt = (id: string | undefined) => (id === undefined ? undefined : directory.units.at(id, o.at))
    return (
      unitAt(o.unit) ??
      unitAt(facts.person?.unit) ??
      unitAt(facts.account?.unit) ??
      unitAt(facts.machine?.unit) ??
      unitAt(facts.network?.unit) ??
      unitAt(facts.target?.unit) ??
      unitAt(unitOfAll(pipelineRows(one)))
    )
  },
  hours: (one) => inUnit(one, (unit) => one.directory.hours(unit, one.o.at)),
  roster(one) {
    // Leave is the person's own matter: for an act that names nobody only rows that excuse are read.
    const person = holder(one)
    const rows = person === undefined ? [] : one.directory.roster(person, one.o.at)
    return allUsed(one, one.facts.person ? rows : rows.filter(({ kind }) => kind !== 'leave'))
  },
  changes(one) {
    const { facts, directory, o } = one
    // The actor is who did it: the administrator of an account event, else the user.
    const actor = o.by === undefined ? facts.person?.id : used(one, directory.account(o.by, o.at))?.person
    const scope = {
      ...(facts.unit ? { unit: facts.unit.id } : {}),
      ...(actor === undefined ? {} : { person: actor }),
      ...(o.host === undefined ? {} : { machine: o.host }),
    }
    return allUsed(one, directory.changes(scope, o.at))
  },
  signedIn(one) {
    const host = madeAt(one)
    const stay = host === undefined ? undefined : one.derived?.signedIn(host, one.o.at)
    return stay && { ...stay, person: personOf(one, used(one, one.directory.account(stay.user, one.o.at))?.person) }
  },
  endOfDay: (one) => inUnit(one, (unit) => one.directory.endOfDay(unit, one.o.at, holder(one))),
  credentialChange: ({ o, user, derived }) => (user === undefined ? undefined : derived?.credentialChange(user, o.at)),
  closedSince: ({ o, user, derived }) => (user === undefined ? undefined : derived?.closedSince(user, o.at)),
  bindings: (one) => inUnit(one, (unit) => one.directory.bindings(unit, one.o.at)) ?? [],
  corrected({ o, user, directory }) {
    if (o.clock === undefined) return undefined
    return factsOf(directory, undefined, { ...o, at: o.clock === 'open' ? o.received : o.at + o.clock }, user)
  },
  upon: ({ o, directory, derived }) => factsOf(directory, derived, o, o.user),
  deviceRegisterKept: (one) => inUnit(one, (unit) => one.directory.deviceRegisterKept(unit, one.o.at)) ?? false,
}

/** Notes when a row used here became known. */
const used = <R extends { readonly known: number } | undefined>(one: Case, row: R): R => {
  if (row && row.known > one.known) one.known = row.known
  return row
}
const allUsed = <R extends { readonly known: number }>(one: Case, rows: readonly R[]): readonly R[] => {
  for (const row of rows) used(one, row)
  return rows
}

const inUnit = <T>({ facts }: Case, ask: (unit: string) => T): T | undefined =>
  facts.unit ? ask(facts.unit.id) : undefined

const personOf = (one: Case, id: string | undefined, at: Instant = one.o.at): PersonFact | undefined =>
  used(one, id === undefined ? undefined : one.directory.person(id, at))

const pipelineRows = ({ o, directory }: Case): readonly NonNullable<Facts['pipeline']>[] =>
  o.pipeline === undefined ? [] : directory.pipeline(o.pipeline, o.at)

/** A carrier with rows for several units belongs to none of them. */
const unitOfAll = (rows: readonly { readonly unit: string }[]): string | undefined =>
  rows.every(({ unit }) => unit === rows[0]?.unit) ? rows[0]?.unit : undefined

/** Where the act was made: an act in an application at the machine it came from, any other at its host. */
const madeAt = ({ o: { action, via, ip, host }, facts }: Case): string | undefined =>
  via === 'application' || (action === 'activity' && ip !== undefined) || host === undefined ? facts.origin?.id : host

/** Whose duty and overtime lengthen the day: the person's; of an act that names no user, those of whoever holds the machine. */
const holder = ({ user, facts }: Case): string | undefined =>
  facts.person?.id ?? (user === undefined ? facts.machine?.person : undefined)

const CASE = Symbol('case')
type Held = Facts & { readonly [CASE]: Case }

const ASKED_NOT = Symbol('not asked yet')
const nothingAsked: readonly unknown[] = Object.keys(lookUps).map(() => ASKED_NOT)

/**
 * What all facts inherit: a getter each. (An object with twenty getters of its own for every event would cost more than
 * all look-ups together.)
 */
const prototype: object = Object.defineProperties({}, {
  ...Object.fromEntries(
    Object.entries(lookUps).map(([name, find], place) => [
      name,
      {
        enumerable: true,
        get(this: Held) {
          const one = this[CASE]
          const known = one.made[place]
          if (known !== ASKED_NOT) return known
          const found = find(one)
          one.made[place] = found
          return found
        },
      },
    ]),
  ),
  known: {
    enumerable: true,
    get(this: Held) {
      return this[CASE].known
    },
  },
  tellsOf: {
    value(this: Held, unit: string) {
      return this[CASE].directory.mayTellOf(this[CASE].o, unit, this[CASE].o.at)
    },
  },
  kin: {
    value(this: Held, one: string, other: string) {
      const { directory, o } = this[CASE]
      const pathOf = (unit: string): readonly string[] => directory.units.at(unit, o.at)?.path ?? []
      return pathOf(one).includes(other) || pathOf(other).includes(one)
    },
  },
  listed: {
    value(this: Held, list: ListName, things: Things) {
      const { directory, o } = this[CASE]
      return used(this[CASE], directory.listed(list, things, this.unit?.id, o.at))
    },
  },
  personAt: {
    value(this: Held, at: Instant) {
      return personOf(this[CASE], this.person?.id, at)
    },
  },
  afterWorkingDays: {
    value(this: Held, days: number, from: Instant) {
      return inUnit(this[CASE], (unit) => this[CASE].directory.afterWorkingDays(unit, from, days))
    },
  },
  afterWorkingTime: {
    value(this: Held, span: number, from: Instant) {
      const unit = this.unit?.id ?? this.pipeline?.unit
      return unit === undefined ? undefined : this[CASE].directory.afterWorkingTime(unit, from, span)
    },
  },
} satisfies PropertyDescriptorMap)

/** The facts about one observation, as the act or the lot of `user`: each looked up when first read, and kept. */
export const factsOf = (
  directory: Directory,
  derived: Derived | undefined,
  o: Named,
  user: string | undefined,
): Facts => {
  // The prototype has everything a `Held` has but the case, which is set before anybody sees it.
  const facts = Object.create(prototype) as { -readonly [K in keyof Held]: Held[K] }
  facts[CASE] = { o, user, directory, derived, facts, made: nothingAsked.slice(), known: 0 }
  return facts
}

/** The observation that facts were looked up for; `undefined` for facts written by hand. */
export const observationOf = (facts: Facts & { readonly [CASE]?: Case }): Named | undefined => facts[CASE]?.o
