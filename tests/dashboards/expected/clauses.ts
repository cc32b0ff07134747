import { altogether, dayOf, type Expectation, type Expectations, grouped, type View } from '../plain.ts'
import { samplesIn, total } from '../plain-samples.ts'

const rows = (view: View, unit?: 'unit') =>
  samplesIn(view, 'coverage', 'clause', unit ? ['unit'] : ['units', 'clauses'])
type Fields = ReturnType<typeof rows>[number]

const ASSESSED = 'vonggac.coverage.assessed'
const VIOLATED = 'vonggac.coverage.violated'
const NOT = 'vonggac.coverage.not_assessable'
const sums =
  (...fields: readonly (typeof ASSESSED | typeof VIOLATED | typeof NOT)[]) =>
  (all: readonly Fields[]): number[] =>
    fields.map((field) => total(all, field))

/** `state` where there was one. */
const reasonOf = (one: Fields, otherwise: string): string => String(one['vonggac.coverage.reason'] ?? otherwise)
const noon = (one: Fields): string => dayOf(Date.parse(String(one['@timestamp'])))

export const clauses: Expectations = {
  'Lượt đánh giá được': (view) => [altogether(rows(view), 'metric', sums(ASSESSED))],
  'Lượt có vi phạm hoặc dấu hiệu': (view) => [altogether(rows(view), 'metric', sums(VIOLATED))],
  'Lượt không đánh giá được': (view) => [altogether(rows(view), 'metric', sums(NOT))],
  'Từng điều khoản': (view) => [
    grouped(
      rows(view),
      (one) => `${one['vonggac.clause.id']} | ${one['vonggac.clause.title']}`,
      sums(ASSESSED, VIOLATED, NOT),
    ),
  ],
  'Từng đơn vị': (view) => [
    grouped(
      rows(view),
      (one) => `${one['organization.id']} | ${one['organization.name']}`,
      sums(NOT, ASSESSED, VIOLATED),
    ),
  ],
  'Vì sao không đánh giá được, hoặc chỉ một phần': (view) => [
    grouped(
      rows(view).filter((one) => ['not-assessable', 'partly'].includes(String(one['vonggac.coverage.state']))),
      (one) => `${reasonOf(one, 'indeterminate')} | ${one['vonggac.clause.id']}`,
    ),
  ],
  'Đánh giá được theo ngày': (view) => [
    grouped(rows(view), noon, sums(ASSESSED)),
    grouped(rows(view), noon, sums(NOT)),
  ],
}

/** What stands on the board of one unit. */
export const statesToday: Expectation = (view) => {
  const all = rows(view, 'unit')
  const newest = all
    .map((one) => String(one['vonggac.local.date']))
    .sort()
    .at(-1)
  return [
    grouped(
      all.filter((one) => one['vonggac.local.date'] === newest),
      (one) =>
        [one['vonggac.local.date'], one['vonggac.clause.id'], one['vonggac.coverage.state'], reasonOf(one, '')].join(
          ' | ',
        ),
      (group) => [total(group, 'vonggac.coverage.alerts'), new Set(group.map((one) => one['organization.id'])).size],
    ),
  ]
}
