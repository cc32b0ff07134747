import { HOUR } from '../../kernel/time.ts'
import { clockNotBehind } from '../conditions/clock.ts'
import { behindNat, fromAnotherMachine, wrongSecret } from '../conditions/login.ts'
import { distinct } from '../rule.ts'
import { type Beat, ev } from '../timeline.ts'

/** `n` accounts tried from one address, one every ten seconds from `start` on. */
const spray = (n: number, ip: string, hour: string, ok = false): Beat[] =>
  Array.from(
    { length: n },
    (_, i): Beat => [
      `${hour}:0${Math.floor(i / 6)}:${i % 6}0`,
      ev('login', {
        user: `cb${i}@mail`,
        host: undefined,
        system: 'mail',
        via: 'application',
        ip,
        ok,
        ...(ok ? {} : { refusal: 'bad-password' }),
      }),
    ],
  )
const last = (clock: string): Beat => [
  clock,
  ev('login', {
    user: 'cb99@mail',
    host: undefined,
    system: 'mail',
    via: 'application',
    ip: '198.51.100.9',
    ok: false,
    refusal: 'bad-password',
  }),
]

export const rule = distinct({
  id: 'ACC-11d',
  version: 1,
  clause: 'ACC-11',
  title: { vi: 'Dò mật khẩu nhiều tài khoản từ một địa chỉ', en: 'Password spraying from one address' },
  say: {
    vi: 'Địa chỉ {ip} thử đăng nhập sai {count} tài khoản trở lên trong {within}, lần cuối lúc {time}',
    en: '{ip} failed to log in to {count} accounts or more within {within}, last at {time}',
  },
  respond: {
    vi: 'Chặn địa chỉ ở tường lửa; nếu là máy trong cơ quan thì cô lập và quét mã độc; nếu là cổng dùng chung (NAT, VPN, máy chủ trung gian) thì ghi vào sổ mạng',
    en: 'Block the address at the firewall; isolate and scan a machine of the office; a shared gateway (NAT, VPN, proxy) goes into the network register',
  },
  level: 'high',
  mitre: ['T1110.003'],
  policy: { count: 10, within: '10m' },
  doubts: ['assumed'],
  needs: ['leases'],
  shows: ['origin'],

  by: 'ip',
  on: 'login',
  sought: [wrongSecret, fromAnotherMachine, clockNotBehind],
  excused: [behindNat],
  of: (event) => ('user' in event ? event.user : undefined),

  cases: {
    fires: {
      'ten accounts in two minutes': { level: 'high', beats: spray(10, '198.51.100.9', '02') },
      'the window is inclusive': [...spray(9, '198.51.100.9', '02'), last('02:10')],
      'thirty accounts are one alert': spray(30, '198.51.100.9', '02'),
      'from inside the office': spray(10, '192.0.2.77', '02'),
    },
    quiet: {
      'ten accounts, one of them by a wrong clock': [
        ...spray(9, '198.51.100.9', '02'),
        [
          '02:05',
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
      ],
      'ten officers log in through one proxy': spray(10, '198.51.100.9', '08', true),
      'nine accounts': spray(9, '198.51.100.9', '02'),
      'a second too slow': [...spray(9, '198.51.100.9', '02'), last('02:10:01')],
      'one account ten times: ACC-11a': Array.from({ length: 10 }, (_, i) => last(`02:00:${10 + i}`)),
      'the office goes out through one address': {
        with: { networks: [{ cidr: '203.0.113.5/32', unit: 'xa-a', segment: 'office', nat: true }] },
        beats: spray(10, '203.0.113.5', '08'),
      },
      'every console in the province is 127.0.0.1': spray(10, '127.0.0.1', '08'),
    },
  },
})
