import { type Board, row } from '../lib/board.ts'
import { chosenAlerts, clauses, consoleAt, units } from '../lib/choices.ts'
import { is, starts } from '../lib/lucene.ts'
import { noneFound, type Site } from '../lib/site.ts'
import type { Column } from '../lib/table.ts'
import * as accounts from '../panels/accounts.ts'
import { list, open } from '../panels/alerts.ts'
import { clausesByAlerts, thingsByAlerts } from '../panels/rankings.ts'

const ofClauses = (...ids: readonly [string, ...string[]]) => is('vonggac.clause.id', ...ids)
const ACCOUNTS = starts('vonggac.clause.id', 'ACC-')
const ACCOUNT: Column = { from: 'vonggac.account', title: 'Tài khoản', width: 150 }
const MACHINE: Column = { from: 'host.name', title: 'Máy', width: 120 }
const ADDRESS: Column = { from: 'source.address', title: 'Từ địa chỉ', width: 130 }
const about = 'Cảnh báo đang mở trong khoảng thời gian đang xem, mới nhất trước.'

export const board = (site: Site): Board => {
  const variables = [consoleAt(site), units, clauses(site, 'ACC-')]
  const where = chosenAlerts(...variables)
  const unit = chosenAlerts(units)
  const listed = (title: string, extra: readonly Column[], ...ids: readonly [string, ...string[]]) =>
    list(
      { title, about, empty: noneFound(site, ...ids) },
      { where: [open, ofClauses(...ids), where] },
      { height: 8, extra },
    )
  return {
    uid: 'vonggac-tai-khoan',
    title: 'Tài khoản',
    about: 'Tài khoản: đăng nhập ngoài giờ, dùng chung, của người đã nghỉ, dò mật khẩu, tuổi mật khẩu.',
    from: 'now-30d',
    refresh: '15m',
    variables,
    rows: [
      row('Ngoài giờ làm việc', accounts.afterHours(site, unit)),
      row(
        'Theo sổ tài khoản',
        ...accounts.register(unit),
        accounts.passwordAge(site, unit),
        accounts.passwordsByUnit(unit),
      ),
      row(
        'Dùng chung, của người đã nghỉ, bị dò mật khẩu',
        listed('Dùng chung tài khoản', [ACCOUNT, MACHINE], 'ACC-02'),
        listed('Tài khoản của người đã nghỉ, chuyển công tác', [ACCOUNT, MACHINE], 'ACC-03', 'ACC-04'),
        listed('Bị dò mật khẩu', [ACCOUNT, MACHINE, ADDRESS], 'ACC-11'),
      ),
      row(
        'Nhiều nhất',
        clausesByAlerts(
          {
            title: 'Điều khoản về tài khoản',
            about: 'Điều khoản nào về tài khoản có nhiều cảnh báo nhất?',
            empty: noneFound(site, 'ACC'),
          },
          { where: [ACCOUNTS, where] },
        ),
        thingsByAlerts(
          {
            title: 'Tài khoản nhiều cảnh báo nhất',
            about: 'Tài khoản nào có nhiều cảnh báo nhất? Tên tài khoản, không phải lời kết luận về người giữ.',
            empty: noneFound(site, 'ACC'),
          },
          { where: [ACCOUNTS, where] },
          'vonggac.account',
          'Tài khoản',
          12,
        ),
      ),
    ],
  }
}
