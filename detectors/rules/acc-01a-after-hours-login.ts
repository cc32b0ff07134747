import { HOUR } from '../../kernel/time.ts'
import { byOurClock, clockOpen, notByOurClock } from '../conditions/clock.ts'
import { activePerson, approvedChange, onRoster, outsideHours, personalAccount } from '../conditions/directory.ts'
import { byHand, succeeded, withoutAdminRights } from '../conditions/login.ts'
import { match } from '../rule.ts'
import { ev } from '../timeline.ts'

/** Saturday's counters, seasons, noon and the grace are the unit's hours; swapped days and holidays the calendar's. */
export const rule = match({
  id: 'ACC-01a',
  version: 1,
  clause: 'ACC-01',
  title: { vi: 'Đăng nhập ngoài giờ làm việc', en: 'After-hours login' },
  say: {
    vi: '{user} đăng nhập {system} lúc {time}, {hours}, không có lịch trực, làm thêm hay công tác',
    en: '{user} logged in to {system} at {time}, {hours}, without duty, overtime or mission',
  },
  respond: {
    vi: 'Gọi cán bộ theo số trong danh bạ để hỏi có phải chính mình đăng nhập không; nếu không phải, khóa tạm tài khoản và xem ACC-11; nếu có lý do, ghi lịch trực hoặc làm thêm vào sổ',
    en: 'Call the officer at the number of the directory; if it was someone else, lock the account for now and look at ACC-11; if there was a reason, enter the duty or overtime',
  },
  level: 'low',
  mitre: ['T1078'],
  policy: {},
  doubts: ['calendar', 'assumed'],
  shows: ['person', 'account', 'machine', 'origin', 'hours', 'roster'],

  by: 'user',
  on: 'login',
  sought: [succeeded, byHand, personalAccount, withoutAdminRights, activePerson, outsideHours],
  excused: [
    onRoster,
    approvedChange,
    notByOurClock(outsideHours),
    byOurClock(onRoster),
    byOurClock(approvedChange),
    clockOpen,
  ],

  cases: {
    fires: {
      'a clock an hour behind, at night by ours too': [['22:40', ev('login', { clock: HOUR })]],
      'at night, at the own machine': [['22:40', ev('login')]],
      'a second after the grace': [['17:30:01', ev('login')]],
      'a night of forty log-ins is one alert': Array.from({ length: 40 }, (_, i) => [
        `22:${10 + i}`,
        ev('login', { via: 'unlock' }),
      ]),
      'on a holiday, in what would be working hours': { on: '2026-09-02', beats: [['09:00', ev('login')]] },
      'on a plain Saturday': { on: '2026-03-07', beats: [['09:00', ev('login')]] },
      'in an application, from nobody knows where': [
        ['23:00', ev('login', { host: undefined, system: 'ioffice', via: 'application', ip: '198.51.100.9' })],
      ],
      'leave is no duty': {
        with: {
          roster: [{ person: 'p-an', kind: 'leave', from: '2026-03-02T00:00', to: '2026-03-03T00:00' }],
        },
        beats: [['22:40', ev('login')]],
      },
      'the approved change is the IT staff’s': {
        with: { changes: [{ id: 'tt-1', document: '3/TTr', from: '2026-03-02T20:00', to: '2026-03-03T02:00' }] },
        beats: [['22:40', ev('login')]],
      },
      'the overtime was over': {
        with: {
          roster: [{ person: 'p-an', kind: 'overtime', from: '2026-03-02T17:00', to: '2026-03-02T20:00' }],
        },
        beats: [['22:40', ev('login')]],
      },
    },
    quiet: {
      'a clock three hours behind: by ours, in the morning': [['04:20', ev('login', { clock: 3 * HOUR })]],
      'a clock a day behind makes a Sunday of a Monday': {
        on: '2026-03-01',
        beats: [['06:00', ev('login', { clock: 26 * HOUR })]],
      },
      'a clock three hours behind, and in an approved change by ours': {
        on: '2026-03-08',
        with: {
          accounts: [{ id: 'quan.tri@tinh', person: 'p-qt', kind: 'personal', admin: false, enabled: true }],
          changes: [{ id: 'tt-1', document: '3/TTr', from: '2026-03-08T08:00', to: '2026-03-08T12:00' }],
        },
        beats: [['06:00', ev('login', { user: 'quan.tri@tinh', clock: 3 * HOUR })]],
      },
      'a clock three hours behind, and on duty by ours': {
        with: { roster: [{ person: 'p-an', kind: 'duty', from: '2026-03-02T20:00', to: '2026-03-03T07:00' }] },
        beats: [['19:00', ev('login', { clock: 3 * HOUR })]],
      },
      'nobody can say yet whether it is late or the clock behind': [['04:20', ev('login', { clock: 'open' })]],
      'in the last moment of the grace': [['17:30', ev('login')]],
      'at noon': [['12:15', ev('login')]],
      'in working hours': [['09:00', ev('login')]],
      'a failure at night is left to ACC-11': [['22:40', ev('login', { ok: false, refusal: 'bad-password' })]],
      'mail synchronises by itself': [
        ['22:40', ev('login', { system: 'mail', via: 'application', automatic: true, host: undefined })],
      ],
      'a share is reached over the network': [['22:40', ev('login', { via: 'network' })]],
      'a scheduled task': [['22:40', ev('login', { via: 'batch' })]],
      'a service account': [['22:40', ev('login', { user: 'dich.vu@tinh' })]],
      'a group account': [['22:40', ev('login', { user: 'nhom@tinh' })]],
      'a service account that stands in an officer’s name': {
        with: { accounts: [{ id: 'an.nv@tinh', person: 'p-an', kind: 'service', admin: false, enabled: true }] },
        beats: [['22:40', ev('login')]],
      },
      'IT staff without administrator rights, in an approved change': {
        with: {
          accounts: [{ id: 'quan.tri@tinh', person: 'p-qt', kind: 'personal', admin: false, enabled: true }],
          changes: [{ id: 'tt-1', document: '3/TTr', from: '2026-03-02T20:00', to: '2026-03-03T02:00' }],
        },
        beats: [['22:40', ev('login', { user: 'quan.tri@tinh' })]],
      },
      'an account the register does not know': [['22:40', ev('login', { user: 'la@tinh' })]],
      'on duty': {
        with: { roster: [{ person: 'p-an', kind: 'duty', from: '2026-03-02T17:00', to: '2026-03-03T07:00' }] },
        beats: [['22:40', ev('login')]],
      },
      'on a mission': {
        with: { roster: [{ person: 'p-an', kind: 'mission', from: '2026-03-01T00:00', to: '2026-03-05T00:00' }] },
        beats: [['22:40', ev('login')]],
      },
      'an administrator is left to ACC-01b': [['22:40', ev('login', { user: 'quan.tri@tinh' })]],
      'a departed holder is left to ACC-03': [['22:40', ev('login', { user: 'nghi@tinh' })]],
      'the unit is switched on tomorrow': {
        with: { units: [{ id: 'xa-a', name: 'Xã A', parent: 'tinh', monitored: '2026-03-03' }] },
        beats: [['22:40', ev('login')]],
      },
    },
  },
})
