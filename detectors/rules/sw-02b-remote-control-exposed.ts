import type { Fields } from '../../kernel/event.ts'
import { HOUR } from '../../kernel/time.ts'
import { byOurClock } from '../conditions/clock.ts'
import { approvedChangeHere, itStaff } from '../conditions/directory.ts'
import { approvedToRun, exposed, remoteControl, runByPerson, takenOff } from '../conditions/software.ts'
import { anyDeskApproved, anyDeskListed, approvedFor } from '../given.ts'
import { match } from '../rule.ts'
import { type Beat, ev, nextCommune, type Rows } from '../timeline.ts'

type Start = Partial<Fields<'program.start'>> & { readonly collector?: string; readonly clock?: number }
const run = (clock: string, but: Start = {}): Beat => [
  clock,
  ev('program.start', { host: 'mat-01', path: String.raw`C:\Users\an.nv\Downloads\AnyDesk.exe`, ...but }),
]
const support: Rows = { ...anyDeskListed, ...approvedFor({ machine: 'mat-01' }) }

/** As SW-02a, where whoever reaches in finds secrets, or what the public entrusts to the office. */
export const rule = match({
  id: 'SW-02b',
  version: 1,
  clause: 'SW-02',
  title: {
    vi: 'Dùng phần mềm điều khiển từ xa trên máy mật, máy công cộng',
    en: 'Remote-control tool used on a machine for secrets or the public',
  },
  say: {
    vi: '{user} chạy phần mềm điều khiển từ xa trên máy {host} (máy mật, máy công cộng hoặc một cửa) lúc {time}',
    en: '{user} ran a remote-control tool on {host}, a machine for secrets or the public, at {time}',
  },
  respond: {
    vi: 'Ngắt máy khỏi mạng, gỡ phần mềm; xác định ai đã kết nối vào máy và dữ liệu nào có thể đã bị xem, sao chép; báo cáo lãnh đạo đơn vị',
    en: 'Take the machine off the network, remove the tool; find out who connected and what may have been seen or copied; report to the head of the unit',
  },
  level: 'high',
  mitre: ['T1219'],
  policy: {},
  doubts: ['assumed'],
  shows: ['person', 'account', 'machine'],

  by: 'user',
  on: ['program.start', 'activity'],
  sought: [remoteControl, runByPerson, exposed],
  excused: [approvedToRun, takenOff, itStaff, approvedChangeHere, byOurClock(approvedChangeHere)],

  cases: {
    fires: {
      'at a machine for secrets': { level: 'high', with: anyDeskListed, names: ['p-an'], beats: [run('09:00')] },
      'at a kiosk': { with: anyDeskListed, beats: [run('09:00', { host: 'kiosk-01' })] },
      'at a diskless machine': {
        with: {
          ...anyDeskListed,
          machines: [{ id: 'pc-01', unit: 'xa-a', role: 'diskless', secrets: false, agent: true }],
        },
        beats: [run('09:00', { host: 'pc-01' })],
      },
      'as the audit of processes tells it': {
        with: anyDeskListed,
        beats: [['09:00', ev('activity', { host: 'mat-01', what: 'anydesk.exe' })]],
      },
      'on a Sunday': { on: '2026-03-08', with: anyDeskListed, beats: [run('09:00')] },
      'after the support that was recorded': { with: support, beats: [run('12:00:01')] },
    },
    quiet: {
      'at an ordinary machine: SW-02a': { with: anyDeskListed, beats: [run('09:00', { host: 'pc-01' })] },
      'on no list': [run('09:00')],
      'approved for the unit': {
        with: anyDeskApproved,
        beats: [run('09:00')],
      },
      'IT staff': { with: anyDeskListed, beats: [run('09:00', { user: 'quan.tri@tinh' })] },
      'in a recorded support': { with: support, beats: [run('09:00')] },
      'a clock three hours behind: by ours, in a recorded support': {
        with: support,
        beats: [run('06:00', { clock: 3 * HOUR })],
      },
      'it is taken off the machine': {
        with: anyDeskListed,
        beats: [run('09:00', { command: 'AnyDesk.exe --remove' })],
      },
      'its service, as the system': { with: anyDeskListed, beats: [run('09:00', { user: undefined })] },
      'by a service’s account': { with: anyDeskListed, beats: [run('09:00', { user: 'dich.vu@tinh' })] },
      'another commune’s machine of that name': {
        with: { ...anyDeskListed, ...nextCommune },
        beats: [run('09:00', { host: 'kiosk-01', collector: 'c-b' })],
      },
    },
  },
})
