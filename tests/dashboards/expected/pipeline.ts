import type { StatusField } from '../../../kernel/status-fields.ts'
import { MINUTE } from '../../../kernel/time.ts'
import { altogether, type Expectation, type Expectations } from '../plain.ts'
import { inSteps, largest, samplesIn, total } from '../plain-samples.ts'
import { everySource, findings, processes, product, quiet, room, sourceCounts } from './now.ts'

/** A day over the width of a panel: a point each two minutes. */
const STEP = 2 * MINUTE

const overTime =
  (dataset: string, name: StatusField, field: StatusField, how: 'sum' | 'max' | 'mean'): Expectation =>
  (view) => {
    const all: ReturnType<typeof samplesIn> = samplesIn(view, 'history', dataset).filter(
      (one) => how === 'sum' || one[field] !== undefined,
    )
    const mean = (group: typeof all, of: StatusField): number => total(group, of) / group.length
    const number = { sum: total, max: largest, mean }[how]
    return [
      inSteps(
        all,
        STEP,
        (one) => `${one[name]} | `,
        (group) => [number(group, field)],
      ),
    ]
  }

const summed =
  (dataset: string, field: StatusField): Expectation =>
  (view) => [altogether(samplesIn(view, 'history', dataset), 'metric', (all) => [total(all, field)])]

export const pipeline: Expectations = {
  ...product,
  ...room,
  ...processes,
  ...sourceCounts,
  'Dòng bị mất ở đầu vào': summed('service', 'vonggac.events.lost'),
  'Dòng vào khu cách ly': summed('quarantine', 'vonggac.quarantine.count'),
  'Sự kiện nhận mỗi giây': overTime('service', 'service.node.name', 'vonggac.events.rate', 'mean'),
  'Sự kiện theo nguồn': overTime('source', 'vonggac.pipeline.id', 'vonggac.events.count', 'sum'),
  'Độ trễ xét theo thời gian': overTime('service', 'service.node.name', 'vonggac.watermark.delay', 'max'),
  'Đang chờ giữa các khâu': overTime('lag', 'vonggac.lag.name', 'vonggac.lag.count', 'max'),
  'Chờ lâu nhất giữa các khâu': overTime('lag', 'vonggac.lag.name', 'vonggac.lag.seconds', 'max'),
  'Cách ly theo lý do': overTime('quarantine', 'vonggac.quarantine.reason', 'vonggac.quarantine.count', 'sum'),
  'Nguồn không gửi': quiet,
  'Việc hệ thống báo cần xem': findings,
  'Mọi nguồn nhật ký': everySource,
}
