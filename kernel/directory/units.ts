import { type Instant, localDate, localTime } from '../time.ts'
import type { Directory, UnitFact } from './facts.ts'
import { groupBy, latest, type Piece, pieceAt, pieces } from './pieces.ts'
import type { Known, Row } from './rows.ts'
import { validity } from './span.ts'

type Unit = Known<Row<'units'>>
type Tree = {
  at(id: string): UnitFact | undefined
  children(id: string): readonly string[]
}

/** The unit tree as of any instant. It changes at midnights only, so each stretch between two changes has one tree. */
export const unitTree = (rows: readonly Unit[]): Directory['units'] => {
  const switchedOn = rows.flatMap(({ monitored }) => (monitored === undefined ? [] : [localTime(monitored, '00:00')]))
  const trees: readonly Piece<() => Tree>[] = pieces(
    rows,
    validity,
    (inForce, { to }) => lazily(() => treeOf(inForce, to)),
    switchedOn,
  )
  return {
    at: (id, at) => pieceAt(trees, at)().at(id),
    children: (id, at) => pieceAt(trees, at)().children(id),
  }
}

/** `end`: the stretch ends there; a unit is monitored all through it or not at all. */
const treeOf = (inForce: readonly Unit[], end: Instant): Tree => {
  const byId = new Map([...groupBy(inForce, ({ id }) => id)].map(([id, same]) => [id, latest(same)!]))
  const below = groupBy([...byId.values()], ({ parent }) => parent)
  const lastDay = end === Infinity ? '9999-12-31' : localDate(end - 1)
  const facts = new Map<string, UnitFact>()
  return {
    at(id) {
      const made = facts.get(id)
      if (made) return made
      const up = ancestry(byId, id)
      const self = up[0]
      if (!self) return undefined
      const since = up.find(({ monitored }) => monitored !== undefined)?.monitored
      const fact: UnitFact = {
        id,
        name: self.name,
        path: up.map((unit) => unit.id).reverse(),
        monitored: since !== undefined && since <= lastDay,
      }
      facts.set(id, fact)
      return fact
    },
    children: (id) => (below.get(id) ?? []).map((unit) => unit.id),
  }
}

/** The unit and what stands above it, nearest first. A loop (which the loader refuses) ends the walk. */
const ancestry = (byId: ReadonlyMap<string, Unit>, id: string): readonly Unit[] => {
  const up: Unit[] = []
  for (
    let unit = byId.get(id);
    unit && !up.includes(unit);
    unit = unit.parent === undefined ? undefined : byId.get(unit.parent)
  ) {
    up.push(unit)
  }
  return up
}

const lazily = <T>(make: () => T): (() => T) => {
  let made: { readonly value: T } | undefined
  return () => {
    made ??= { value: make() }
    return made.value
  }
}
