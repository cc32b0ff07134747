import type { Catalogue } from '../../detectors/catalogue.ts'
import { type Item, personDays } from './counted.ts'
import type { CorrectionFigures } from './figures.ts'
import { type Period, sayPeriod } from './period.ts'

/** What a period that was closed had counted, and what it corrected of earlier ones. */
export type Counted = {
  readonly period: Period
  readonly items: readonly Item[]
  readonly corrections: readonly Correction[]
}

/** Alerts of a closed period that came (`added`) or went (`removed`) since it was last reported. */
export type Correction = {
  readonly period: string
  readonly added: readonly Item[]
  readonly removed: readonly Item[]
}

/** The same alert at another level, or about somebody else, is another fact. */
const keyOf = ({ id, level, clause, standing, who }: Item): string => JSON.stringify([id, level, clause, standing, who])

const less = (items: readonly Item[], others: readonly Item[]): readonly Item[] => {
  const known = new Set(others.map(keyOf))
  return items.filter((item) => !known.has(keyOf(item)))
}

/** What a period stood at after every report that spoke of it: its own, and the corrections in later ones. */
const reported = ({ period, items }: Counted, all: readonly Counted[]): readonly Item[] =>
  all
    .flatMap(({ corrections }) => corrections.filter((correction) => correction.period === period.id))
    .reduce((known, { added, removed }) => [...less(known, removed), ...less(added, known)], items)

/**
 * What the report after the closed periods must add to them or take back: số liệu bổ sung, số liệu điều chỉnh giảm. `today` gives what a
 * period counts as things stand. `closed`: of the same scope and calendar, oldest first.
 */
export const correctionsOf = (
  closed: readonly Counted[],
  today: (period: Period) => readonly Item[],
): readonly Correction[] =>
  closed.flatMap((one) => {
    const [before, after] = [reported(one, closed), today(one.period)]
    const [added, removed] = [less(after, before), less(before, after)]
    return added.length + removed.length === 0 ? [] : [{ period: one.period.id, added, removed }]
  })

/** Corrections as numbers, by period and clause. */
export const correctionFigures = (
  corrections: readonly Correction[],
  closed: readonly Counted[],
  catalogue: Catalogue,
): readonly CorrectionFigures[] =>
  corrections.flatMap(({ period: id, added, removed }) => {
    const period = closed.find((one) => one.period.id === id)!.period
    const clauses = [...new Set([...added, ...removed].map(({ clause }) => clause))].sort()
    return clauses.map((clause) => {
      const [came, went] = [added, removed].map((items) => items.filter((item) => item.clause === clause))
      return {
        ...{ period: id, said: sayPeriod(period), clause, title: catalogue.get(clause)?.vi ?? clause },
        ...{ added: came!.length, removed: went!.length },
        ...{ addedDays: personDays(came!), removedDays: personDays(went!) },
      }
    })
  })
