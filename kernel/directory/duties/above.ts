import { onDemand } from '../pieces.ts'
import type { DirectoryData } from '../rows.ts'

/** A unit and all that stand above it by the newest rows, nearest first: what was recorded of one above was recorded of all below. */
export const above = ({ units }: Pick<DirectoryData, 'units'>): ((unit: string) => readonly string[]) => {
  const parents = new Map(units.map(({ id, parent }) => [id, parent]))
  const pathOf = onDemand((unit): readonly string[] => {
    const path: string[] = []
    for (let id: string | undefined = unit; id !== undefined && !path.includes(id); id = parents.get(id)) path.push(id)
    return path
  })
  return (unit) => pathOf(unit) ?? [unit]
}
