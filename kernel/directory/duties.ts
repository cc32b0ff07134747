import { departureReports, returns } from './duties/departures.ts'
import { type Duty, type Kept, type Obligation, type Owed, obligations } from './duties/duty.ts'
import { keptKey, keptSince } from './duties/kept.ts'
import { monitoring, separation } from './duties/networks.ts'
import { regulations, restoreTests, wipes } from './duties/records.ts'
import { levels, logInputs } from './duties/systems.ts'
import { groupBy } from './pieces.ts'
import type { DirectoryData } from './rows.ts'

export type { Obligation } from './duties/duty.ts'

/*
 * What units owe by the registers alone (ADR 53). Each obligation is looked for only where the register that tells of it is kept: a column
 * that nobody has filled in makes no unit guilty.
 */

const owing: { readonly [O in Obligation]: (data: DirectoryData) => Owed } = {
  return: returns,
  report: departureReports,
  level: levels,
  logs: logInputs,
  monitoring,
  separation,
  regulation: regulations,
  'restore-test': restoreTests,
  wipe: wipes,
}

/** Everything owed at any time, from when it begins. */
export const dutiesOf = (data: DirectoryData): readonly Omit<Owing, 'key' | 'dated'>[] =>
  stretches(data).map(({ key: _, dated, ...duty }) => ({
    ...duty,
    from: dated ? duty.from : Math.max(duty.from, duty.known),
  }))

/**
 * Of a version about to be accepted, what was owed by the one in force, and since when that was known: an edited row is known since its edit, and to
 * close a row is to edit it, but nobody is given the days anew by it. A row whose beginning was changed owes something else.
 */
export const owedBefore = (previous: DirectoryData, next: DirectoryData): DirectoryData['owed'] => {
  const sinceIn = (data: DirectoryData): readonly (readonly [key: string, since: number])[] => [
    ...stretches(data).map(({ key, known }) => [key, known] as const),
    ...obligations.flatMap((obligation) =>
      [...unitsTelling(data, obligation)].map(([unit, since]) => [keptKey(unit, obligation), since] as const),
    ),
  ]
  const before = new Map(sinceIn(previous))
  return Object.fromEntries(
    sinceIn(next).flatMap(([key, known]) => {
      const since = before.get(key)
      return since !== undefined && since < known ? [[key, since]] : []
    }),
  )
}

type Owing = Duty & { readonly obligation: Obligation; readonly key: string }

/** Everything owed, by what the rows say of it; known since it was first owed. */
const stretches = (data: DirectoryData): readonly Owing[] =>
  obligations.flatMap((obligation) =>
    [...groupBy(owing[obligation](data).duties, (duty) => dutyName(duty, obligation))].flatMap(([name, duties]) =>
      merged(duties).map((duty) => {
        const key = `${name}@${duty.from}`
        return { ...duty, obligation, key, known: data.owed[key] ?? duty.known }
      }),
    ),
  )

/** What goes on from one row to the next is one duty, known since the first of them. */
const merged = (duties: readonly Duty[]): readonly Duty[] => {
  const found: Duty[] = []
  for (const duty of [...duties].sort((a, b) => a.from - b.from || a.to - b.to)) {
    const last = found.at(-1)
    if (last && duty.from <= last.to)
      found[found.length - 1] = { ...last, to: Math.max(last.to, duty.to), rows: [...last.rows, ...duty.rows] }
    else found.push(duty)
  }
  return found
}

/** The units in which registers can tell of an obligation, and since when they were known to: before that, finding nothing means nothing. */
export const unitsTelling = (data: DirectoryData, obligation: Obligation): Kept =>
  new Map([...owing[obligation](data).kept].map(([unit, since]) => [unit, keptSince(data, obligation, unit, since)]))

/** The name of one duty. No unit's id with a slash is taken for another's. */
export const dutyName = ({ unit, of }: Pick<Duty, 'unit' | 'of'>, obligation: Obligation): string =>
  `${encodeURIComponent(unit)}/${obligation}/${of}`

/** The unit that owes a duty. */
export const unitOwing = (duty: string): string => decodeURIComponent(duty.slice(0, duty.indexOf('/')))
