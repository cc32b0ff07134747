import { alertsIn, type Expectations, grouped, isOf, listed, weekdayOf } from '../plain.ts'
import { rankedClauses, rankedThings } from './common.ts'
import { byUnit, dayOfNumbers, perDay, today } from './machines.ts'

const some = ['units', 'clauses'] as const
const AGES = [
  'vonggac.passwords.week',
  'vonggac.passwords.quarter',
  'vonggac.passwords.older',
  'vonggac.passwords.unknown',
] as const

export const accounts: Expectations = {
  'Đăng nhập ngoài giờ theo giờ và thứ': (view) => [
    grouped(
      alertsIn(view, ['units'], { only: isOf('ACC-01') }),
      ({ alert }) => `${alert.local.hour} | ${weekdayOf(alert.first)}`,
    ),
  ],
  'Số liệu của ngày': dayOfNumbers('units'),
  'Tài khoản đang bật': today('vonggac.accounts.total', 'units'),
  'Tài khoản dùng chung có đăng ký': today('vonggac.accounts.shared', 'units'),
  'Tài khoản quản trị': today('vonggac.accounts.admin', 'units'),
  'Tài khoản của người đã nghỉ': today('vonggac.accounts.departed', 'units'),
  'Tuổi mật khẩu, từng ngày': perDay(AGES, 'units'),
  'Tuổi mật khẩu theo đơn vị, ngày mới nhất': byUnit(
    [AGES[2], AGES[0], AGES[1], AGES[3]],
    'vonggac.passwords.oldest_days',
  ),
  'Dùng chung tài khoản': (view) => [listed(alertsIn(view, some, { only: isOf('ACC-02') }))],
  'Tài khoản của người đã nghỉ, chuyển công tác': (view) => [
    listed(alertsIn(view, some, { only: isOf('ACC-03', 'ACC-04') })),
  ],
  'Bị dò mật khẩu': (view) => [listed(alertsIn(view, some, { only: isOf('ACC-11') }))],
  'Điều khoản về tài khoản': (view) => rankedClauses(view, some, isOf('ACC')),
  'Tài khoản nhiều cảnh báo nhất': (view) =>
    rankedThings(alertsIn(view, some, { only: isOf('ACC') }), ({ alert }) => alert.subject.account),
}
