import { alertsIn, altogether, type Expectations, listed } from '../plain.ts'
import type { Seeded } from '../world/alerts.ts'
import { byLevel } from './common.ts'
import { findings, product, quiet, sourceCounts } from './now.ts'

const all = ['units', 'machines', 'clauses', 'levels'] as const
const isUndone = ({ triage }: Seeded): boolean => triage?.state !== 'closed'
const overdue =
  (now: number) =>
  (one: Seeded): boolean =>
    isUndone(one) && one.triage?.due !== undefined && one.triage.due <= now

export const duty: Expectations = {
  ...byLevel('mới', all, { by: 'raised' }),
  'Quá hạn xử lý': (view) => [
    altogether(alertsIn(view, all, { period: 'year', only: overdue(view.world.now) }), 'alert'),
  ],
  'Chưa đặt hạn xử lý': (view) => [
    altogether(
      alertsIn(view, all, { period: 'year', only: (one) => isUndone(one) && one.triage?.due === undefined }),
      'alert',
    ),
  ],
  'Cảnh báo mới phát hiện': (view) => [listed(alertsIn(view, all, { by: 'raised' }), 'raised')],
  'Cảnh báo quá hạn xử lý': (view) => [listed(alertsIn(view, all, { period: 'year', only: overdue(view.world.now) }))],
  ...sourceCounts,
  ...product,
  'Nguồn không gửi': quiet,
  'Việc hệ thống báo cần xem': findings,
}
