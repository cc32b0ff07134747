import type { Level } from '../../kernel/alert.ts'
import { DAY, HOUR } from '../../kernel/time.ts'
import type { Seeded } from './world/alerts.ts'
import type { World } from './world/write.ts'

/* What boards should say, computed over the world by plain code: no Elasticsearch, no query language, nothing of the boards' own. */

/** What a reader has chosen; nothing: all. */
export type Chosen = {
  readonly units?: readonly string[]
  readonly machines?: readonly string[]
  readonly clauses?: readonly string[]
  readonly levels?: readonly Level[]
  /** On the board of one unit. */
  readonly unit: string
  /** Length of the period that is compared, ms. */
  readonly ky: number
}

export type View = {
  readonly world: World
  readonly chosen: Chosen
  readonly range: readonly [from: number, to: number]
}

/** Lines of a table or points of curves by the parts they are of (in any order); or documents by their ids. */
export type Expected =
  | { readonly lines: readonly (readonly [key: string, ...numbers: number[]])[] }
  | { readonly documents: readonly string[]; readonly inOrder: boolean }

/** What each target of a panel should give. */
export type Expectation = (view: View) => readonly Expected[]
export type Expectations = Readonly<Record<string, Expectation>>

/** Which of a reader's choices count on a board. */
export type Variables = readonly ('units' | 'machines' | 'clauses' | 'levels' | 'unit')[]
export type Period = 'range' | 'this' | 'before' | 'year'

const spanOf = ({ world: { now }, chosen: { ky }, range }: View, period: Period): readonly [number, number] =>
  (({ range, this: [now - ky, now], before: [now - 2 * ky, now - ky], year: [now - 365 * DAY, now] }) as const)[period]

/** Whether what is wanted is among what there is; nothing wanted: whatever there is. */
export const asked = <T>(wanted: readonly T[] | undefined, has: readonly (T | undefined)[]): boolean =>
  wanted === undefined || has.some((one) => one !== undefined && wanted.includes(one))

export const isOpen = ({ alert }: Seeded): boolean => alert.withdrawn === undefined && alert.silenced === undefined
export const isOf =
  (...clauses: readonly string[]) =>
  ({ alert }: Seeded): boolean =>
    clauses.some((clause) => alert.clause.id === clause || alert.clause.id.startsWith(`${clause}-`))

/** Open alerts of a period, as chosen. */
export const alertsIn = (
  view: View,
  variables: Variables,
  {
    by = 'last',
    period = 'range',
    only = () => true,
  }: { readonly by?: 'last' | 'raised'; readonly period?: Period; readonly only?: (one: Seeded) => boolean } = {},
): readonly Seeded[] => {
  const [from, to] = spanOf(view, period)
  const { chosen } = view
  return view.world.alerts.filter((one) => {
    const { alert, raised } = one
    const at = by === 'last' ? alert.last : raised
    const path = alert.subject.unit?.path ?? []
    return (
      at >= from &&
      at <= to &&
      isOpen(one) &&
      only(one) &&
      (!variables.includes('units') || asked(chosen.units, path)) &&
      (!variables.includes('unit') || path.includes(chosen.unit)) &&
      (!variables.includes('machines') || asked(chosen.machines, [alert.subject.machine])) &&
      (!variables.includes('clauses') || asked(chosen.clauses, [alert.clause.id])) &&
      (!variables.includes('levels') || asked(chosen.levels, [alert.level]))
    )
  })
}

/** Things by a key, each group with its numbers. */
export const grouped = <T>(
  all: readonly T[],
  key: (one: T) => string,
  numbers: (group: readonly T[]) => readonly number[] = (group) => [group.length],
): Expected => ({
  lines: [...Map.groupBy(all, key)].map(([name, group]) => [name, ...numbers(group)] as const),
})

/** All as one, under the name of what they are; nothing where there is none. */
export const altogether = <T>(
  all: readonly T[],
  name: string,
  numbers?: (group: readonly T[]) => readonly number[],
): Expected => grouped(all, () => name, numbers)

/** The day on the calendars of Vietnam. */
export const dayOf = (at: number): string => new Date(at + 7 * HOUR).toISOString().slice(0, 10)
export const hourOf = (at: number): number => new Date(at + 7 * HOUR).getUTCHours()
export const weekdayOf = (at: number): number => new Date(at + 7 * HOUR).getUTCDay() || 7

export const alertDays = (
  all: readonly Seeded[],
  numbers?: (group: readonly Seeded[]) => readonly number[],
): Expected => grouped(all, ({ alert }) => dayOf(alert.last), numbers)

export const listed = (all: readonly Seeded[], by: 'last' | 'raised' = 'last'): Expected => ({
  documents: [...all]
    .sort((a, b) => (by === 'last' ? b.alert.last - a.alert.last : b.raised - a.raised))
    .slice(0, 100)
    .map(({ alert }) => alert.id),
  inOrder: true,
})

/** The day from five to five. */
export const foldDayOf = (at: number): string => dayOf(at - 5 * HOUR)
