import type { Alert } from '../../../kernel/alert.ts'
import { foldDay } from '../../../kernel/time.ts'

/** What is kept of alerts, each in indices of its own: alerts as they stand, and their revisions. */
export const kinds = ['alerts', 'revisions'] as const
export type Kind = (typeof kinds)[number]

/**
 * What is kept beside them: samples of how the product stands, the newest of each, what could be judged on a day, and what processes must
 * agree on.
 */
export const besides = ['status', 'current', 'coverage', 'control'] as const
export type Beside = (typeof besides)[number]

/** The alias that readers ask: every month of it. */
export const aliasOf = (prefix: string, kind: Kind | Beside): string => `${prefix}-${kind}`

export const patternOf = (prefix: string, kind: Kind | Beside): string => `${prefix}-${kind}-*`

/** A civil month in Vietnam: `2026.03`. */
export type Month = string

/** The month of a civil day. */
export const monthOfDay = (day: string): Month => day.slice(0, 7).replace('-', '.')

/** The month of the fold day of an alert's first act: where a first revision is put. Later ones follow it there. */
export const monthOf = (alert: Pick<Alert, 'first'>): Month => monthOfDay(foldDay(alert.first))

export const indexOf = (prefix: string, kind: Kind | Exclude<Beside, 'current' | 'control'>, month: Month): string =>
  `${prefix}-${kind}-${month}`

/** The one index of what is overwritten in place. */
export const currentOf = (prefix: string): string => `${prefix}-current-1`

/** The one index of what processes must agree on. */
export const controlOf = (prefix: string): string => `${prefix}-control-1`

/** The month an index of alerts is for; `undefined` for the index of anybody else. */
export const monthIn = (
  prefix: string,
  index: string,
  among: readonly (Kind | Beside)[] = kinds,
): Month | undefined => {
  const kind = among.find((one) => index.startsWith(`${prefix}-${one}-`))
  const month = kind && index.slice(`${prefix}-${kind}-`.length)
  return month !== undefined && /^\d{4}\.(0[1-9]|1[0-2])$/.test(month) ? month : undefined
}
