import { alertsIn, altogether, type Expectations, type Period } from '../plain.ts'
import type { Seeded } from '../world/alerts.ts'
import { byLevel, daysByLevel, isViolation, rankedClauses, rankedUnits } from './common.ts'

const all = ['units', 'clauses', 'levels'] as const
const isSign = (one: Seeded): boolean => !isViolation(one)

const ofPeriod = (period: Period, called: string): Expectations => ({
  ...byLevel(called, all, { period }),
  [`Vi phạm: ${called}`]: (view) => [altogether(alertsIn(view, all, { period, only: isViolation }), 'alert')],
  [`Dấu hiệu: ${called}`]: (view) => [altogether(alertsIn(view, all, { period, only: isSign }), 'alert')],
  [`Điều khoản bị vi phạm nhiều nhất, ${called}`]: (view) => rankedClauses(view, all, isViolation, period),
  [`Dấu hiệu cần xác minh nhiều nhất, ${called}`]: (view) => rankedClauses(view, all, isSign, period),
  [`Đơn vị nhiều cảnh báo nhất, ${called}`]: (view) => rankedUnits(view, all, () => true, period),
})

export const overview: Expectations = {
  ...ofPeriod('this', 'kỳ này'),
  ...ofPeriod('before', 'kỳ trước'),
  'Cảnh báo theo ngày và mức': daysByLevel(all),
}
