import { type Board, row } from '../lib/board.ts'
import { chosenAlerts, consoleAt, oneUnit } from '../lib/choices.ts'
import { noneFound, type Site } from '../lib/site.ts'
import { byLevel, list, open } from '../panels/alerts.ts'
import * as people from '../panels/people.ts'
import * as protection from '../panels/protection.ts'
import * as uncovered from '../panels/uncovered.ts'

export const board = (site: Site): Board => {
  const where = chosenAlerts(oneUnit)
  const about =
    'Cảnh báo đang mở của đơn vị và các đơn vị trực thuộc, có lần cuối trong khoảng thời gian đang xem, kể cả đã xử lý xong.'
  return {
    uid: 'vonggac-don-vi',
    title: 'Đơn vị',
    about:
      'Một đơn vị: bao nhiêu ngày-người vi phạm, bao nhiêu máy chưa được bảo vệ, việc gì còn mở, điều khoản nào không đánh giá được.',
    from: 'now-30d',
    refresh: '15m',
    variables: [consoleAt(site), oneUnit],
    rows: [
      row(
        'Vi phạm',
        people.personDays(where),
        people.people(where),
        ...byLevel('đang mở', { about, empty: 'Không có cảnh báo nào' }, { where: [where] }),
      ),
      row('Điều khoản', people.byClause(where), uncovered.states(where), people.perDay(where)),
      row('Máy tính và phần mềm bảo vệ', ...protection.today(where), protection.trend(where)),
      row(
        'Cảnh báo đang mở',
        list(
          { title: 'Cảnh báo đang mở của đơn vị', about, empty: noneFound(site, '') },
          { where: [open, where] },
          { extra: [{ from: 'host.name', title: 'Máy', width: 120 }] },
        ),
      ),
    ],
  }
}
