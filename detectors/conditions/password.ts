import { addDays, DAY, type Instant, localDate, localTime, localWeekday } from '../../kernel/time.ts'
import { is, type LogEvent } from '../meta.ts'
import { byHand, succeeded } from './login.ts'
import { unitSays } from './word.ts'

/** A reset by the helpdesk makes a password as new as the holder's own change does. */
export const passwordSet = is<'password.change'>(
  'mật khẩu được đổi hoặc đặt lại thành công',
  'the password was changed or reset',
  ({ ok }) => ok,
)

/** Of two domain controllers only one may be delivered: then a change that nobody sees proves nothing. */
export const changesAreLogged = unitSays(
  'changesLogged',
  'đơn vị có gửi đủ nhật ký đổi mật khẩu của mọi máy chủ miền',
  'the unit delivers every change of a password, of all domain controllers',
)

/** Phú Thọ speaks of machines and of accounts of the province’s shared systems; of these only Windows tells what its carriers are. */
export const changedWeekly = is<'password.change'>(
  'mật khẩu máy tính (Windows), văn bản buộc đổi hằng tuần',
  'the password of a machine (Windows), which a text has changed weekly',
  ({ facts, system }) => facts.bindings.includes('PT') && system === 'windows',
)

/** The account is in use by a person: at a machine, or in an application. */
export const inUse = is<'login'>(
  'cán bộ đăng nhập bằng tài khoản đó',
  'an officer logs in with the account',
  (event) => succeeded.test(event, {}) && byHand.test(event, {}),
)

/** The last moment of the calendar week, Monday to Sunday, that holds an instant. */
const endOfWeek = (at: Instant): Instant => localTime(addDays(localDate(at), 7 - localWeekday(at)), '00:00') + DAY - 1

/** The end of the next calendar week; `undefined` where no day of it is certain to be worked in the unit: Tết, or undecided. */
export const endOfNextWeek = ({ at, facts }: Pick<LogEvent, 'at' | 'facts'>): Instant | undefined => {
  const end = endOfWeek(at)
  const worked = facts.afterWorkingDays(1, end)
  return worked !== undefined && worked <= end + 7 * DAY ? end + 7 * DAY : undefined
}
