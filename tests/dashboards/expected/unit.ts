import { alertsIn, altogether, type Expectations, foldDayOf, grouped, listed, type View } from '../plain.ts'
import type { Seeded } from '../world/alerts.ts'
import { statesToday } from './clauses.ts'
import { byLevel, every, isViolation } from './common.ts'
import { protection } from './machines.ts'

const here = ['unit'] as const
const violations = (view: View): readonly Seeded[] =>
  alertsIn(view, here, { only: every(isViolation, ({ alert }) => alert.subject.person !== undefined) })
/** One person on one day, once a clause. */
const personDays = (all: readonly Seeded[]): number[] => [
  new Set(all.map(({ alert: { clause, subject, first } }) => [clause.id, subject.person!.id, foldDayOf(first)].join()))
    .size,
]

export const unit: Expectations = {
  'Ngày-người vi phạm': (view) => [altogether(violations(view), 'alert', personDays)],
  'Cán bộ có vi phạm': (view) => [
    altogether(violations(view), 'alert', (all) => [new Set(all.map(({ alert }) => alert.subject.person!.id)).size]),
  ],
  ...byLevel('đang mở', here),
  'Ngày-người theo điều khoản': (view) => [
    grouped(violations(view), ({ alert: { clause } }) => `${clause.id} | ${clause.title.vi}`, personDays),
  ],
  'Đánh giá từng điều khoản, ngày mới nhất': statesToday,
  // The days that person-days are of, so that the columns add up to what they are counted as.
  'Ngày-người từng ngày': (view) => [grouped(violations(view), ({ alert }) => foldDayOf(alert.last), personDays)],
  ...protection('unit'),
  'Cảnh báo đang mở của đơn vị': (view) => [listed(alertsIn(view, here))],
}
