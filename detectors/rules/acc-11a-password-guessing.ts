import type { Fields } from '../../kernel/event.ts'
import { HOUR } from '../../kernel/time.ts'
import { clockNotBehind } from '../conditions/clock.ts'
import { wrongSecret } from '../conditions/login.ts'
import { fromStrangeSource, logOfLogin, toldByItsMachine } from '../conditions/place.ts'
import { threshold } from '../rule.ts'
import { type Beat, ev, every, type Happening, inOrder, type Rows } from '../timeline.ts'

type But = Partial<Fields<'login'>>
/** At Bích's machine, with An's account. */
const wrongly = (but: But = {}): Happening => ev('login', { host: 'pc-02', ok: false, refusal: 'bad-password', ...but })
const mail = (ip: string, but: But = {}): Happening =>
  wrongly({ host: undefined, system: 'mail', via: 'application', ip, ...but })
const wrong = wrongly()
const own = wrongly({ host: 'pc-01' })
const abroad = mail('198.51.100.9')
const office = mail('192.0.2.77')
/** At the file server, over the network, from a machine that Windows names; every such log-on is a program's. */
const share = (from: string | undefined, but: But = {}): Happening =>
  wrongly({ host: 'dc-01', via: 'network', automatic: true, from, ...but })
/** What the domain controller writes about one wrong password typed at Bích's machine. */
const told = ev('login', {
  host: 'dc-01',
  via: 'network',
  ok: false,
  refusal: 'bad-password',
  from: 'pc-02',
  code: '4776',
})
/** The same by ticket: it names an address, and no lease says whose that is. */
const toldByAddress = ev('login', {
  host: 'dc-01',
  via: 'network',
  ok: false,
  refusal: 'bad-password',
  ip: '192.0.2.77',
  code: '4771',
})
/** The unit's collector brings the Windows logs of its machines. */
const logged: Rows = {
  pipelines: [{ collector: 'c1', source: 'winlogbeat', unit: 'xa-a', rhythm: '1h', hours: 'working' }],
}
/** Four failures just before, and one at, the given second of the next morning. */
const nextDay = (last: string): Beat[] => [
  ...[10, 20, 30, 40].map((s): Beat => [`+1 07:59:${s}`, wrong]),
  [`+1 ${last}`, wrong],
]

/** Names the account, never its holder, who is the one attacked. */
export const rule = threshold({
  id: 'ACC-11a',
  version: 2,
  clause: 'ACC-11',
  title: { vi: 'Dò mật khẩu một tài khoản', en: 'Password guessing against one account' },
  say: {
    vi: 'Tài khoản {user} đăng nhập sai {times} lần trong {within} từ nguồn không phải của người giữ tài khoản, lần cuối lúc {time}',
    en: '{user} failed to log in {times} times within {within} from a source that is not the holder’s, last at {time}',
  },
  respond: {
    vi: 'Khóa tạm tài khoản hoặc chặn địa chỉ nguồn; kiểm tra máy nguồn; xem có lần nào đăng nhập được không (ACC-11c)',
    en: 'Lock the account for now or block the source; inspect the source machine; see whether one attempt succeeded (ACC-11c)',
  },
  level: 'high',
  mitre: ['T1110'],
  policy: { count: 5, within: '10m', settle: '24h' },
  doubts: ['assumed'],
  needs: ['leases', 'credentials'],
  shows: ['account', 'machine', 'origin'],

  by: 'user',
  on: 'login',
  sought: [wrongSecret, clockNotBehind],
  excused: [toldByItsMachine],
  log: logOfLogin,
  some: fromStrangeSource,

  cases: {
    fires: {
      'five at another officer’s machine': { level: 'high', beats: every('30s', 5, '09:00', wrong) },
      'the window is inclusive': [...every('1s', 4, '09:00', wrong), ['09:10', wrong]],
      'a burst is one alert': every('1s', 40, '09:00', wrong),
      'four at the own machine and one elsewhere': [...every('10s', 4, '09:00', own), ['09:01', wrong]],
      'from outside every registered network': every('10s', 5, '02:00', abroad),
      'from an address that the lease gives to another machine': [
        ['08:00', ev('address.lease', { host: 'pc-03', ip: '192.0.2.77' })],
        ...every('10s', 5, '09:00', office),
      ],
      'the password was changed a day and a second ago': [['08:00', ev('password.change')], ...nextDay('08:00:01')],
      'over the network, from another officer’s machine': every('10s', 5, '09:00', share('pc-02')),
      'over the network, from outside every registered network': every(
        '10s',
        5,
        '02:00',
        share(undefined, { ip: '198.51.100.9' }),
      ),
      'a controller’s records, where the machine’s own log is not delivered': every('10s', 5, '09:00', told),
      'five, each told by the controller, too, by an address that nobody can place': {
        with: logged,
        beats: inOrder(...every('30s', 5, '09:00', wrong), ...every('30s', 5, '09:00:01', toldByAddress)),
      },
      'an unknown account, from outside': every('10s', 5, '02:00', mail('198.51.100.9', { user: 'admin@mail' })),
    },
    quiet: {
      'five, one of them by a wrong clock': [
        ...every('30s', 4, '09:00', wrong),
        ['09:03', ev('login', { host: 'pc-03', ok: false, refusal: 'bad-password', clock: 3 * HOUR })],
      ],
      'four failures': every('30s', 4, '09:00', wrong),
      'five, but a second too slow': [...every('1s', 4, '09:00', wrong), ['09:10:01', wrong]],
      'five people, one failure each': (['an.nv', 'bich', 'cuong', 'dung', 'em'] as const).map((name, i) => [
        `09:0${i}`,
        ev('login', { host: 'quay-01', user: `${name}@tinh`, ok: false, refusal: 'bad-password' }),
      ]),
      'all at the holder’s own machine: ACC-11b': every('10s', 5, '09:00', own),
      'from an address that the lease gives to the own machine': [
        ['08:00', ev('address.lease', { host: 'pc-01', ip: '192.0.2.77' })],
        ...every('10s', 5, '09:00', office),
      ],
      'from an office address that nobody can place': every('10s', 5, '09:00', office),
      'the password was changed exactly a day ago': [['08:00', ev('password.change')], ...nextDay('08:00')],
      'three mistakes, each told by the machine and by the controller': {
        with: logged,
        beats: [...every('30s', 3, '09:00', wrong), ...every('30s', 3, '09:02', told)],
      },
      'five told by the controller alone, of a machine whose own log is delivered': {
        with: logged,
        beats: every('30s', 5, '09:00', told),
      },
      'four mistakes, each told by the controller, too, by an address that nobody can place': {
        with: logged,
        beats: inOrder(...every('30s', 4, '09:00', wrong), ...every('30s', 4, '09:00:01', toldByAddress)),
      },
      'a drive mapped with the old password at the own machine': every('10s', 9, '09:00', share('pc-01')),
      'over the network, from an office address that nobody can place': every(
        '10s',
        9,
        '09:00',
        share(undefined, { ip: '192.0.2.77' }),
      ),
      'over the network, from nobody knows where': every('10s', 9, '09:00', share(undefined)),
      'a phone with the old password': every('10s', 9, '09:00', mail('198.51.100.9', { automatic: true })),
      'refused because the account is disabled: ACC-03': every('10s', 9, '09:00', wrongly({ refusal: 'disabled' })),
      'a task with an old password': every('10s', 9, '03:00', wrongly({ via: 'batch', user: 'dich.vu@tinh' })),
    },
  },
})
