import type { ListName } from './list-names.ts'
import { groupBy } from './pieces.ts'
import type { DirectoryData } from './rows.ts'

/**
 * Whom a changed row can touch. Accounts stand for acts by, on or through them (`user`, `by`, whoever was signed in), hosts for
 * `host` and `from`; units are listed with everything that was or is below them.
 */
export type Touched = {
  readonly accounts?: readonly string[]
  readonly hosts?: readonly string[]
  readonly devices?: readonly string[]
  readonly units?: readonly string[]
  /** Whatever rules that look at these lists are about. */
  readonly lists?: readonly ListName[]
  readonly everything?: true
}

type Scoped = { readonly [K in 'unit' | 'person' | 'account' | 'machine' | 'device']?: string | undefined }

/** Whom rows may touch in either version. */
export const touching = (before: DirectoryData, after: DirectoryData) => {
  const units = [...before.units, ...after.units]
  const accounts = [...before.accounts, ...after.accounts]
  const machines = [...before.machines, ...after.machines]
  const accountsOf = groupBy(accounts, (row) => row.person)
  const machinesOf = groupBy(machines, (row) => row.person)
  const below = groupBy(units, (row) => row.parent)
  const idsOf = (rows: readonly { readonly id: string }[] | undefined): readonly string[] => [
    ...new Set((rows ?? []).map(({ id }) => id)),
  ]
  const person = (id: string): Touched => ({ accounts: idsOf(accountsOf.get(id)), hosts: idsOf(machinesOf.get(id)) })
  const subtree = (id: string): Touched => {
    const found = new Set([id])
    // A set is walked on over what is added meanwhile: children of children follow.
    for (const parent of found) for (const child of idsOf(below.get(parent))) found.add(child)
    return { units: [...found] }
  }
  /** All columns of a scope must match, so any one of them names enough. */
  const scoped = (row: Scoped): Touched => {
    if (row.account !== undefined) return { accounts: [row.account.toLowerCase()] }
    if (row.device !== undefined) return { devices: [row.device.toLowerCase()] }
    if (row.machine !== undefined) return { hosts: [row.machine.toLowerCase()] }
    if (row.person !== undefined) return person(row.person)
    return row.unit === undefined ? { everything: true } : subtree(row.unit)
  }
  return { person, subtree, scoped }
}

export type Touch = ReturnType<typeof touching>
