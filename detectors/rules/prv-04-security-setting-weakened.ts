import type { Fields } from '../../kernel/event.ts'
import { HOUR } from '../../kernel/time.ts'
import { byOurClock } from '../conditions/clock.ts'
import { approvedChangeNamed, justImaged } from '../conditions/directory.ts'
import { registeredComputer } from '../conditions/posture.ts'
import { weakened } from '../conditions/registry.ts'
import { approvedFor, imagedOn } from '../given.ts'
import { match } from '../rule.ts'
import { type Beat, ev, nextCommune } from '../timeline.ts'

type Set = Partial<Fields<'config.change'>> & { readonly collector?: string; readonly clock?: number }
const UAC = String.raw`HKLM\SOFTWARE\Microsoft\Windows\CurrentVersion\Policies\System\EnableLUA`
const set = (clock: string, but: Set = {}): Beat => [
  clock,
  ev('config.change', {
    ...{ user: 'an.nv@tinh', what: 'registry-set', item: UAC, value: 'DWORD (0x00000000)' },
    ...{ process: String.raw`C:\Windows\System32\reg.exe`, ...but },
  }),
]
const LOGON = '0cce9215-69ae-11d9-bed3-505054503030'
const audit = (value: string, but: Set = {}): Beat => [
  '09:00',
  ev('config.change', { user: 'an.nv@tinh', what: 'audit-policy', item: LOGON, value, ...but }),
]
const passwords = (value: string, but: Set = {}): Beat => [
  '09:00',
  ev('config.change', { user: 'an.nv@tinh', what: 'domain-policy', item: 'tinh', value, ...but }),
]

/** Only what is less safe by its new value. What Defender tells of its settings (5007) and the firewall of its rules names nobody. */
export const rule = match({
  id: 'PRV-04',
  version: 1,
  clause: 'PRV-04',
  title: { vi: 'Tự ý làm yếu cấu hình an toàn', en: 'Security settings weakened' },
  say: {
    vi: '{user} đổi cấu hình an toàn của máy {host} lúc {time}: {item} = {value}, không trong thay đổi đã duyệt',
    en: '{user} weakened a security setting of {host} at {time}: {item} = {value}, outside any approved change',
  },
  respond: {
    vi: 'Khôi phục cấu hình; hỏi người thực hiện lý do và văn bản cho phép; đặt lại bằng chính sách miền để người dùng không đổi được',
    en: 'Undo it; ask who did it why and by what decision; set it by Group Policy so that users cannot change it',
  },
  level: 'medium',
  mitre: ['T1562'],
  policy: { newDays: 3 },
  doubts: ['assumed'],
  shows: ['person', 'account', 'machine'],

  by: 'user',
  on: 'config.change',
  sought: [weakened, registeredComputer],
  excused: [approvedChangeNamed, justImaged, byOurClock(approvedChangeNamed), byOurClock(justImaged)],

  cases: {
    fires: {
      'account control is switched off': { level: 'medium', names: ['p-an'], beats: [set('09:00')] },
      'log-ons are audited no more': [audit('success removed, failure removed')],
      'only failures are audited no more': [audit('failure removed')],
      'no lock-out any more': [passwords('LockoutThreshold=0')],
      'no least length any more': [passwords('MinPasswordLength=0')],
      'an exclusion from scanning': [
        set('09:00', {
          item: String.raw`HKLM\SOFTWARE\Policies\Microsoft\Windows Defender\Exclusions\Paths\C:\Games`,
        }),
      ],
      'remote access is allowed, as the audit of the registry tells it': [
        set('09:00', {
          item: String.raw`\REGISTRY\MACHINE\SYSTEM\ControlSet001\Control\Terminal Server\fDenyTSConnections`,
          value: '0',
        }),
      ],
      'IT staff, without an approved change': { names: ['p-qt'], beats: [set('09:00', { user: 'quan.tri@tinh' })] },
      'on a Sunday': { on: '2026-03-08', beats: [set('09:00')] },
      'an account of the machine itself': { names: [null], beats: [set('09:00', { user: 'admin@pc-01' })] },
      'the approved change is of the whole unit': { with: approvedFor({ unit: 'xa-a' }), beats: [set('09:00')] },
      'after the approved change': { with: approvedFor({ machine: 'pc-01' }), beats: [set('12:00:01')] },
      'set up on the third day before': { with: imagedOn('2026-02-27'), beats: [set('09:00')] },
    },
    quiet: {
      'made safer': [set('09:00', { value: 'DWORD (0x00000001)' })],
      'more is audited': [audit('success added, failure added')],
      'a length that may be more than it was': [passwords('MinPasswordLength=7, PasswordProperties=0')],
      'passwords get longer': [passwords('MinPasswordLength=8, LockoutThreshold=5')],
      'another value of the registry': [set('09:00', { item: String.raw`HKLM\SOFTWARE\Example\Setting` })],
      'the firewall’s rule of a program names nobody': [
        ['09:00', ev('config.change', { what: 'firewall-rule-added', item: 'Any', value: 'Direction=1, Action=3' })],
      ],
      'an exclusion is taken away': [
        set('09:00', {
          what: 'registry-deleted',
          item: String.raw`HKLM\SOFTWARE\Policies\Microsoft\Windows Defender\Exclusions\Paths\C:\Games`,
        }),
      ],
      'by Group Policy': [set('09:00', { user: undefined, process: String.raw`C:\Windows\system32\svchost.exe` })],
      'audit policy that Group Policy applies': [audit('success removed', { user: undefined })],
      'by an installer': [set('09:00', { process: String.raw`C:\Users\an.nv\Downloads\setup.exe` })],
      'by a deployment account': [set('09:00', { user: 'dich.vu@tinh' })],
      'in an approved change at the machine': { with: approvedFor({ machine: 'pc-01' }), beats: [set('09:00')] },
      'in a change approved for that person': { with: approvedFor({ person: 'p-an' }), beats: [set('09:00')] },
      'a clock three hours behind: by ours, in an approved change': {
        with: approvedFor({ machine: 'pc-01' }),
        beats: [set('06:00', { clock: 3 * HOUR })],
      },
      'set up two days ago': { with: imagedOn('2026-02-28'), beats: [set('09:00')] },
      'set up today': { with: imagedOn('2026-03-02'), beats: [set('09:00')] },
      'set up today by our clock, yesterday by its own': {
        with: imagedOn('2026-03-03'),
        beats: [set('09:00', { clock: 24 * HOUR })],
      },
      'a machine the register does not know': [set('09:00', { host: 'may-la' })],
      'another commune’s machine of that name': { with: nextCommune, beats: [set('09:00', { collector: 'c-b' })] },
    },
  },
})
