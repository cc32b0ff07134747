import { type Board, row } from '../lib/board.ts'
import { alertLevels, chosenAlerts, clauses, consoleAt, machines, units } from '../lib/choices.ts'
import { chosen } from '../lib/lucene.ts'
import type { Site } from '../lib/site.ts'
import * as duty from '../panels/duty.ts'
import * as processes from '../panels/processes.ts'
import * as product from '../panels/product.ts'
import * as sources from '../panels/sources.ts'

export const board = (site: Site): Board => {
  const variables = [consoleAt(site), units, machines, clauses(site), alertLevels]
  const where = chosenAlerts(...variables)
  const unit = chosen('vonggac.unit.path', 'don_vi')
  return {
    uid: 'vonggac-truc-giam-sat',
    title: 'Trực giám sát',
    about: 'Màn hình trực: việc gì mới, việc gì quá hạn, nhật ký có còn về không, hệ thống có theo kịp không.',
    from: 'now-24h',
    refresh: '1m',
    variables,
    rows: [
      row(
        'Việc phải làm',
        ...duty.newByLevel(where),
        duty.overdueCount(where),
        duty.withoutDue(where),
        duty.newest(where),
        duty.overdueList(where),
      ),
      row(
        'Nhật ký có về không',
        ...sources.counts(unit, 8),
        ...[product.status(6), product.delay(6), processes.stopped(6), processes.written(6)],
      ),
      row('Nguồn và hệ thống cần xem', sources.quiet(unit), sources.findings()),
    ],
  }
}
