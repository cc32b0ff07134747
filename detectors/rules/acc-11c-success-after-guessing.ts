import { HOUR } from '../../kernel/time.ts'
import { clockNotBehind } from '../conditions/clock.ts'
import { succeeded, wrongSecret } from '../conditions/login.ts'
import { fromStrangeSource, logOfLogin, toldByItsMachine } from '../conditions/place.ts'
import { sequence } from '../rule.ts'
import { ev, every, inOrder } from '../timeline.ts'

const from = { host: undefined, system: 'mail', via: 'application', ip: '198.51.100.9' } as const
const wrong = ev('login', { ...from, ok: false, refusal: 'bad-password' })
const right = ev('login', from)
/** A wrong password at a server, over the network, from a colleague's machine. */
const reached = ev('login', { host: 'dc-01', via: 'network', from: 'pc-02', ok: false, refusal: 'bad-password' })

/** Both the guesses and the success come from a source that is not the holder's: mistyping at the own machine is none. */
export const rule = sequence({
  id: 'ACC-11c',
  version: 2,
  clause: 'ACC-11',
  title: { vi: 'Đăng nhập được sau khi dò mật khẩu', en: 'Success after password guessing' },
  say: {
    vi: 'Sau {before} lần sai, tài khoản {user} đã đăng nhập được {system} lúc {time} từ nguồn không phải của người giữ tài khoản',
    en: 'After {before} failures {user} logged in to {system} at {time} from a source that is not the holder’s',
  },
  respond: {
    vi: 'Khóa tài khoản và kết thúc mọi phiên ngay; gọi người giữ tài khoản; giữ nguyên nhật ký, kiểm tra mọi việc tài khoản đã làm từ lúc đó; báo cáo sự cố',
    en: 'Lock the account and end its sessions at once; call the holder; preserve the logs, review all it has done since; report the incident',
  },
  level: 'serious',
  mitre: ['T1110', 'T1078'],
  policy: { within: '30m', settle: '24h' },
  doubts: ['assumed'],
  needs: ['leases', 'credentials'],
  shows: ['account', 'machine', 'origin'],

  by: 'user',
  steps: [
    { on: 'login', sought: [wrongSecret, fromStrangeSource, clockNotBehind], excused: [toldByItsMachine], times: 5 },
    { on: 'login', sought: [succeeded, fromStrangeSource, clockNotBehind] },
  ],
  log: logOfLogin,

  cases: {
    fires: {
      'five guesses, then in': { level: 'serious', beats: [...every('10s', 5, '02:00', wrong), ['02:05', right]] },
      'in exactly half an hour': [...every('10s', 5, '02:00', wrong), ['02:30', right]],
      'at a colleague’s machine': [
        ...every('10s', 5, '12:00', ev('login', { host: 'pc-02', ok: false, refusal: 'bad-password' })),
        ['12:02', ev('login', { host: 'pc-02' })],
      ],
      'over the network, from another officer’s machine': [
        ...every(
          '10s',
          5,
          '02:00',
          ev('login', {
            host: 'dc-01',
            via: 'network',
            automatic: true,
            from: 'pc-02',
            ok: false,
            refusal: 'bad-password',
          }),
        ),
        ['02:05', ev('login', { host: 'dc-01', via: 'network', automatic: true, from: 'pc-02' })],
      ],
      'five, each told by the controller, too': inOrder(
        ...every('10s', 5, '12:00', reached),
        ...every('10s', 5, '12:00:01', { ...reached, code: '4776' }),
        ['12:02', ev('login', { host: 'pc-02' })],
      ),
      'told by the controller alone': [
        ...every('10s', 5, '12:00', { ...reached, code: '4776' }),
        ['12:02', ev('login', { host: 'pc-02' })],
      ],
      'in again and again is one alert': [...every('10s', 5, '02:00', wrong), ['02:05', right], ['02:06', right]],
      'a day and a second after a change, it is no stored password': [
        ['01:59:59', ev('password.change')],
        ['+1 02:00', wrong],
        ['+1 02:00:01', wrong],
        ['+1 02:00:02', wrong],
        ['+1 02:00:03', wrong],
        ['+1 02:00:04', wrong],
        ['+1 02:05', right],
      ],
    },
    quiet: {
      'five guesses, one of them by a wrong clock': [
        ...every('10s', 4, '02:00', wrong),
        ['02:01', ev('login', { host: 'pc-02', ok: false, refusal: 'bad-password', clock: 3 * HOUR })],
        ['02:05', right],
      ],
      'five guesses, and in by a wrong clock': [
        ...every('10s', 5, '02:00', wrong),
        ['02:05', ev('login', { host: 'pc-02', clock: 3 * HOUR })],
      ],
      'guesses alone: ACC-11a': every('10s', 9, '02:00', wrong),
      'one success after another': every('10s', 9, '02:00', right),
      'four guesses': [...every('10s', 4, '02:00', wrong), ['02:05', right]],
      'half an hour and a second': [...every('10s', 5, '02:00', wrong), ['02:30:01', right]],
      'three mistakes at a colleague’s machine, told by it and by the controller, then in': {
        with: { pipelines: [{ collector: 'c1', source: 'winlogbeat', unit: 'xa-a', rhythm: '1h', hours: 'working' }] },
        beats: [
          ...every('10s', 3, '12:00', ev('login', { host: 'pc-02', ok: false, refusal: 'bad-password' })),
          ...every(
            '10s',
            3,
            '12:01',
            ev('login', {
              host: 'dc-01',
              via: 'network',
              from: 'pc-02',
              ok: false,
              refusal: 'bad-password',
              code: '4776',
            }),
          ),
          ['12:02', ev('login', { host: 'pc-02' })],
        ],
      },
      'three mistakes at the file server from a machine that nobody logs, told by both servers, then in': inOrder(
        ...every('10s', 3, '12:00', reached),
        ...every('10s', 3, '12:00:01', { ...reached, code: '4776' }),
        ['12:02', ev('login', { host: 'pc-02' })],
      ),
      'mistyped at the own machine, then right': [
        ...every('10s', 5, '08:00', ev('login', { ok: false, refusal: 'bad-password' })),
        ['08:02', ev('login')],
      ],
      'guessed from outside, the holder logs in at the own machine': [
        ...every('10s', 5, '08:00', wrong),
        ['08:02', ev('login')],
      ],
      'mistyped at the own machine, right at the counter': [
        ...every('10s', 5, '08:00', ev('login', { ok: false, refusal: 'bad-password' })),
        ['08:02', ev('login', { host: 'quay-01' })],
      ],
      'a phone synchronises in between': [
        ...every('10s', 5, '08:00', wrong),
        ['08:02', ev('login', { ...from, automatic: true })],
      ],
      'a day after a change it may still be the old password': [
        ['02:00', ev('password.change')],
        ['+1 02:00', wrong],
        ['+1 02:00:01', wrong],
        ['+1 02:00:02', wrong],
        ['+1 02:00:03', wrong],
        ['+1 02:00:04', wrong],
        ['+1 02:05', right],
      ],
    },
  },
})
