import type { Directory } from '../../kernel/directory/facts.ts'
import { entryOf } from '../../kernel/entry.ts'
import type { Action, Observation } from '../../kernel/event.ts'
import { DAY, foldDay, type LocalDate, VN_OFFSET } from '../../kernel/time.ts'

/** Fold day → source → what it told of that day. */
export type Days = ReadonlyMap<LocalDate, ReadonlyMap<string, ReadonlySet<Action>>>

/** What was heard of one unit over a period: of its people and at its machines, by the source that told. */
export type Ear = {
  readonly days: Days
  /** Of these what was done at the unit's own machines: a domain controller tells of people whose machines say nothing. */
  readonly atMachines: Days
  /** Source → machine of the register → the fold days on which it was told of. */
  readonly machines: ReadonlyMap<string, ReadonlyMap<string, ReadonlySet<LocalDate>>>
  /** Source → people of the unit whose accounts it named. */
  readonly people: ReadonlyMap<string, ReadonlySet<string>>
  /** What was told of the unit in the days before the period. */
  readonly before: ReadonlySet<Action>
}

type BuiltDays = Map<LocalDate, Map<string, Set<Action>>>
type Building = {
  readonly days: BuiltDays
  readonly atMachines: BuiltDays
  readonly machines: Map<string, Map<string, Set<LocalDate>>>
  readonly people: Map<string, Set<string>>
  readonly before: Set<Action>
}

/** Whom an observation is about, as the registers have it on its day. */
type Who = {
  readonly units: ReadonlySet<string>
  readonly machine?: { readonly id: string; readonly unit: string }
  readonly person?: { readonly id: string; readonly unit: string }
}

/** What was looked up is kept for so many days, and names of each; more are looked up again. */
const MOST_DAYS = 4
const MOST_NAMES = 200_000

/** The unit a rule judges an act in (`facts.unit`), and the one whose machine it was: each was heard. */
const whoOf = (o: Observation, directory: Directory): Who => {
  const named = directory.identified(o) as Partial<Readonly<Record<'user' | 'host' | 'ip' | 'to', string>>>
  // Signs of life are told of all who bear a name; here only the one that is meant was heard.
  const host = named.host === undefined ? undefined : directory.machineCalled(named.host, o, o.at)
  const row = host === undefined ? undefined : directory.machine(host, o.at)
  const account = named.user === undefined ? undefined : directory.account(named.user, o.at)
  const person = account?.person === undefined ? undefined : directory.person(account.person, o.at)
  const isNameless = named.user === undefined && named.host === undefined
  const networkOf = (ip: string | undefined) =>
    isNameless && ip !== undefined ? directory.network(ip, o.at) : undefined
  const network = networkOf(named.ip) ?? networkOf(named.to)
  const judgedIn = person?.unit ?? account?.unit ?? row?.unit ?? network?.unit
  return {
    units: new Set([judgedIn, row?.unit].filter((unit) => unit !== undefined)),
    ...(row && { machine: { id: row.id, unit: row.unit } }),
    ...(person && { person: { id: person.id, unit: person.unit } }),
  }
}

/** A print whose title the source does not tell shows that the machine lives, and nothing of what was printed. */
const told = (o: Observation): Action =>
  o.action === 'document.print' && o.document === undefined ? 'other' : o.action

const tell = (days: BuiltDays, day: LocalDate, o: Observation): void => {
  const ofDay = entryOf(days, day, () => new Map<string, Set<Action>>())
  entryOf(ofDay, o.source, () => new Set<Action>()).add(told(o))
}

/**
 * Listens to the observations of a period, and to those of the days before it. What a wrong clock tells is no proof of a day, and what
 * names nobody of the registers is heard of no unit: no rule judges it either.
 */
export const createEars = (directory: Directory) => {
  const units = new Map<string, Building>()
  const ofUnit = (unit: string): Building =>
    entryOf(units, unit, () => ({
      ...{ days: new Map(), atMachines: new Map(), machines: new Map(), people: new Map(), before: new Set() },
    }))

  /** Rows change at midnight, so what was looked up holds for a civil day; a fold day touches two. */
  const known = new Map<number, Map<string, Who>>()
  const look = (o: Observation): Who => {
    const { user, host, ip, to } = o as Partial<Readonly<Record<'user' | 'host' | 'ip' | 'to', string>>>
    const day = Math.floor((o.at + VN_OFFSET) / DAY)
    if (!known.has(day) && known.size >= MOST_DAYS) known.clear()
    const ofDay = entryOf(known, day, () => new Map<string, Who>())
    if (ofDay.size >= MOST_NAMES) ofDay.clear()
    const about = user === undefined && host === undefined ? `${ip ?? ''} ${to ?? ''}` : `${user ?? ''}\n${host ?? ''}`
    return entryOf(ofDay, `${o.collector}/${o.source}\n${about}`, () => whoOf(o, directory))
  }

  return {
    add(o: Observation): void {
      if (o.clock !== undefined) return
      const { units: heard, machine, person } = look(o)
      if (heard.size === 0) return
      const day = foldDay(o.at)
      for (const unit of heard) tell(ofUnit(unit).days, day, o)
      if (machine) {
        tell(ofUnit(machine.unit).atMachines, day, o)
        const ofSource = entryOf(ofUnit(machine.unit).machines, o.source, () => new Map<string, Set<LocalDate>>())
        entryOf(ofSource, machine.id, () => new Set<LocalDate>()).add(day)
      }
      if (person) entryOf(ofUnit(person.unit).people, o.source, () => new Set<string>()).add(person.id)
    },
    /** Of the days before the period only what was told matters. */
    addBefore(o: Observation): void {
      if (o.clock !== undefined) return
      for (const unit of look(o).units) ofUnit(unit).before.add(told(o))
    },
    ears: (): ReadonlyMap<string, Ear> => units,
  }
}
