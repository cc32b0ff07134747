import { HOUR } from '../../kernel/time.ts'
import { clockRight } from '../conditions/clock.ts'
import { activePerson, itStaff, personalAccount, standingIn } from '../conditions/directory.ts'
import { byHand, succeeded } from '../conditions/login.ts'
import { atPersonalMachine, seatOf } from '../conditions/place.ts'
import { is } from '../meta.ts'
import { distinct } from '../rule.ts'
import { type Beat, ev } from '../timeline.ts'

const at = (clock: string, host: string): Beat => [clock, ev('login', { host })]
const three: readonly Beat[] = [at('08:00', 'pc-02'), at('10:00', 'pc-03'), at('12:00', 'pc-04')]

/** Counted by the officer a machine is assigned to: two machines of one colleague are one. A remote log-on counts where it came from. */
export const rule = distinct({
  id: 'ACC-02b',
  version: 1,
  clause: 'ACC-02',
  title: { vi: 'Tài khoản đăng nhập ở máy của nhiều người khác', en: 'Account used at the machines of several others' },
  say: {
    vi: '{user} đăng nhập ở máy được giao cho {count} người khác trở lên trong {within}, gần nhất lúc {time}',
    en: '{user} logged in at machines assigned to {count} other officers or more within {within}, last at {time}',
  },
  respond: {
    vi: 'Hỏi cán bộ giữ tài khoản vì sao đăng nhập ở các máy đó; nếu đã đưa mật khẩu cho người khác, buộc đổi và nhắc nhở; nếu là làm thay hoặc máy dùng chung, cập nhật sổ',
    en: 'Ask the holder why; if the password was given away, force a change; if it is standing in or a shared machine, bring the register up to date',
  },
  level: 'medium',
  mitre: ['T1078'],
  policy: { count: 3, within: '8h' },
  doubts: ['assumed'],
  needs: ['leases'],
  shows: ['person', 'account', 'machine', 'origin', 'roster'],

  by: 'user',
  on: 'login',
  sought: [
    succeeded,
    byHand,
    personalAccount,
    activePerson,
    atPersonalMachine,
    clockRight,
    is('máy được giao cho người khác', 'the machine is assigned to somebody else', (e) => {
      const seat = seatOf(e)?.person
      return seat !== undefined && e.facts.account?.person !== undefined && seat !== e.facts.account.person
    }),
  ],
  excused: [
    itStaff,
    standingIn,
    is('đến bằng RDP từ máy khác', 'reached by RDP from another machine', (e) => e.via === 'remote'),
  ],
  of: (event) => seatOf(event)?.person,

  cases: {
    fires: {
      'the machines of three colleagues in a morning': { level: 'medium', beats: three },
      'in exactly eight hours': [at('08:00', 'pc-02'), at('10:00', 'pc-03'), at('16:00', 'pc-04')],
      'a fourth one is the same alert': [...three, at('13:00', 'pc-05')],
      'an application, by the machines it was opened at': (['pc-02', 'pc-03', 'pc-04'] as const).map((from, i) => [
        `1${i}:00`,
        ev('login', { host: undefined, system: 'ioffice', via: 'application', from }),
      ]),
    },
    quiet: {
      'the clock of one of them is wrong': [
        at('08:00', 'pc-02'),
        at('10:00', 'pc-03'),
        ['12:00', ev('login', { host: 'pc-04', clock: 26 * HOUR })],
      ],
      'two colleagues': [at('08:00', 'pc-02'), at('10:00', 'pc-03')],
      'a second too slow': [at('08:00', 'pc-02'), at('10:00', 'pc-03'), at('16:00:01', 'pc-04')],
      'the own machine is not somebody else’s': [at('08:00', 'pc-01'), at('10:00', 'pc-03'), at('12:00', 'pc-04')],
      'the third is a shared counter': [at('08:00', 'pc-02'), at('10:00', 'pc-03'), at('12:00', 'quay-01')],
      'two machines of one colleague': {
        with: {
          machines: [{ id: 'pc-03', unit: 'xa-a', person: 'p-bich', role: 'laptop', secrets: false, agent: true }],
        },
        beats: three,
      },
      'a machine assigned to nobody': {
        with: { machines: [{ id: 'pc-03', unit: 'xa-a', role: 'workstation', secrets: false, agent: true }] },
        beats: three,
      },
      'a shared machine, though somebody answers for it': {
        with: {
          machines: [{ id: 'pc-03', unit: 'xa-a', person: 'p-cuong', role: 'shared', secrets: false, agent: true }],
        },
        beats: three,
      },
      'a group account in an officer’s name': {
        with: { accounts: [{ id: 'an.nv@tinh', person: 'p-an', kind: 'group', admin: false, enabled: true }] },
        beats: three,
      },
      'a departed holder: ACC-03': {
        with: { people: [{ id: 'p-an', name: 'Nguyễn Văn An', unit: 'xa-a', status: 'retired', it: false }] },
        beats: three,
      },
      'failures: ACC-11': ['pc-02', 'pc-03', 'pc-04'].map((host, i) => [`1${i}:00`, ev('login', { host, ok: false })]),
      'helping out by RDP': (['pc-02', 'pc-03', 'pc-04'] as const).map((host, i) => [
        `1${i}:00`,
        ev('login', { host, via: 'remote', from: 'pc-01' }),
      ]),
      'the helpdesk': (['pc-02', 'pc-03', 'pc-04'] as const).map((host, i) => [
        `1${i}:00`,
        ev('login', { host, user: 'quan.tri@tinh' }),
      ]),
      'the machine beside, over the network': (['pc-02', 'pc-03', 'pc-04'] as const).map((host, i) => [
        `1${i}:00`,
        ev('login', { host, via: 'network' }),
      ]),
      'standing in': {
        with: {
          roster: [
            { person: 'p-an', kind: 'stand-in', from: '2026-03-02T00:00', to: '2026-03-03T00:00', for: 'p-bich' },
          ],
        },
        beats: three,
      },
    },
  },
})
