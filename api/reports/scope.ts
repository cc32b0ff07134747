import type { Directory } from '../../kernel/directory/facts.ts'
import type { DirectoryData } from '../../kernel/directory/rows.ts'
import type { Watched } from './figures.ts'
import type { Heard } from './heard.ts'
import type { SourceFigures } from './sources.ts'

/** The units, machines and accounts of a report, as they stood at one instant. */
export const scopeOf = (directory: Directory, data: DirectoryData, unit: string | undefined, at: number) => {
  const within = (id: string | undefined): boolean => {
    const fact = id === undefined ? undefined : directory.units.at(id, at)
    return fact?.monitored === true && (unit === undefined || fact.path.includes(unit))
  }
  const ids = (rows: readonly { readonly id: string }[]): readonly string[] =>
    [...new Set(rows.map(({ id }) => id))].sort()
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
  return { units, machines, people, accounts, within }
}

export type Scope = ReturnType<typeof scopeOf>

export const watchedOf = (
  { units, machines, people, accounts }: Scope,
  sources: readonly SourceFigures[],
  { events }: Heard,
): Watched => {
  const spoke = sources.filter(({ state }) => state !== 'silent')
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
