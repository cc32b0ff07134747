import { type Board, row } from '../lib/board.ts'
import { alertLevels, chosenAlerts, clauses, consoleAt, period, units } from '../lib/choices.ts'
import { noneFound, type Site } from '../lib/site.ts'
import { filledIn } from '../panels/links.ts'
import * as overview from '../panels/overview.ts'

export const board = (site: Site): Board => {
  const variables = [consoleAt(site), units, clauses(site), alertLevels, period]
  const where = chosenAlerts(...variables)
  const empty = noneFound(site, '')
  return {
    uid: 'vonggac-tong-quan',
    title: 'Tổng quan',
    about: 'Tình hình chung: xu hướng theo mức, điều khoản nào, đơn vị nào nhiều nhất, so với kỳ trước ra sao.',
    from: 'now-30d',
    refresh: '15m',
    variables,
    marks: [overview.seriousMark(where)],
    rows: [
      row(`Kỳ này (${filledIn('ky:text')} qua)`, ...overview.thisPeriod(where)),
      row(`Kỳ trước (${filledIn('ky:text')} liền trước đó)`, ...overview.periodBefore(where)),
      row('Xu hướng', overview.trend(where)),
      row('Điều khoản', ...overview.clauses(where, empty)),
      row('Đơn vị', ...overview.units(where, empty)),
    ],
  }
}
