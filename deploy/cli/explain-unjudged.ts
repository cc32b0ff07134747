import type { explainEvent } from '../../detectors/explain.ts'
import type { LogEvent, Rule } from '../../detectors/meta.ts'
import type { Records } from '../records.ts'
import { unjudgedIn } from '../unbound.ts'
import { type UnjudgedHere, unjudgedLines } from './readable.ts'

export type Explained = ReturnType<typeof explainEvent>

/** Parts of a rule that speak for whom it is about; a picked event of theirs accuses nobody. */
const EXCULPATING: ReadonlySet<string> = new Set(['taken back', 'unless', 'expected', 'sign of life', 'ended unseen'])

/** Gathers the events that meet the conditions where nothing is judged. */
export const unjudgedHere = ({ id, clause: name }: Rule, { world }: Records['version']) => {
  const { catalogue, directory } = world
  const clause = catalogue.get(name)
  if (!clause) throw new Error(`rule ${id} names a clause the catalogue does not have: ${name}`)
  const found = new Map<string, Omit<UnjudgedHere, 'events'> & { readonly ids: Set<string> }>()
  return {
    look({ id, at, facts }: LogEvent, explained: Explained): void {
      const unit = facts.unit?.id
      const why = unjudgedIn(clause, unit, at, directory)
      if (!why || !explained.some(({ part, verdict }) => verdict.verdict === 'picked' && !EXCULPATING.has(part.en)))
        return
      const key = `${why} ${unit}`
      const known = found.get(key) ?? { why, unit, ids: new Set() }
      known.ids.add(id)
      found.set(key, known)
    },
    lines: () =>
      unjudgedLines(
        id,
        clause,
        [...found.values()].map(({ why, unit, ids }) => ({ why, unit, events: ids.size })),
      ),
  }
}
