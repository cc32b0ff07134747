import { HOUR } from '../../kernel/time.ts'
import { byOurClock, clockOpen, notByOurClock } from '../conditions/clock.ts'
import { activePerson, approvedChange, onRoster, outsideHours, personalAccount } from '../conditions/directory.ts'
import { byHand, succeeded, withAdminRights } from '../conditions/login.ts'
import { match } from '../rule.ts'
import { ev } from '../timeline.ts'

const admin = ev('login', { user: 'quan.tri@tinh' })

export const rule = match({
  id: 'ACC-01b',
  version: 1,
  clause: 'ACC-01',
  title: { vi: 'Quản trị viên đăng nhập ngoài giờ làm việc', en: 'After-hours login with administrator rights' },
  say: {
    vi: '{user}, có quyền quản trị, đăng nhập {system} lúc {time}, {hours}, không có lịch trực hay thay đổi đã duyệt',
    en: '{user}, an administrator, logged in to {system} at {time}, {hours}, without duty or approved change',
  },
  respond: {
    vi: 'Gọi ngay người quản trị để xác nhận; nếu không phải chính mình, khóa tài khoản, thu hồi phiên và kiểm tra mọi máy tài khoản đã vào từ lúc đó',
    en: 'Call the administrator at once; if it was someone else, lock the account, end its sessions and inspect every machine it has entered since',
  },
  level: 'medium',
  mitre: ['T1078'],
  policy: {},
  doubts: ['calendar', 'assumed'],
  shows: ['person', 'account', 'machine', 'origin', 'hours', 'roster'],

  by: 'user',
  on: 'login',
  sought: [succeeded, byHand, personalAccount, withAdminRights, activePerson, outsideHours],
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
      'a clock an hour behind, at night by ours too': [['22:40', ev('login', { user: 'quan.tri@tinh', clock: HOUR })]],
      'an administrator at night': { level: 'medium', beats: [['23:15', admin]] },
      'an officer whose log-on carried an elevated token': {
        level: 'medium',
        beats: [['23:15', ev('login', { elevated: true })]],
      },
      'a Saturday without an official calendar, which may yet be worked: one step lower': {
        level: 'low',
        on: '2026-03-07',
        beats: [['09:00', admin]],
      },
      'the approved change was yesterday': {
        with: {
          changes: [
            { id: 'tt-1', person: 'p-qt', document: '3/TTr', from: '2026-03-01T20:00', to: '2026-03-01T23:59' },
          ],
        },
        beats: [['23:15', admin]],
      },
    },
    quiet: {
      'a clock three hours behind: by ours, in the morning': [
        ['04:20', ev('login', { user: 'quan.tri@tinh', clock: 3 * HOUR })],
      ],
      'a clock a day behind makes a Sunday of a Monday': {
        on: '2026-03-01',
        beats: [['06:00', ev('login', { user: 'quan.tri@tinh', clock: 26 * HOUR })]],
      },
      'a clock three hours behind, and in an approved change by ours': {
        on: '2026-03-08',
        with: {
          changes: [{ id: 'tt-1', document: '3/TTr', from: '2026-03-08T08:00', to: '2026-03-08T12:00' }],
        },
        beats: [['06:00', ev('login', { user: 'quan.tri@tinh', clock: 3 * HOUR })]],
      },
      'a clock three hours behind, and on duty by ours': {
        with: { roster: [{ person: 'p-qt', kind: 'duty', from: '2026-03-02T20:00', to: '2026-03-03T07:00' }] },
        beats: [['19:00', ev('login', { user: 'quan.tri@tinh', clock: 3 * HOUR })]],
      },
      'nobody can say yet whether it is late or the clock behind': [
        ['04:20', ev('login', { user: 'quan.tri@tinh', clock: 'open' })],
      ],
      'in working hours': [['09:00', admin]],
      'an officer without the rights is left to ACC-01a': [['23:15', ev('login')]],
      'an approved change': {
        with: {
          changes: [
            { id: 'tt-1', person: 'p-qt', document: '3/TTr', from: '2026-03-02T20:00', to: '2026-03-03T02:00' },
          ],
        },
        beats: [['23:15', admin]],
      },
      'on duty': {
        with: { roster: [{ person: 'p-qt', kind: 'duty', from: '2026-03-02T17:00', to: '2026-03-03T07:00' }] },
        beats: [['23:15', admin]],
      },
      'a failure is left to ACC-11': [['23:15', ev('login', { user: 'quan.tri@tinh', ok: false })]],
      'a departed administrator is left to ACC-03b': {
        with: {
          people: [{ id: 'p-qt', name: 'Hoàng Văn Quân', unit: 'tinh', status: 'resigned', it: true }],
        },
        beats: [['23:15', admin]],
      },
      'a group account that stands in the administrator’s name': {
        with: { accounts: [{ id: 'quan.tri@tinh', person: 'p-qt', kind: 'group', admin: true, enabled: true }] },
        beats: [['23:15', admin]],
      },
      'a scheduled task of the administrator': [['23:15', ev('login', { user: 'quan.tri@tinh', via: 'batch' })]],
      'a break-glass account': {
        with: {
          accounts: [{ id: 'pha.kinh@tinh', unit: 'tinh', kind: 'break-glass', admin: true, enabled: true }],
        },
        beats: [['23:15', ev('login', { user: 'pha.kinh@tinh' })]],
      },
    },
  },
})
