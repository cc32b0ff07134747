import type { Alert } from '../../../kernel/alert.ts'
import { foldDay } from '../../../kernel/time.ts'

/** What is kept, each in indices of its own: alerts as they stand, and their revisions. */
export const kinds = ['alerts', 'revisions'] as const
export type Kind = (typeof kinds)[number]

/** The alias that readers ask: every month of it. */
export const aliasOf = (prefix: string, kind: Kind): string => `${prefix}-${kind}`

export const patternOf = (prefix: string, kind: Kind): string => `${prefix}-${kind}-*`

/** A civil month in Vietnam: `2026.03`. */
export type Month = string

/** The month of the fold day of an alert's first act: where a first revision is put. Later ones follow it there. */
export const monthOf = (alert: Pick<Alert, 'first'>): Month => foldDay(alert.first).slice(0, 7).replace('-', '.')

export const indexOf = (prefix: string, kind: Kind, month: Month): string => `${prefix}-${kind}-${month}`

/** The month an index of ours is for; `undefined` for the index of anybody else. */
export const monthIn = (prefix: string, index: string): Month | undefined => {
  const kind = kinds.find((one) => index.startsWith(`${prefix}-${one}-`))
  const month = kind && index.slice(`${prefix}-${kind}-`.length)
  return month !== undefined && /^\d{4}\.(0[1-9]|1[0-2])$/.test(month) ? month : undefined
}
