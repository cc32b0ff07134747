import type { Fields } from '../../kernel/event.ts'
import { HOUR } from '../../kernel/time.ts'
import { byOurClock } from '../conditions/clock.ts'
import { approvedChangeNamed, justImaged } from '../conditions/directory.ts'
import { registeredComputer } from '../conditions/posture.ts'
import { autoplayOn, setByHand } from '../conditions/registry.ts'
import { approvedFor, imagedOn } from '../given.ts'
import { match } from '../rule.ts'
import { type Beat, ev, nextCommune } from '../timeline.ts'

type Set = Partial<Fields<'config.change'>> & { readonly collector?: string; readonly clock?: number }
const set = (clock: string, but: Set = {}): Beat => [
  clock,
  ev('config.change', {
    ...{ user: 'an.nv@tinh', what: 'registry-set', value: 'DWORD (0x00000091)' },
    item: String.raw`HKLM\SOFTWARE\Microsoft\Windows\CurrentVersion\Policies\Explorer\NoDriveTypeAutoRun`,
    ...{ process: String.raw`C:\Windows\regedit.exe`, ...but },
  }),
]
const own: Set = {
  item: String.raw`HKU\S-1-5-21-1-2-3-1104\Software\Microsoft\Windows\CurrentVersion\Explorer\AutoplayHandlers\DisableAutoplay`,
  value: 'DWORD (0x00000000)',
  process: String.raw`C:\Windows\ImmersiveControlPanel\SystemSettings.exe`,
}
const approved = approvedFor({ machine: 'pc-01' })

/** The act of switching it on. What a machine has, and nobody set by hand, is not told: a person’s own switch may be off (ADR 45). */
export const rule = match({
  id: 'MED-05',
  version: 1,
  clause: 'MED-05',
  title: { vi: 'Bật tự động thực thi (autoplay)', en: 'Autoplay switched on' },
  say: {
    vi: '{user} bật tự động thực thi trên máy {host} lúc {time} ({item})',
    en: '{user} switched autoplay on at {host} at {time} ({item})',
  },
  respond: {
    vi: 'Tắt lại tự động thực thi, tốt nhất bằng chính sách miền (NoDriveTypeAutoRun = 255); nhắc cán bộ',
    en: 'Switch autoplay off again, best by Group Policy (NoDriveTypeAutoRun = 255); remind the officer',
  },
  level: 'low',
  mitre: ['T1091'],
  policy: { newDays: 3 },
  doubts: ['assumed'],
  shows: ['person', 'account', 'machine'],

  by: 'user',
  on: 'config.change',
  sought: [autoplayOn, setByHand, registeredComputer],
  excused: [approvedChangeNamed, justImaged, byOurClock(approvedChangeNamed), byOurClock(justImaged)],

  cases: {
    fires: {
      'for removable drives': { level: 'low', names: ['p-an'], beats: [set('09:00')] },
      'for CD-ROMs': [set('09:00', { value: 'DWORD (0x000000df)' })],
      'for every drive': [set('09:00', { value: 'DWORD (0x00000000)' })],
      'the policy is deleted': [set('09:00', { what: 'registry-deleted', value: undefined })],
      'in the settings of the person': [set('09:00', own)],
      'on a Sunday': { on: '2026-03-08', beats: [set('09:00')] },
      'after the approved change': { with: approved, beats: [set('12:00:01')] },
      'set up on the third day before': { with: imagedOn('2026-02-27'), beats: [set('09:00')] },
    },
    quiet: {
      'off for every drive': [set('09:00', { value: 'DWORD (0x000000ff)' })],
      'off for what is carried in': [set('09:00', { value: 'DWORD (0x000000b5)' })],
      'off in the settings of the person': [set('09:00', { ...own, value: 'DWORD (0x00000001)' })],
      'another value of the registry': [set('09:00', { item: String.raw`HKLM\SOFTWARE\Example\NoDrives` })],
      'by Group Policy': [set('09:00', { user: undefined, process: String.raw`C:\Windows\system32\svchost.exe` })],
      'by an installer': [set('09:00', { process: String.raw`C:\Users\an.nv\Downloads\setup.exe` })],
      'what a machine tells of itself is no act': [['09:00', ev('machine.state', { what: 'autoplay', ok: false })]],
      'in an approved change': { with: approved, beats: [set('09:00')] },
      'a clock three hours behind: by ours, in an approved change': {
        with: approved,
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
