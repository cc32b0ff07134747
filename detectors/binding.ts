import { BRIEF, national } from '../kernel/directory/documents.ts'
import type { Clause } from './catalogue.ts'

type Texts = Pick<Clause, 'answers' | 'basis'>

/** What stands everywhere without a row in `directives.csv`: the project's brief, and the national texts. */
export const bindsEverywhere: ReadonlySet<string> = new Set([BRIEF, ...national])

/** The texts one of which must bind a unit for the clause to be judged there; none where it is judged everywhere. */
export const textsNeeded = ({ answers, basis }: Texts): readonly string[] =>
  answers === 'centre' || basis.some(({ doc }) => bindsEverywhere.has(doc))
    ? []
    : [...new Set(basis.map(({ doc }) => doc))].sort()

/** What of a clause's basis stands where these texts bind: an alert quotes nothing else. */
export const basisUnder = ({ basis }: Pick<Clause, 'basis'>, bindings: readonly string[]): Clause['basis'] =>
  basis.filter(({ doc }) => bindsEverywhere.has(doc) || bindings.includes(doc))

/** Whether a clause is judged where these texts bind. The centre's own duties bind it wherever its sources stand. */
export const isBound = (clause: Texts, bindings: readonly string[]): boolean =>
  clause.answers === 'centre' || basisUnder(clause, bindings).length > 0
