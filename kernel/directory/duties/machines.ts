import type { Owed } from '../duties.ts'
import { groupBy } from '../pieces.ts'
import type { DirectoryData, Row } from '../rows.ts'
import { validity } from '../span.ts'

/** A machine for one person; the others are shared, or nobody sits at them. */
const isPersonal = ({ role }: Row<'machines'>): boolean => role === 'workstation' || role === 'laptop'

/**
 * Every machine for one person is given to somebody. A unit is asked only where most of its machines are: a column that is being filled in
 * says nothing yet.
 */
export const assignments = ({ machines }: DirectoryData): Owed => {
  const units = groupBy(
    machines.filter((row) => isPersonal(row) && row.to === undefined),
    ({ unit }) => unit,
  )
  const kept = new Set(
    [...units].flatMap(([unit, rows]) =>
      rows.filter(({ person }) => person !== undefined).length * 2 > rows.length ? [unit] : [],
    ),
  )
  const duties = machines
    .filter((row) => isPersonal(row) && row.person === undefined && kept.has(row.unit))
    .map((row) => ({ ...validity(row), unit: row.unit, of: row.id, host: row.id, known: row.known, rows: [row] }))
  return { duties, kept }
}
