import type { LocalDate } from '../../kernel/time.ts'
import type { Period } from '../reports/period.ts'
import type { Lack } from './lack.ts'

/**
 * What can be said of a clause in a unit over a period. `met`: everything the rules need was seen on every working day and of every machine,
 * and nothing was found. `partial`: nothing was found where something could be seen. `signs`: what was found is to be verified, no violation.
 */
export const states = ['violated', 'signs', 'met', 'partial', 'not-assessable', 'not-bound', 'no-rule'] as const
export type CoverageState = (typeof states)[number]

export const stateNames: Readonly<Record<CoverageState, string>> = {
  violated: 'Vi phạm',
  signs: 'Dấu hiệu cần xác minh',
  met: 'Đạt',
  partial: 'Đánh giá một phần',
  'not-assessable': 'Không đánh giá được',
  'not-bound': 'Không ràng buộc đơn vị',
  'no-rule': 'Không đánh giá được (chưa có quy tắc)',
}

/** How many of how many. */
export type Share = { readonly heard: number; readonly of: number }

/** One clause with a rule in one unit that it binds. */
export type Cell = {
  readonly clause: string
  readonly state: Exclude<CoverageState, 'not-bound' | 'no-rule'>
  readonly alerts: number
  readonly violations: number
  /** Whether nothing was missing: a violation that was found does not say that all of them were. */
  readonly whole: boolean
  readonly lacks: readonly Lack[]
  /** Working days on which all that is needed was told of; machines told of; people named. */
  readonly days: Share
  readonly machines: Share
  readonly people: Share
  /** Machines by the days on which they were told of, without `taken`: cases nobody could judge, in days of a machine or an account. */
  readonly machineDays: number
  readonly taken: number
}

export type CoveredUnit = {
  readonly id: string
  readonly name: string
  readonly path: readonly string[]
  readonly machines: number
  readonly people: number
  readonly days: number
  readonly cells: readonly Cell[]
  /** Clauses that no text makes binding there, with or without a rule. */
  readonly notBound: readonly string[]
}

export type CoveredClause = {
  readonly id: string
  readonly title: string
  readonly rules: readonly string[]
  /** What of the logs and records could show it, as the catalogue has it. */
  readonly witness: readonly string[]
  /** The texts one of which must bind; none where it binds everywhere. */
  readonly texts: readonly string[]
  /** Its alerts that no unit is named in. */
  readonly elsewhere: number
}

/** What could be judged of each clause in each unit over a period. */
export type Coverage = {
  readonly schema: 1
  readonly period: Pick<Period, 'id' | 'kind' | 'calendar' | 'from' | 'to' | 'first' | 'last'>
  /** How far everything had been judged, never after the period's end. */
  readonly judgedTo: number
  readonly days: readonly LocalDate[]
  readonly sample: boolean
  readonly units: readonly CoveredUnit[]
  readonly clauses: readonly CoveredClause[]
  /** Units of the register that were not watched at any time of the period. */
  readonly unwatched: number
}

/** The state of a clause in a unit; of one that the unit has no cell of, why. */
export const stateOf = (unit: CoveredUnit, clause: CoveredClause): CoverageState => {
  const cell = unit.cells.find((one) => one.clause === clause.id)
  if (cell) return cell.state
  return unit.notBound.includes(clause.id) ? 'not-bound' : 'no-rule'
}

/** Of one clause or unit, how often each state. */
export const tally = (all: Iterable<CoverageState>): Readonly<Record<CoverageState, number>> => {
  const counts = { violated: 0, signs: 0, met: 0, partial: 0, 'not-assessable': 0, 'not-bound': 0, 'no-rule': 0 }
  for (const state of all) counts[state]++
  return counts
}
