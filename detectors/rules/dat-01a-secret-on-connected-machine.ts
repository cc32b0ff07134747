import { HOUR } from '../../kernel/time.ts'
import { notByOurClock } from '../conditions/clock.ts'
import { byOfficer, connectedMachine, handledAs } from '../conditions/secrecy.ts'
import { match } from '../rule.ts'
import { type Beat, ev, nextCommune } from '../timeline.ts'
import { connectedToMonday, connectionUnsaid, notConnected } from '../timeline-documents.ts'

const used = handledAs(
  'được soạn thảo, mở, lưu hoặc chuyển đi',
  'was written, opened, kept or sent',
  ...(['create', 'open', 'save', 'send'] as const),
)
const handled = (clock: string, but: object = {}): Beat => [clock, ev('document.handle', but)]

export const rule = match({
  id: 'DAT-01a',
  version: 1,
  clause: 'DAT-01',
  title: {
    vi: 'Soạn thảo, chuyển, lưu trữ tài liệu bí mật nhà nước trên máy kết nối Internet',
    en: 'State secret written, sent or kept on a connected machine',
  },
  say: {
    vi: '{user} soạn thảo, mở, lưu hoặc chuyển tài liệu được phân loại là bí mật nhà nước trên máy {host} lúc {time}; sổ máy ghi máy này có kết nối Internet',
    en: '{user} wrote, opened, kept or sent a document classed as a state secret on {host} at {time}; the register has the machine as connected',
  },
  respond: {
    vi: 'Ngắt máy khỏi mạng, giữ nguyên máy; báo người phụ trách bảo vệ bí mật nhà nước của đơn vị; xác minh độ mật của tài liệu, ai đã gửi đến, trước khi kết luận',
    en: 'Take the machine off the network and keep it as it is; tell the keeper of state secrets of the unit; verify the degree, and who sent it, before anything is concluded',
  },
  level: 'serious',
  mitre: ['T1074.001'],
  policy: {},
  doubts: ['assumed'],
  shows: ['person', 'account', 'machine'],

  by: 'user',
  on: 'document.handle',
  sought: [used, byOfficer, connectedMachine],
  excused: [notByOurClock(connectedMachine)],

  cases: {
    fires: {
      'written there': { level: 'serious', names: ['p-an'], beats: [handled('09:00')] },
      'an attachment that came was opened': [
        handled('09:00', { what: 'receive' }),
        handled('09:10', { what: 'open', degree: 'secret' }),
      ],
      'kept and sent on, on a holiday, is one alert': {
        on: '2026-04-30',
        beats: [handled('09:00', { what: 'save' }), handled('09:30', { what: 'send' })],
      },
      'told two days late': [
        ['09:30', ev('login')],
        ['09:31', ev('document.handle', { received: Date.UTC(2026, 2, 4) })],
      ],
      'at a machine that is taken off the Internet the next day': {
        with: connectedToMonday,
        beats: [handled('23:59')],
      },
    },
    quiet: {
      'received and not opened': [handled('09:00', { what: 'receive' })],
      'printed: DAT-06': [handled('09:00', { what: 'print' })],
      'copied onto a stick: MED-04': [handled('09:00', { what: 'copy', device: 'usb-7' })],
      'at a machine for secrets': [handled('09:00', { host: 'mat-01' })],
      'at a machine entered as not connected': { with: notConnected, beats: [handled('09:00')] },
      'nobody has said whether the machine is connected': { with: connectionUnsaid, beats: [handled('09:00')] },
      'a clock hours behind: by ours, the machine is not connected any more': {
        with: connectedToMonday,
        beats: [handled('22:00', { clock: 3 * HOUR })],
      },
      'a machine that no register knows': [handled('09:00', { host: 'may-la' })],
      'at another commune’s machine of that name': {
        with: nextCommune,
        beats: [handled('09:00', { collector: 'c-b' })],
      },
      'by a service': [handled('09:00', { user: 'dich.vu@tinh' })],
      'by an account of no register': [handled('09:00', { user: 'la@tinh' })],
      'nobody is named': [handled('09:00', { user: undefined })],
      'by a shared account: nobody knows who': [handled('09:00', { user: 'nhom@tinh' })],
    },
  },
})
