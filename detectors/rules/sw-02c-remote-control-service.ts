import type { Fields } from '../../kernel/event.ts'
import { HOUR } from '../../kernel/time.ts'
import { byOurClock } from '../conditions/clock.ts'
import { approvedChangeHere, justImaged } from '../conditions/directory.ts'
import { registeredComputer } from '../conditions/posture.ts'
import { approvedToRun, remoteControl } from '../conditions/software.ts'
import { anyDeskApproved, anyDeskListed, approvedFor, imagedOn } from '../given.ts'
import { match } from '../rule.ts'
import { type Beat, ev, nextCommune, type Rows } from '../timeline.ts'

type Service = Partial<Fields<'service.install'>> & { readonly collector?: string; readonly clock?: number }
const install = (clock: string, but: Service = {}): Beat => [
  clock,
  ev('service.install', {
    ...{ host: 'pc-01', service: 'AnyDesk Service', account: 'LocalSystem' },
    ...{ path: String.raw`"C:\Program Files (x86)\AnyDesk\AnyDesk.exe" --service`, ...but },
  }),
]
const support: Rows = { ...anyDeskListed, ...approvedFor({ machine: 'pc-01' }) }
const pc = (imaged: string): Rows => ({ ...anyDeskListed, ...imagedOn(imaged) })

/** Who reaches in need ask nobody then. The installer works as the system, so the machine is named and no person. */
export const rule = match({
  id: 'SW-02c',
  version: 1,
  clause: 'SW-02',
  title: {
    vi: 'Cài dịch vụ điều khiển từ xa không cần người chấp nhận',
    en: 'A remote-control service that needs nobody’s consent',
  },
  say: {
    vi: 'Dịch vụ điều khiển từ xa {service} được cài trên máy {host} lúc {time}: có thể truy cập máy khi không có người ngồi máy',
    en: 'The remote-control service {service} was installed on {host} at {time}: it can be reached with nobody at it',
  },
  respond: {
    vi: 'Gỡ dịch vụ; hỏi người sử dụng máy ai cài, để làm gì; nếu cần hỗ trợ từ xa thì dùng công cụ đã được phép và ghi vào sổ',
    en: 'Remove the service; ask whoever works there who installed it and why; for support use an approved tool, and record it',
  },
  level: 'high',
  mitre: ['T1219', 'T1543.003'],
  policy: { newDays: 3 },
  doubts: ['assumed'],
  shows: ['machine'],

  by: 'host',
  on: 'service.install',
  sought: [remoteControl, registeredComputer],
  excused: [approvedToRun, approvedChangeHere, justImaged, byOurClock(approvedChangeHere), byOurClock(justImaged)],

  cases: {
    fires: {
      'a service of a tool of the list': {
        level: 'high',
        with: anyDeskListed,
        names: [null],
        beats: [install('09:00')],
      },
      'by the name of the service': {
        with: { lists: [{ ...anyDeskListed.lists[0]!, kind: 'product', entry: 'TeamViewer' }] },
        beats: [install('09:00', { service: 'TeamViewer', path: undefined })],
      },
      'told by both logs is one alert': { with: anyDeskListed, beats: [install('09:00'), install('09:00')] },
      'nobody is named, though somebody is signed in': {
        with: anyDeskListed,
        names: [null],
        beats: [['08:00', ev('login')], install('09:00')],
      },
      'after the support that was recorded': { with: support, beats: [install('12:00:01')] },
      'set up on the third day before': { with: pc('2026-02-27'), beats: [install('09:00')] },
    },
    quiet: {
      'another service': {
        with: anyDeskListed,
        beats: [install('09:00', { service: 'Spooler', path: String.raw`C:\Windows\System32\spoolsv.exe` })],
      },
      'on no list': [install('09:00')],
      'approved for the unit': {
        with: anyDeskApproved,
        beats: [install('09:00')],
      },
      'in a recorded support': { with: support, beats: [install('09:00')] },
      'a clock three hours behind: by ours, in a recorded support': {
        with: support,
        beats: [install('06:00', { clock: 3 * HOUR })],
      },
      'set up two days ago': { with: pc('2026-02-28'), beats: [install('09:00')] },
      'set up today': { with: pc('2026-03-02'), beats: [install('09:00')] },
      'set up today by our clock, yesterday by its own': {
        with: pc('2026-03-03'),
        beats: [install('09:00', { clock: 24 * HOUR })],
      },
      'a machine the register does not know': { with: anyDeskListed, beats: [install('09:00', { host: 'may-la' })] },
      'a network device': {
        with: {
          ...anyDeskListed,
          machines: [{ id: 'pc-01', unit: 'xa-a', role: 'network', secrets: false, agent: false }],
        },
        beats: [install('09:00')],
      },
      'another commune’s machine of that name': {
        with: { ...anyDeskListed, ...nextCommune },
        beats: [install('09:00', { collector: 'c-b' })],
      },
    },
  },
})
