import type { Fields } from '../../kernel/event.ts'
import { HOUR } from '../../kernel/time.ts'
import { byOurClock } from '../conditions/clock.ts'
import { approvedChangeHere, itStaff } from '../conditions/directory.ts'
import { registeredComputer } from '../conditions/posture.ts'
import { approvedToRun, notExposed, remoteControl, runByPerson, takenOff } from '../conditions/software.ts'
import { approvedFor } from '../given.ts'
import { match } from '../rule.ts'
import { type Beat, ev, nextCommune, type Rows } from '../timeline.ts'

type Start = Partial<Fields<'program.start'>> & { readonly collector?: string; readonly clock?: number }
const TOOL = String.raw`C:\Program Files (x86)\UltraViewer\UltraViewer_Desktop.exe`
const run = (clock: string, but: Start = {}): Beat => [clock, ev('program.start', { path: TOOL, ...but })]
const listed: Rows = {
  lists: [{ list: 'remote-control', kind: 'path', entry: 'ultraviewer_desktop.exe', origin: 'sản phẩm', listed: true }],
}
const listedBy = (rows: Rows): Rows => ({ ...rows, lists: [...listed.lists!, ...(rows.lists ?? [])] })
const allowed = (unit: string, to?: string): Rows =>
  listedBy({
    lists: [
      {
        ...{
          list: 'approved-software',
          kind: 'path',
          entry: 'ultraviewer_desktop.exe',
          origin: '9/QĐ',
          unit,
          listed: true,
        },
        ...(to === undefined ? {} : { to }),
      },
    ],
  })
const support: Rows = listedBy(approvedFor({ machine: 'pc-01' }))

/** The program that ran, by whose account: a name that was asked for or a page that was read is no use. */
export const rule = match({
  id: 'SW-02a',
  version: 1,
  clause: 'SW-02',
  title: { vi: 'Dùng phần mềm điều khiển máy tính từ xa', en: 'Remote-control tool used' },
  say: {
    vi: '{user} chạy phần mềm điều khiển từ xa trên máy {host} lúc {time}',
    en: '{user} ran a remote-control tool on {host} at {time}',
  },
  respond: {
    vi: 'Hỏi cán bộ ai hỗ trợ, qua phần mềm nào; gỡ phần mềm nếu chưa được phép; dùng công cụ hỗ trợ của cơ quan',
    en: 'Ask who helped and through what; remove the tool unless it was approved; use the office’s own means of support',
  },
  level: 'medium',
  mitre: ['T1219'],
  policy: {},
  doubts: ['assumed'],
  shows: ['person', 'account', 'machine'],

  by: 'user',
  on: ['program.start', 'activity'],
  sought: [remoteControl, runByPerson, registeredComputer, notExposed],
  excused: [approvedToRun, takenOff, itStaff, approvedChangeHere, byOurClock(approvedChangeHere)],

  cases: {
    fires: {
      'a tool of the list': { level: 'medium', with: listed, names: ['p-an'], beats: [run('09:00')] },
      'as the audit of processes tells it': {
        with: listed,
        beats: [['09:00', ev('activity', { what: 'ultraviewer_desktop.exe' })]],
      },
      'under another name, by what its maker calls it': {
        with: { lists: [{ ...listed.lists![0]!, kind: 'product', entry: 'AnyDesk' }] },
        beats: [run('09:00', { path: String.raw`D:\hotro.exe`, product: 'AnyDesk' })],
      },
      'told by both logs, a day long, is one alert': {
        with: listed,
        beats: [run('09:00'), ['09:00', ev('activity', { what: 'ultraviewer_desktop.exe' })], run('15:00')],
      },
      'on a Sunday': { on: '2026-03-08', with: listed, beats: [run('09:00')] },
      'an account of the machine itself': {
        with: listed,
        names: [null],
        beats: [run('09:00', { user: 'admin@pc-01' })],
      },
      'approved for another unit': { with: allowed('xa-b'), beats: [run('09:00')] },
      'approved until yesterday': { with: allowed('xa-a', '2026-03-01'), beats: [run('09:00')] },
      'after the support that was recorded': { with: support, beats: [run('12:00:01')] },
    },
    quiet: {
      'on no list': [run('09:00')],
      'another program': { with: listed, beats: [run('09:00', { path: String.raw`C:\Windows\explorer.exe` })] },
      'approved for the unit': { with: allowed('xa-a'), beats: [run('09:00')] },
      'approved for the province': { with: allowed('tinh'), beats: [run('09:00')] },
      'IT staff': { with: listed, beats: [run('09:00', { user: 'quan.tri@tinh' })] },
      'in a recorded support': { with: support, beats: [run('09:00')] },
      'a clock three hours behind: by ours, in a recorded support': {
        with: support,
        beats: [run('06:00', { clock: 3 * HOUR })],
      },
      'it is taken off the machine': { with: listed, beats: [run('09:00', { command: `"${TOOL}" --uninstall` })] },
      'its uninstaller': {
        with: { lists: [{ ...listed.lists![0]!, kind: 'product', entry: 'UltraViewer' }] },
        beats: [
          run('09:00', { path: String.raw`C:\Program Files (x86)\UltraViewer\unins000.exe`, product: 'UltraViewer' }),
        ],
      },
      'its service, as the system': { with: listed, beats: [run('09:00', { user: undefined })] },
      'by a service’s account': { with: listed, beats: [run('09:00', { user: 'dich.vu@tinh' })] },
      'its name was asked for': { with: listed, beats: [['09:00', ev('dns.query', { domain: 'ultraviewer.net' })]] },
      'at a machine for secrets: SW-02b': { with: listed, beats: [run('09:00', { host: 'mat-01' })] },
      'a machine the register does not know': { with: listed, beats: [run('09:00', { host: 'may-la' })] },
      'another commune’s machine of that name': {
        with: { ...listed, ...nextCommune },
        beats: [run('09:00', { collector: 'c-b' })],
      },
    },
  },
})
