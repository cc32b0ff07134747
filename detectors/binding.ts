import type { Clause } from './catalogue.ts'

/** What binds everybody without a row in `directives.csv`: the project's brief, and the national texts. */
export const bindsEverywhere: ReadonlySet<string> = new Set(['CARD', 'TT31', 'QCVN12'])

/** The texts one of which must bind a unit for the clause to be judged there; none where it is judged everywhere. */
export const textsNeeded = ({ answers, basis }: Pick<Clause, 'answers' | 'basis'>): readonly string[] =>
  answers === 'centre' || basis.some(({ doc }) => bindsEverywhere.has(doc))
    ? []
    : [...new Set(basis.map(({ doc }) => doc))].sort()

/** Whether a clause is judged where these texts bind. */
export const isBound = (clause: Pick<Clause, 'answers' | 'basis'>, bindings: readonly string[]): boolean => {
  const needed = textsNeeded(clause)
  return needed.length === 0 || needed.some((doc) => bindings.includes(doc))
}
