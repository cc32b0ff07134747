import type { CoverageField } from '../../../kernel/status-fields.ts'
import { altogether, dayOf, type Expectation, type Expectations, grouped, type View } from '../plain.ts'
import { largest, samplesIn, total } from '../plain-samples.ts'

type Which = 'units' | 'unit'
const rows = (view: View, which: Which) => samplesIn(view, 'coverage', 'unit', [which])

/** Those of the newest day that is there. */
const newest = (view: View, which: Which) => {
  const all = rows(view, which)
  const day =
    all
      .map((one) => String(one['vonggac.local.date']))
      .sort()
      .at(-1) ?? ''
  return { day, rows: all.filter((one) => one['vonggac.local.date'] === day) }
}

/** One number of the newest day. */
export const today =
  (field: CoverageField, which: Which): Expectation =>
  (view) => {
    const { day, rows } = newest(view, which)
    return [altogether(rows, day, (all) => [total(all, field)])]
  }

/** Of which day these numbers are. */
export const dayOfNumbers =
  (which: Which): Expectation =>
  (view) => {
    const { day, rows } = newest(view, which)
    return [altogether(rows, day, (all) => [Math.max(...all.map((one) => Date.parse(String(one['@timestamp']))))])]
  }

/** A curve a field, by day. */
export const perDay =
  (fields: readonly CoverageField[], which: Which): Expectation =>
  (view) =>
    fields.map((field) =>
      grouped(
        rows(view, which),
        (one) => dayOf(Date.parse(String(one['@timestamp']))),
        (all) => [total(all, field)],
      ),
    )

/** Units on the newest day: sums, and of the last field the largest where it is told so. */
export const byUnit =
  (sums: readonly CoverageField[], most?: CoverageField): Expectation =>
  (view) => {
    const { day, rows } = newest(view, 'units')
    return [
      grouped(
        rows,
        (one) => `${day} | ${one['organization.id']} | ${one['organization.name']}`,
        (all) => [...sums.map((field) => total(all, field)), ...(most ? [largest(all, most)] : [])],
      ),
    ]
  }

const FIELDS = [
  ['Máy phải có bảo vệ', 'vonggac.protection.expected'],
  ['Máy được bảo vệ', 'vonggac.protection.protected'],
  ['Máy mất bảo vệ', 'vonggac.protection.missing'],
  ['Máy không xác định được', 'vonggac.protection.unknown'],
  ['Máy chưa từng thấy', 'vonggac.protection.never_seen'],
] as const

export const protection = (which: Which): Expectations => ({
  'Số liệu của ngày': dayOfNumbers(which),
  ...Object.fromEntries(FIELDS.map(([title, field]) => [title, today(field, which)])),
  'Máy theo tình trạng bảo vệ, từng ngày': perDay(
    FIELDS.slice(1).map(([, field]) => field),
    which,
  ),
})
