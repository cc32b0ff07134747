import { HOUR } from '../../kernel/time.ts'
import { clockNotBehind } from '../conditions/clock.ts'
import { behindNat, byHand, fromAnotherMachine, succeeded, wrongSecret } from '../conditions/login.ts'
import { on } from '../meta.ts'
import { distinct } from '../rule.ts'
import { type Beat, ev } from '../timeline.ts'

const at = (ip: string) => ({ host: undefined, system: 'mail', via: 'application', ip }) as const
const wrong = (i: number, ip: string) =>
  ev('login', { ...at(ip), user: `cb${i}@mail`, ok: false, refusal: 'bad-password' })
const spray = (n: number, ip = '198.51.100.9'): Beat[] =>
  Array.from({ length: n }, (_, i): Beat => [`02:0${Math.floor(i / 6)}:${i % 6}0`, wrong(i, ip)])
const right = (clock: string, ip = '198.51.100.9'): Beat => [clock, ev('login', { ...at(ip), user: 'cb3@mail' })]

/** After a spray any success from that address is serious, the own machine included: it is the machine that guesses. */
export const rule = distinct({
  id: 'ACC-11e',
  version: 1,
  clause: 'ACC-11',
  title: { vi: 'Đăng nhập được sau khi dò nhiều tài khoản', en: 'Success after password spraying' },
  say: {
    vi: 'Địa chỉ {ip}, sau khi dò {count} tài khoản trở lên trong {within}, đã đăng nhập được {system} bằng tài khoản {user} lúc {time}',
    en: '{ip}, after trying {count} accounts or more within {within}, logged in to {system} as {user} at {time}',
  },
  respond: {
    vi: 'Khóa tài khoản và kết thúc mọi phiên ngay; chặn địa chỉ; rà soát các tài khoản khác đăng nhập từ địa chỉ này; giữ nguyên nhật ký, báo cáo sự cố',
    en: 'Lock the account and end its sessions at once; block the address; review every account that logged in from it; preserve the logs, report the incident',
  },
  level: 'serious',
  mitre: ['T1110.003', 'T1078'],
  policy: { count: 10, within: '1h' },
  doubts: ['assumed'],
  needs: ['leases'],
  shows: ['account', 'origin'],

  by: 'ip',
  on: 'login',
  sought: [wrongSecret, fromAnotherMachine, clockNotBehind],
  excused: [behindNat],
  of: (event) => ('user' in event ? event.user : undefined),
  upon: on('login', [succeeded, byHand, clockNotBehind]),

  cases: {
    fires: {
      'ten accounts, then in': { level: 'serious', beats: [...spray(10), right('02:05')] },
      'exactly an hour after the first guess': [...spray(10), right('03:00')],
      'in with two accounts is one alert': [...spray(10), right('02:05'), right('02:06')],
    },
    quiet: {
      'ten accounts, one of them by a wrong clock': [
        ...spray(9),
        [
          '02:02',
          ev('login', {
            user: 'cb99@mail',
            host: 'pc-02',
            via: 'network',
            ip: '198.51.100.9',
            ok: false,
            refusal: 'bad-password',
            clock: 3 * HOUR,
          }),
        ],
        right('02:05'),
      ],
      'in by a wrong clock': [...spray(10), ['02:05', ev('login', { ip: '198.51.100.9', clock: 3 * HOUR })]],
      'nine accounts': [...spray(9), right('02:05')],
      'an hour and a second': [...spray(10), right('03:00:01')],
      'in from another address': [...spray(10), right('02:05', '198.51.100.10')],
      'in before the guessing': [right('01:59'), ...spray(10)],
      'ten officers log in through one proxy': Array.from({ length: 12 }, (_, i) => [
        `08:00:${10 + i}`,
        ev('login', { ...at('198.51.100.9'), user: `cb${i}@mail` }),
      ]),
      'every console in the province is 127.0.0.1': [...spray(10, '127.0.0.1'), right('02:05', '127.0.0.1')],
      'the guessing alone is ACC-11d': spray(20),
      'the office goes out through one address': {
        with: { networks: [{ cidr: '203.0.113.5/32', unit: 'xa-a', segment: 'office', nat: true }] },
        beats: [...spray(10, '203.0.113.5'), right('02:05', '203.0.113.5')],
      },
      'a phone synchronises from there': [
        ...spray(10),
        ['02:05', ev('login', { ...at('198.51.100.9'), user: 'cb3@mail', automatic: true })],
      ],
    },
  },
})
