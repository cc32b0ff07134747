import type { Alert, Level } from '../../kernel/alert.ts'
import { foldDay, type LocalDate } from '../../kernel/time.ts'
import type { Period } from './period.ts'

/**
 * One alert as it is counted: what a closed period keeps of it, to say later what came and what went. It names nobody: `who` is the
 * register's number of the person, which stays in the data folder.
 */
export type Item = {
  readonly id: string
  readonly rule: string
  readonly clause: string
  readonly standing: Alert['clause']['standing']
  readonly level: Level
  readonly unit?: string
  /** The fold day of its first act. */
  readonly day: LocalDate
  readonly who?: string
}

export const itemOf = ({ id, rule, clause, level, subject, first }: Alert): Item => ({
  ...{ id, rule: rule.id, clause: clause.id, standing: clause.standing, level, day: foldDay(first) },
  ...(subject.unit && { unit: subject.unit.id }),
  ...(subject.person && { who: subject.person.id }),
})

/** Whether an alert counts: neither taken back nor silenced by a decision. */
export const counts = (alert: Alert): boolean => !alert.withdrawn && !alert.silenced

export const isIn = ({ first, last }: Pick<Period, 'first' | 'last'>, at: number): boolean => {
  const day = foldDay(at)
  return day >= first && day <= last
}

/** Alerts about a unit or anything below it, as the units stood at the act; all where no unit is named. */
export const isAbout = (unit: string | undefined, alert: Alert): boolean =>
  unit === undefined || (alert.subject.unit?.path.includes(unit) ?? false)

/** Once per clause, person and fold day, however many alerts there are. */
export const personDays = (items: readonly Item[]): number =>
  new Set(items.flatMap(({ clause, who, day }) => (who === undefined ? [] : [`${clause}\n${who}\n${day}`]))).size

export const distinct = (values: Iterable<string | undefined>): number => {
  const found = new Set(values)
  found.delete(undefined)
  return found.size
}
