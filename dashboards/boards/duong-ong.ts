import { type Board, row } from '../lib/board.ts'
import { consoleAt, units } from '../lib/choices.ts'
import { chosen } from '../lib/lucene.ts'
import type { Site } from '../lib/site.ts'
import * as flow from '../panels/flow.ts'
import * as processes from '../panels/processes.ts'
import * as product from '../panels/product.ts'
import * as sources from '../panels/sources.ts'

export const board = (site: Site): Board => {
  const unit = chosen('vonggac.unit.path', 'don_vi')
  return {
    uid: 'vonggac-duong-ong',
    title: 'Đường ống',
    about:
      'Hệ thống giám sát có nhận đủ, theo kịp, và còn chỗ không: sự kiện, độ trễ, cách ly, nguồn im lặng, ngày lưu còn lại.',
    from: 'now-24h',
    refresh: '1m',
    variables: [consoleAt(site), units],
    marks: [flow.silenceMark(unit)],
    rows: [
      row(
        'Lúc này',
        ...[product.status(), product.delay(), processes.stopped(), processes.written()],
        ...[product.daysLeft(), product.diskFree(), processes.running(), processes.stoppedOnes()],
      ),
      row('Trong khoảng thời gian đang xem', ...sources.counts(unit), product.lost(), product.quarantined()),
      row('Nhận', flow.rate(), flow.bySource()),
      row('Theo kịp không', flow.judging(), flow.waitingCount(), flow.waitingTime(), flow.refused()),
      row('Nguồn và hệ thống', sources.quiet(unit), sources.findings(), sources.all(unit)),
    ],
  }
}
