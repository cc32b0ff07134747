import { HOUR } from '../../kernel/time.ts'
import { clockRight } from '../conditions/clock.ts'
import { activePerson, personalAccount } from '../conditions/directory.ts'
import { byHand } from '../conditions/login.ts'
import { isPersonalMachine } from '../conditions/place.ts'
import { spanOf } from '../conditions/span.ts'
import { is, on } from '../meta.ts'
import { absence } from '../rule.ts'
import { type Beat, ev, inOrder, type Timeline } from '../timeline.ts'

/** A machine in use shows itself: every half hour from `from` to `to` (hours), on the day or the next. */
const alive = (from: number, to: number, day = ''): Beat[] =>
  Array.from({ length: 2 * (to - from) + 1 }, (_, i): Beat => {
    const clock = `${String(from + Math.floor(i / 2)).padStart(2, '0')}:${i % 2 ? '35' : '05'}`
    return [day + clock, ev('heartbeat')]
  })
const left = (...beats: Beat[]): Timeline => inOrder(['08:00', ev('login')], ...alive(8, 22), ...beats)

/**
 * Deadline: the end of the working day (overtime and duty of the person included) and a grace. A locked or disconnected
 * session is closed to whoever passes by; sleep and shutdown end it, and a boot shows that it had ended unnoticed, nobody knows
 * when. A machine that falls silent for more than an hour is not judged: it may have been switched off at the plug. That a screen
 * was locked is told by the machine's own log alone, so its carrier must have lived, and no application's.
 * Applications are left out: their server's time-out, a closed browser and a phone end sessions without a log.
 */
export const rule = absence({
  id: 'ACC-09a',
  version: 2,
  clause: 'ACC-09',
  title: {
    vi: 'Hết giờ làm việc không đăng xuất, khóa hay tắt máy',
    en: 'Session left open at the end of the working day',
  },
  say: {
    vi: '{user} còn để mở phiên trên máy {host} (mở lúc {time}), không đăng xuất, khóa màn hình hay tắt máy đến {due}',
    en: '{user} left the session of {time} on {host} open: no log-off, lock or shutdown by {due}',
  },
  respond: {
    vi: 'Nhắc cán bộ khóa màn hình (Windows+L) hoặc tắt máy khi về; nếu ở lại làm việc thì ghi làm thêm giờ vào sổ',
    en: 'Remind the officer to lock the screen (Windows+L) or shut down; if it was overtime, enter it in the roster',
  },
  level: 'low',
  policy: { grace: '1h' },
  doubts: ['calendar', 'assumed'],
  shows: ['person', 'machine', 'hours', 'roster'],

  by: 'host',
  after: on(
    ['login', 'session.unlock', 'session.connect'],
    [
      is('mở phiên tại máy', 'a session was opened at the machine', (e) =>
        e.action === 'login' ? e.ok && byHand.test(e, {}) && e.via !== 'application' && e.system === 'windows' : true,
      ),
      personalAccount,
      activePerson,
      clockRight,
      is(
        'máy trạm hoặc máy xách tay của cán bộ',
        'an officer’s workstation or laptop',
        ({ facts }) =>
          isPersonalMachine(facts.machine) && (facts.machine.role === 'workstation' || facts.machine.role === 'laptop'),
      ),
    ],
  ),
  expect: on(['logout', 'session.lock', 'session.disconnect', 'power.off', 'power.on']),
  // 4624 of an unlock (type 7) is followed by its own 4634 at once: that is not the session's end, nor is a share's.
  same: (after, expected) => {
    if (expected.action === 'power.on' || expected.action === 'power.off') return true
    // Of the sessions of a machine one is at the screen: whoever locks it closes those of «run as», too, and the rest are behind it.
    if (expected.action === 'session.lock') return true
    if (expected.action === 'logout' && expected.via !== undefined && !['interactive', 'remote'].includes(expected.via))
      return false
    return 'user' in after && 'user' in expected && after.user === expected.user
  },
  rearm: true,
  due: ({ at, facts }, { grace }) => {
    const end = facts.endOfDay
    return end === undefined || end < at ? undefined : end + spanOf(grace)
  },
  atMost: '16d',
  alive: { on: on(['host.seen', 'heartbeat']), gap: '1h' },
  voids: on('power.on'),
  carriers: ['session.lock'],

  cases: {
    fires: {
      'left as it was': { level: 'low', beats: left() },
      'locked a second after the deadline': left(['18:30:01', ev('session.lock')]),
      'unlocked after lunch, then left': left(['11:30', ev('session.lock')], ['13:30', ev('session.unlock')]),
      'the log-off of the unlock itself ends nothing': left(
        ['11:30', ev('session.lock')],
        ['13:30', ev('login', { via: 'unlock' })],
        ['13:30:01', ev('logout', { via: 'unlock' })],
      ),
      'a remote session joined again after lunch': left(
        ['11:30', ev('session.disconnect')],
        ['13:30', ev('session.connect')],
      ),
      'no agent, but the machine goes on writing': inOrder(
        ['08:00', ev('login')],
        ...alive(8, 22).map(([clock]): Beat => [clock, ev('other')]),
      ),
      'still open after the deadline, then cut off and booted': left(['19:20', ev('power.on')]),
      'somebody else logged off': left(['17:00', ev('logout', { user: 'bich@tinh' })]),
      'still open the next day is the same alert': [...left(), ...alive(0, 23, '+1 ')],
      'somebody from IT ran something as another account at it, and is gone': {
        names: ['p-an'],
        beats: left(
          ['16:00', ev('login', { user: 'quan.tri@tinh' })],
          ['16:30', ev('logout', { user: 'quan.tri@tinh' })],
        ),
      },
      'two officers, each with a session: each answers for their own': {
        names: ['p-an', 'p-bich'],
        beats: left(['16:00', ev('login', { user: 'bich@tinh' })]),
      },
      'the second officer logged off late: the first is still open': {
        names: ['p-an', 'p-bich'],
        beats: left(['16:00', ev('login', { user: 'bich@tinh' })], ['19:00', ev('logout', { user: 'bich@tinh' })]),
      },
    },
    quiet: {
      'opened by a wrong clock: nobody knows on which day': inOrder(
        ['08:00', ev('login', { clock: 26 * HOUR })],
        ...alive(8, 22),
      ),
      'logged off': left(['17:00', ev('logout')]),
      'locked the screen': left(['17:00', ev('session.lock')]),
      'locked in the last second': left(['18:30', ev('session.lock')]),
      'shut down': left(['17:10', ev('power.off')]),
      'put to sleep': left(['17:10', ev('power.off', { sleep: true })]),
      'disconnected the remote session': inOrder(
        ['08:00', ev('login', { via: 'remote', from: 'pc-02' })],
        ...alive(8, 22),
        ['17:00', ev('session.disconnect')],
      ),
      'switched off at the plug': inOrder(['08:00', ev('login')], ...alive(8, 17), ...alive(7, 9, '+1 ')),
      'switched off at the plug, and on again': inOrder(
        ['08:00', ev('login')],
        ...alive(8, 17),
        ['18:00', ev('power.on')],
        ...alive(18, 22),
      ),
      'cut off half an hour before the deadline, and booted just after it: nobody knows since when it was off': inOrder(
        ['08:00', ev('login')],
        ...alive(8, 17),
        ['18:05', ev('heartbeat')],
        ['18:31', ev('power.on')],
        ...alive(19, 22),
      ),
      'never seen again': inOrder(['08:00', ev('login')], ...alive(8, 17), ['+1 23:00']),
      'overtime until ten': {
        with: { roster: [{ person: 'p-an', kind: 'overtime', from: '2026-03-02T17:00', to: '2026-03-02T22:00' }] },
        beats: left(),
      },
      'a shared counter': inOrder(
        ['08:00', ev('login', { host: 'quay-01' })],
        ...alive(8, 22).map(([clock]): Beat => [clock, ev('heartbeat', { host: 'quay-01' })]),
      ),
      'a server': inOrder(
        ['08:00', ev('login', { host: 'dc-01', user: 'quan.tri@tinh', via: 'remote' })],
        ...alive(8, 22).map(([clock]): Beat => [clock, ev('heartbeat', { host: 'dc-01' })]),
      ),
      'a share was reached over the network': inOrder(['08:00', ev('login', { via: 'network' })], ...alive(8, 22)),
      'what IT ran as another account stays open behind the locked screen': left(
        ['16:00', ev('login', { user: 'quan.tri@tinh' })],
        ['17:00', ev('session.lock')],
      ),
      'each of two officers logged off': left(
        ['12:00', ev('login', { user: 'bich@tinh' })],
        ['16:00', ev('logout', { user: 'bich@tinh' })],
        ['17:00', ev('logout')],
      ),
      'a group account in an officer’s name': {
        with: { accounts: [{ id: 'an.nv@tinh', person: 'p-an', kind: 'group', admin: false, enabled: true }] },
        beats: left(),
      },
      'a departed holder: ACC-03': {
        with: { people: [{ id: 'p-an', name: 'Nguyễn Văn An', unit: 'xa-a', status: 'retired', it: false }] },
        beats: left(),
      },
      'a group account': inOrder(['08:00', ev('login', { user: 'nhom@tinh' })], ...alive(8, 22)),
      'a Saturday waits for Monday’s end': { on: '2026-03-07', beats: left() },
    },
  },
})
