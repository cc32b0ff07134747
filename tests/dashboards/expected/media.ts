import { alertsIn, type Expectations, isOf, listed } from '../plain.ts'
import { byLevel, daysByLevel, rankedClauses, rankedThings, rankedUnits } from './common.ts'

const some = ['units', 'machines', 'clauses'] as const
const only = isOf('MED')

export const media: Expectations = {
  ...byLevel('thiết bị lưu trữ', some, { only }),
  'Thiết bị lưu trữ theo ngày và mức': daysByLevel(some, only),
  'Theo điều khoản': (view) => rankedClauses(view, some, only),
  'Theo đơn vị': (view) => rankedUnits(view, some, only),
  'Theo thiết bị': (view) => rankedThings(alertsIn(view, some, { only }), ({ alert }) => alert.subject.device),
  'Theo máy': (view) => rankedThings(alertsIn(view, some, { only }), ({ alert }) => alert.subject.machine),
  'Cảnh báo về thiết bị lưu trữ': (view) => [listed(alertsIn(view, some, { only }))],
}
