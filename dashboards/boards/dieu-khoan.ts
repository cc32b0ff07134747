import { type Board, row } from '../lib/board.ts'
import { chosenAlerts, clauses, consoleAt, units } from '../lib/choices.ts'
import type { Site } from '../lib/site.ts'
import * as coverage from '../panels/coverage.ts'
import * as uncovered from '../panels/uncovered.ts'

export const board = (site: Site): Board => {
  const variables = [consoleAt(site), units, clauses(site)]
  const where = chosenAlerts(...variables)
  return {
    uid: 'vonggac-dieu-khoan',
    title: 'Điều khoản',
    about: 'Từng điều khoản: đánh giá được ở đâu, có vi phạm ở đâu, không đánh giá được ở đâu và vì sao.',
    from: 'now-30d',
    refresh: '15m',
    variables,
    rows: [
      row('Tổng số lượt (điều khoản × đơn vị × ngày)', ...coverage.totals(where)),
      row('Từng điều khoản', coverage.byClause(site, where)),
      row('Nơi không đánh giá được', uncovered.reasons(where), uncovered.byUnit(where)),
      row('Theo ngày', coverage.trend(where)),
    ],
  }
}
