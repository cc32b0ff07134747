import { type Board, row } from '../lib/board.ts'
import { chosenAlerts, clauses, consoleAt, machines, units } from '../lib/choices.ts'
import { starts } from '../lib/lucene.ts'
import { noneFound, type Site } from '../lib/site.ts'
import { list, open, trend } from '../panels/alerts.ts'
import * as protection from '../panels/protection.ts'
import { clausesByAlerts, thingsByAlerts } from '../panels/rankings.ts'

const ENDPOINT = starts('vonggac.clause.id', 'EPP-')

export const board = (site: Site): Board => {
  const variables = [consoleAt(site), units, machines, clauses(site, 'EPP-')]
  const where = [ENDPOINT, chosenAlerts(...variables)]
  const unit = chosenAlerts(units)
  const empty = noneFound(site, 'EPP')
  const about = 'Cảnh báo đang mở về mã độc và phần mềm bảo vệ, trong khoảng thời gian đang xem.'
  return {
    uid: 'vonggac-ma-doc-va-phan-mem-bao-ve',
    title: 'Mã độc và phần mềm bảo vệ',
    about:
      'Bao nhiêu máy được phần mềm bảo vệ (Bkav Endpoint, EDR) bảo vệ, mất bảo vệ, chưa từng thấy, ở đơn vị nào; máy nào có cảnh báo.',
    from: 'now-30d',
    refresh: '15m',
    variables,
    rows: [
      row('Máy tính, ngày mới nhất', ...protection.today(unit)),
      row('Bảo vệ theo thời gian và đơn vị', protection.trend(unit), protection.byUnit(unit)),
      row(
        'Cảnh báo',
        trend({ title: 'Mã độc và phần mềm bảo vệ theo ngày và mức', about, empty }, { where }),
        clausesByAlerts(
          { title: 'Theo điều khoản', about: 'Điều khoản nào về phần mềm bảo vệ có nhiều cảnh báo nhất?', empty },
          { where },
        ),
        thingsByAlerts(
          { title: 'Theo máy', about: 'Máy nào có nhiều cảnh báo nhất?', empty },
          { where },
          'host.name',
          'Máy',
          12,
        ),
        list(
          { title: 'Cảnh báo về mã độc và phần mềm bảo vệ', about, empty },
          { where: [open, ...where] },
          {
            extra: [{ from: 'host.name', title: 'Máy', width: 120 }],
          },
        ),
      ),
    ],
  }
}
