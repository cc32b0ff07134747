import { HOUR } from '../../kernel/time.ts'
import { clockNotBehind } from '../conditions/clock.ts'
import { wrongSecret } from '../conditions/login.ts'
import { fromOwnOrUnknownSource, logOfLogin, toldByItsMachine } from '../conditions/place.ts'
import { threshold } from '../rule.ts'
import { ev, every, inOrder, type Rows } from '../timeline.ts'

const wrong = ev('login', { ok: false, refusal: 'bad-password' })
/** What the domain controller writes about it. */
const told = ev('login', {
  host: 'dc-01',
  via: 'network',
  ok: false,
  refusal: 'bad-password',
  from: 'pc-01',
  code: '4776',
})
/** What it writes about a ticket: an address, and no lease says whose that is. */
const toldByAddress = ev('login', {
  host: 'dc-01',
  via: 'network',
  ip: '192.0.2.77',
  ok: false,
  refusal: 'bad-password',
  code: '4771',
})
/** The unit's collector brings the Windows logs of its machines. */
const logged: Rows = {
  pipelines: [{ collector: 'c1', source: 'nxlog', unit: 'xa-a', rhythm: '1h', hours: 'working' }],
}
const elsewhere = ev('login', { host: 'pc-02', ok: false, refusal: 'bad-password' })
const mail = ev('login', {
  host: undefined,
  system: 'mail',
  via: 'application',
  ip: '192.0.2.78',
  ok: false,
  refusal: 'bad-password',
})

export const rule = threshold({
  id: 'ACC-11b',
  version: 2,
  clause: 'ACC-11',
  title: {
    vi: 'Đăng nhập sai nhiều lần, có thể do quên mật khẩu',
    en: 'Many failed log-ins, perhaps a forgotten password',
  },
  say: {
    vi: 'Tài khoản {user} đăng nhập sai {times} lần trong {within}, lần cuối lúc {time}; nguồn là máy của người giữ tài khoản, không rõ, hoặc mật khẩu vừa đổi',
    en: '{user} failed to log in {times} times within {within}, last at {time}; from the holder’s machine, from an unknown place, or just after a change',
  },
  respond: {
    vi: 'Hỏi cán bộ có quên mật khẩu hoặc còn thiết bị lưu mật khẩu cũ không; nếu không phải, xử lý như ACC-11a',
    en: 'Ask the officer about a forgotten password or a device that still has the old one; otherwise go on as with ACC-11a',
  },
  level: 'low',
  policy: { count: 5, within: '10m', settle: '24h' },
  doubts: ['assumed'],
  needs: ['leases', 'credentials'],
  shows: ['account', 'machine', 'origin'],

  by: 'user',
  on: 'login',
  sought: [wrongSecret, clockNotBehind],
  excused: [toldByItsMachine],
  log: logOfLogin,
  every: fromOwnOrUnknownSource,

  cases: {
    fires: {
      'five at the own machine': { level: 'low', beats: every('30s', 5, '09:00', wrong) },
      'the window is inclusive': [...every('1s', 4, '09:00', wrong), ['09:10', wrong]],
      'elsewhere, exactly a day after the password was reset': [
        ['08:00', ev('password.change', { by: 'quan.tri@tinh' })],
        ['+1 07:59:10', elsewhere],
        ['+1 07:59:20', elsewhere],
        ['+1 07:59:30', elsewhere],
        ['+1 07:59:40', elsewhere],
        ['+1 08:00', elsewhere],
      ],
      'a drive mapped with the old password, all day': every(
        '1m',
        60,
        '09:00',
        ev('login', { via: 'network', ok: false, refusal: 'bad-password', automatic: true }),
      ),
      'the controller alone tells, for nobody brings the log of the machine': every('10s', 5, '09:00', told),
      'a controller’s records of an address that nobody can place': {
        with: logged,
        beats: every('10s', 5, '09:00', toldByAddress),
      },
      'five, each told by the controller, too': {
        with: logged,
        beats: inOrder(...every('30s', 5, '09:00', wrong), ...every('30s', 5, '09:00:01', toldByAddress)),
      },
      'from nobody knows where': every(
        '10s',
        5,
        '09:00',
        ev('login', { host: 'dc-01', via: 'network', from: 'may-la', ok: false, refusal: 'bad-password' }),
      ),
    },
    quiet: {
      'five, one of them by a wrong clock': [
        ...every('30s', 4, '09:00', wrong),
        ['09:03', ev('login', { ok: false, refusal: 'bad-password', clock: 3 * HOUR })],
      ],
      'four failures': every('30s', 4, '09:00', wrong),
      'five, but a second too slow': [...every('1s', 4, '09:00', wrong), ['09:10:01', wrong]],
      'one of them elsewhere: ACC-11a': [...every('10s', 4, '09:00', wrong), ['09:01', elsewhere]],
      'elsewhere, a day and a second after the reset': [
        ['08:00', ev('password.change', { by: 'quan.tri@tinh' })],
        ['+1 07:59:10', elsewhere],
        ['+1 07:59:20', elsewhere],
        ['+1 07:59:30', elsewhere],
        ['+1 07:59:40', elsewhere],
        ['+1 08:00:01', elsewhere],
      ],
      'four mistakes, each told by the machine and by the controller': {
        with: logged,
        beats: [...every('30s', 4, '09:00', wrong), ...every('30s', 4, '09:03', told)],
      },
      'told by ticket and address, which the lease gives to the own machine': {
        with: logged,
        beats: [
          ['08:00', ev('address.lease', { host: 'pc-01', ip: '192.0.2.77' })],
          ...every('30s', 9, '09:00', toldByAddress),
        ],
      },
      'four mistakes, each told by the controller, too, by an address that nobody can place': {
        with: logged,
        beats: inOrder(...every('30s', 4, '09:00', wrong), ...every('30s', 4, '09:00:01', toldByAddress)),
      },
      'four in the mail, each told by the controller that the mail server asks': inOrder(
        ...every('30s', 4, '09:00', mail),
        ...every('30s', 4, '09:00:01', toldByAddress),
      ),
      'guessed at another’s machine, each told by the controller, too: ACC-11a': {
        with: logged,
        beats: inOrder(...every('30s', 9, '09:00', elsewhere), ...every('30s', 9, '09:00:01', toldByAddress)),
      },
      'five successes': every('30s', 5, '09:00', ev('login')),
    },
  },
})
