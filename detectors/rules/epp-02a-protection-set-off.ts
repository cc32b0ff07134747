import type { Fields } from '../../kernel/event.ts'
import { HOUR } from '../../kernel/time.ts'
import { byOurClock } from '../conditions/clock.ts'
import { approvedChangeNamed, justImaged } from '../conditions/directory.ts'
import { registeredComputer } from '../conditions/posture.ts'
import { protectionSetOff, setByHand } from '../conditions/registry.ts'
import { match } from '../rule.ts'
import { type Beat, ev, nextCommune, type Rows } from '../timeline.ts'

const POLICY = String.raw`HKLM\SOFTWARE\Policies\Microsoft\Windows Defender`
type Set = Partial<Fields<'config.change'>> & { readonly collector?: string; readonly clock?: number }
const set = (clock: string, but: Set = {}): Beat => [
  clock,
  ev('config.change', {
    ...{ user: 'an.nv@tinh', what: 'registry-set', item: String.raw`${POLICY}\DisableAntiSpyware` },
    ...{ value: 'DWORD (0x00000001)', process: String.raw`C:\Windows\regedit.exe`, ...but },
  }),
]
const approvedFor = (scope: object): Rows => ({
  changes: [{ id: 'tt-3', ...scope, document: '5/TTr', from: '2026-03-02T08:00', to: '2026-03-02T12:00' }],
})
const pc = (imaged: string): Rows => ({
  machines: [{ id: 'pc-01', unit: 'xa-a', person: 'p-an', role: 'workstation', secrets: false, agent: true, imaged }],
})

/** The record names who wrote which value with what. A product that gives way to another does so as the system, or by its installer. */
export const rule = match({
  id: 'EPP-02a',
  version: 1,
  clause: 'EPP-02',
  title: { vi: 'Tắt phần mềm bảo vệ bằng cấu hình', en: 'Endpoint protection switched off in its settings' },
  say: {
    vi: '{user} đặt {item} = {value} trên máy {host} lúc {time}: tắt phần mềm phòng chống mã độc',
    en: '{user} set {item} = {value} on {host} at {time}: protection against malware is switched off',
  },
  respond: {
    vi: 'Khôi phục cấu hình, bật lại phần mềm bảo vệ và quét máy; hỏi người thực hiện lý do và văn bản cho phép; bật chống can thiệp (Tamper Protection)',
    en: 'Undo the setting, switch the protection on again and scan; ask who did it why and by what decision; switch tamper protection on',
  },
  level: 'high',
  mitre: ['T1562.001'],
  policy: { newDays: 3 },
  doubts: ['assumed'],
  shows: ['person', 'account', 'machine'],

  by: 'user',
  on: 'config.change',
  sought: [protectionSetOff, setByHand, registeredComputer],
  excused: [approvedChangeNamed, justImaged, byOurClock(approvedChangeNamed), byOurClock(justImaged)],

  cases: {
    fires: {
      'Defender, by policy': { level: 'high', names: ['p-an'], beats: [set('09:00')] },
      'in real time': [set('09:00', { item: String.raw`${POLICY}\Real-Time Protection\DisableRealtimeMonitoring` })],
      'the service of the agent does not start': [
        set('09:00', {
          item: String.raw`HKLM\System\CurrentControlSet\Services\BkavService\Start`,
          value: 'DWORD (0x00000004)',
          process: String.raw`C:\Windows\System32\reg.exe`,
        }),
      ],
      'as the audit of the registry tells it': [
        set('09:00', {
          item: String.raw`\REGISTRY\MACHINE\SOFTWARE\Policies\Microsoft\Windows Defender\DisableAntiSpyware`,
          value: '1',
        }),
      ],
      'several values are one alert': [
        set('09:00'),
        set('09:01', { item: String.raw`${POLICY}\Real-Time Protection\DisableRealtimeMonitoring` }),
      ],
      'IT staff, without an approved change': [set('09:00', { user: 'quan.tri@tinh' })],
      'on a Sunday': { on: '2026-03-08', beats: [set('09:00')] },
      'an account of the machine itself': { names: [null], beats: [set('09:00', { user: 'admin@pc-01' })] },
      'the approved change is of the whole unit': { with: approvedFor({ unit: 'xa-a' }), beats: [set('09:00')] },
      'after the approved change': { with: approvedFor({ machine: 'pc-01' }), beats: [set('12:00:01')] },
      'set up on the third day before': { with: pc('2026-02-27'), beats: [set('09:00')] },
    },
    quiet: {
      'switched on again': [set('09:00', { value: 'DWORD (0x00000000)' })],
      'the value is taken away': [set('09:00', { what: 'registry-deleted' })],
      'the service starts by hand': [
        set('09:00', {
          item: String.raw`HKLM\System\CurrentControlSet\Services\BkavService\Start`,
          value: 'DWORD (0x00000003)',
        }),
      ],
      'another service': [
        set('09:00', {
          item: String.raw`HKLM\System\CurrentControlSet\Services\Spooler\Start`,
          value: 'DWORD (0x00000004)',
        }),
      ],
      'another setting of Defender': [
        set('09:00', { item: String.raw`${POLICY}\UX Configuration\Notification_Suppress` }),
      ],
      'by Group Policy': [set('09:00', { user: undefined, process: String.raw`C:\Windows\system32\svchost.exe` })],
      'by a product’s installer': [set('09:00', { process: String.raw`C:\Users\an.nv\Downloads\setup.exe` })],
      'what did it is not told': [set('09:00', { process: undefined })],
      'by a service’s account': [set('09:00', { user: 'dich.vu@tinh' })],
      'in an approved change at the machine': { with: approvedFor({ machine: 'pc-01' }), beats: [set('09:00')] },
      'in a change approved for that person': { with: approvedFor({ person: 'p-an' }), beats: [set('09:00')] },
      'a clock three hours behind: by ours, in an approved change': {
        with: approvedFor({ machine: 'pc-01' }),
        beats: [set('06:00', { clock: 3 * HOUR })],
      },
      'set up two days ago': { with: pc('2026-02-28'), beats: [set('09:00')] },
      'set up today': { with: pc('2026-03-02'), beats: [set('09:00')] },
      'set up today by our clock, yesterday by its own': {
        with: pc('2026-03-03'),
        beats: [set('09:00', { clock: 24 * HOUR })],
      },
      'a machine the register does not know': [set('09:00', { host: 'may-la' })],
      'another commune’s machine of that name': { with: nextCommune, beats: [set('09:00', { collector: 'c-b' })] },
    },
  },
})
