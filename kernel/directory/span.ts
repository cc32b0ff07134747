import { addDays, type Instant, type LocalDate, localTime } from '../time.ts'

/** Half-open: `from` is in, `to` is out. An open bound is infinite. Epoch ms. */
export type Span = { readonly from: Instant; readonly to: Instant }

/** 00:00 local of `from` to the end of the local day `to`. */
export const validity = (row: {
  readonly from?: LocalDate | undefined
  readonly to?: LocalDate | undefined
}): Span => ({
  from: row.from === undefined ? -Infinity : localTime(row.from, '00:00'),
  to: row.to === undefined ? Infinity : localTime(addDays(row.to, 1), '00:00'),
})

/** A moment of the roster: with a zone as it says, without one the wall clock of Vietnam. */
export const momentOf = (text: string): Instant =>
  /(Z|[+-]\d\d:?\d\d)$/i.test(text) ? Date.parse(text) : localTime(text.slice(0, 10), text.slice(11))

/** From and to as moments; both ends included, so duty until 22:00 covers an act at 22:00:00.000. */
export const moments = (row: { readonly from: string; readonly to: string }): Span => ({
  from: momentOf(row.from),
  to: momentOf(row.to) + 1,
})

export const covers = (span: Span, at: Instant): boolean => span.from <= at && at < span.to
