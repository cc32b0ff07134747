import { localDate } from '../../../kernel/time.ts'
import { type CoverageState, states } from '../../coverage/coverage.ts'
import type { ReportKind } from '../../reports/period.ts'
import type { UnitInfo } from '../../schemas.ts'
import type { CoverageCell, CoveragePage } from '../../schemas-coverage.ts'

/** What the reader asks to see; empty: all. */
export type Wanted = {
  readonly kind: ReportKind | 'administrative'
  /** Any day of the period. */
  readonly date: string
  readonly unit: string
  readonly state: '' | CoverageState
  readonly clauses: 'all' | 'ruled' | 'unruled'
  readonly text: string
}

export type Made = NonNullable<CoveragePage['made']>
export type Chosen = { readonly unit: string; readonly clause: string }

export type State = {
  readonly sample: boolean
  readonly now: number
  readonly page: 'loading' | { readonly trouble: string } | CoveragePage
  readonly units: readonly UnitInfo[]
  readonly wanted: Wanted
  readonly chosen: Chosen | undefined
  readonly cell: 'loading' | { readonly trouble: string } | CoverageCell | undefined
  /** Why the making was refused. */
  readonly refused: string | undefined
}

/** The month that runs is what people look at. */
export const initial = (sample: boolean, now: number): State => ({
  ...{ sample, now, page: 'loading', units: [], chosen: undefined, cell: undefined, refused: undefined },
  wanted: { kind: 'month', date: localDate(now), unit: '', state: '', clauses: 'all', text: '' },
})

export const stateAt = (unit: Made['units'][number], place: number): CoverageState =>
  states[Number(unit.states[place])]!

export type Shown = {
  readonly units: readonly Made['units'][number][]
  /** Clauses with their places in `states`. */
  readonly clauses: readonly { readonly clause: Made['clauses'][number]; readonly place: number }[]
}

/** The part of the matrix that is asked for: with a state, the units and clauses that have it somewhere. */
export const shownOf = ({ units, clauses }: Made, { state, clauses: which, text }: Wanted): Shown => {
  const sought = text.trim().toLowerCase()
  const named = clauses
    .map((clause, place) => ({ clause, place }))
    .filter(({ clause: { rules } }) => which === 'all' || rules > 0 === (which === 'ruled'))
    .filter(({ clause: { id, title } }) => sought === '' || `${id} ${title}`.toLowerCase().includes(sought))
  if (state === '') return { units, clauses: named }
  const has = (unit: Made['units'][number], place: number): boolean => stateAt(unit, place) === state
  return {
    units: units.filter((unit) => named.some(({ place }) => has(unit, place))),
    clauses: named.filter(({ place }) => units.some((unit) => has(unit, place))),
  }
}
