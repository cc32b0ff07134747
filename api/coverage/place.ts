import { isBound } from '../../detectors/binding.ts'
import type { Clause } from '../../detectors/catalogue.ts'
import { holdsAgent, isComputer } from '../../kernel/directory/computers.ts'
import { type Obligation, unitsTelling } from '../../kernel/directory/duties.ts'
import type { Directory } from '../../kernel/directory/facts.ts'
import type { DirectoryData, Row } from '../../kernel/directory/rows.ts'
import { covers, validity } from '../../kernel/directory/span.ts'
import { addDays, DAY, foldDay, foldDayStart, type LocalDate, localTime } from '../../kernel/time.ts'
import { lastOf, type Watch } from '../reports/carried.ts'
import { daysIn, merged, type Span, within } from '../reports/spans.ts'
import type { Ear } from './ears.ts'
import type { Place } from './verdict.ts'

/** What a log is expected of. */
const isWatched = ({ role }: Row<'machines'>): boolean => isComputer(role) && role !== 'display'

/** The working fold days of a unit that lie wholly in these times: a day that still runs owes nothing. */
const workingDays = (unit: string, watched: readonly Span[], directory: Directory): readonly LocalDate[] =>
  watched.flatMap(({ from, to }) => {
    const days: LocalDate[] = []
    const first = foldDay(from)
    for (
      let day = foldDayStart(first) < from ? addDays(first, 1) : first;
      foldDayStart(day) + DAY <= to;
      day = addDays(day, 1)
    ) {
      const { day: kind } = directory.hours(unit, localTime(day, '09:00'))
      if (kind === 'working' || kind === 'swapped-on') days.push(day)
    }
    return days
  })

/** The machines, people and accounts that the registers have of each unit at an instant. */
const listed = (data: DirectoryData, directory: Directory) => {
  const ids = (rows: readonly { readonly id: string }[]): readonly string[] =>
    [...new Set(rows.map(({ id }) => id))].sort()
  const people = ids(data.people)
  return {
    machines: (unit: string, at: number): Place['machines'] =>
      data.machines
        .filter((row) => row.unit === unit && isWatched(row) && covers(validity(row), at))
        .map(({ id, agent, role }) => ({ id, agent: agent && holdsAgent(role) }))
        .sort((a, b) => (a.id < b.id ? -1 : 1)),
    /** Of all units at once: whoever has two posts is of the one that `person` names. */
    people: (at: number): ReadonlyMap<string, readonly string[]> =>
      Map.groupBy(
        people.filter((id) => directory.person(id, at)?.active === true),
        (id) => directory.person(id, at)!.unit,
      ),
    accounts: (at: number): ReadonlyMap<string | undefined, number> =>
      new Map(
        [
          ...Map.groupBy(
            data.accounts.filter((row) => covers(validity(row), at)),
            ({ unit, person }) => unit ?? (person === undefined ? undefined : directory.person(person, at)?.unit),
          ),
        ].map(([unit, rows]) => [unit, rows.length]),
      ),
  }
}

type World = {
  readonly data: DirectoryData
  readonly directory: Directory
  readonly ears: ReadonlyMap<string, Ear>
}

/**
 * A unit as one clause is judged in it: over the time in which it was watched and the clause bound it, with the registers as they stood
 * at the last instant of that. Absent where the clause did not bind it at any time.
 */
export const placesIn = ({ data, directory, ears }: World) => {
  const registers = listed(data, directory)
  const peopleAt = memo(registers.people)
  const accountsAt = memo(registers.accounts)
  const telling = memo((obligation: Obligation) => unitsTelling(data, obligation))
  const spans = new Map<string, readonly Span[]>()
  const workingOf = new Map<string, readonly LocalDate[]>()
  const machinesOf = new Map<string, Place['machines']>()

  /** When a clause bound a unit: texts come into force at midnights. */
  const boundIn = (clause: Clause, unit: string, watch: Watch): readonly Span[] => {
    const key = JSON.stringify([unit, clause.answers === 'centre', clause.basis.map(({ doc }) => doc)])
    const known = spans.get(key)
    if (known) return known
    const found = merged(
      watch.watched.flatMap(daysIn).filter(({ from }) => isBound(clause, directory.bindings(unit, from))),
    )
    spans.set(key, found)
    return found
  }

  return (clause: Clause, unit: string, watch: Watch): Place | undefined => {
    const watched = boundIn(clause, unit, watch)
    if (watched.length === 0) return undefined
    const at = lastOf({ watched, carriers: [] })
    const key = JSON.stringify([unit, watched])
    const days = workingOf.get(key) ?? workingDays(unit, watched, directory)
    workingOf.set(key, days)
    const machines = machinesOf.get(`${unit}\n${at}`) ?? registers.machines(unit, at)
    machinesOf.set(`${unit}\n${at}`, machines)
    return {
      ...{ watched, days, machines },
      path: directory.units.at(unit, at)?.path ?? [unit],
      carriers: watch.carriers.filter(({ spans: own }) => within(own, watched).length > 0),
      ear: ears.get(unit),
      people: peopleAt(at).get(unit) ?? [],
      accounts: accountsAt(at).get(unit) ?? 0,
      tellsSince: (obligation) => telling(obligation).get(unit),
    }
  }
}

/** Most units are looked at at one instant: the end of the period. */
const memo = <K, T>(make: (at: K) => T): ((at: K) => T) => {
  const made = new Map<K, T>()
  return (at) => {
    const found = made.get(at) ?? make(at)
    made.set(at, found)
    return found
  }
}
