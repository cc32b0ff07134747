import type { Directory } from '../../kernel/directory/facts.ts'
import type { DirectoryData } from '../../kernel/directory/rows.ts'
import type { Watched } from './figures.ts'
import type { Heard } from './heard.ts'
import type { SourceFigures } from './sources.ts'
import { daysIn, type Span } from './spans.ts'

/** The units, machines and accounts of a report, as they stood at one instant. */
export const scopeOf = (directory: Directory, data: DirectoryData, unit: string | undefined, at: number) => {
  /** Whether a unit of the scope is watched at an instant. */
  const isWatched = (id: string, when: number): boolean => {
    const fact = directory.units.at(id, when)
    return fact?.monitored === true && (unit === undefined || fact.path.includes(unit))
  }
  const within = (id: string | undefined): boolean => id !== undefined && isWatched(id, at)
  const units = ids(data.units).filter(within)
  const machines = ids(data.machines).flatMap((id) => {
    const row = directory.machine(id, at)
    return row && within(row.unit) ? [row] : []
  })
  const people = ids(data.people).filter((id) => {
    const person = directory.person(id, at)
    return person?.active === true && within(person.unit)
  })
  const accounts = ids(data.accounts).filter((id) => {
    const row = directory.account(id, at)
    if (!row?.enabled) return false
    return within(row.unit ?? (row.person === undefined ? undefined : directory.person(row.person, at)?.unit))
  })
  return { units, machines, people, accounts, within, isWatched }
}

/** The units of a scope that were watched at any time of a period; what one had there is of the period though it ended before. */
export const unitsOver = (data: DirectoryData, period: Span, isWatched: Scope['isWatched']): readonly string[] => {
  const days = daysIn(period)
  return ids(data.units).filter((id) => days.some(({ from }) => isWatched(id, from)))
}

const ids = (rows: readonly { readonly id: string }[]): readonly string[] =>
  [...new Set(rows.map(({ id }) => id))].sort()

export type Scope = ReturnType<typeof scopeOf>

export const watchedOf = (
  { units, machines, people, accounts }: Scope,
  sources: readonly SourceFigures[],
  { events }: Heard,
): Watched => {
  const spoke = sources.filter((source) => source.events !== undefined)
  return {
    units: units.length,
    people: people.length,
    accounts: accounts.length,
    machines: machines.length,
    servers: machines.filter(({ role }) => role === 'server').length,
    sources: sources.length,
    ...(spoke.length > 0 && { events: spoke.reduce((sum, { id }) => sum + (events.get(id) ?? 0), 0) }),
  }
}
