import { HOUR } from '../../kernel/time.ts'
import { notByOurClock } from '../conditions/clock.ts'
import { byOfficer, connectedMachine, handledAs } from '../conditions/secrecy.ts'
import { match } from '../rule.ts'
import { type Beat, ev, nextCommune } from '../timeline.ts'
import { connectedToMonday, connectionUnsaid, notConnected } from '../timeline-documents.ts'

const print = (clock: string, but: object = {}): Beat => [clock, ev('document.handle', { what: 'print', ...but })]

export const rule = match({
  id: 'DAT-06a',
  version: 1,
  clause: 'DAT-06',
  title: {
    vi: 'In tài liệu bí mật nhà nước trên máy kết nối Internet',
    en: 'State secret printed on a connected machine',
  },
  say: {
    vi: '{user} in tài liệu được phân loại là bí mật nhà nước trên máy {host} lúc {time}; sổ máy ghi máy này có kết nối Internet',
    en: '{user} printed a document classed as a state secret on {host} at {time}; the register has the machine as connected',
  },
  respond: {
    vi: 'Ngắt máy khỏi mạng, giữ nguyên máy và bản in; báo người phụ trách bảo vệ bí mật nhà nước của đơn vị; xác minh độ mật của tài liệu trước khi kết luận',
    en: 'Take the machine off the network, keep it and the copies; tell the keeper of state secrets of the unit; verify the degree before anything is concluded',
  },
  level: 'serious',
  mitre: ['T1052'],
  policy: {},
  doubts: ['assumed'],
  shows: ['person', 'account', 'machine'],

  by: 'user',
  on: 'document.handle',
  sought: [handledAs('được in', 'was printed', 'print'), byOfficer, connectedMachine],
  excused: [notByOurClock(connectedMachine)],

  cases: {
    fires: {
      'a secret document': { level: 'serious', names: ['p-an'], beats: [print('09:00')] },
      'a top secret one, on a Sunday night': {
        on: '2026-03-08',
        beats: [print('23:00', { degree: 'top-secret' })],
      },
      'again and again on a day is one alert': [print('09:00'), print('10:00'), print('16:00')],
      'two officers at one machine: one each': {
        names: ['p-an', 'p-bich'],
        beats: [print('09:00'), print('09:10', { user: 'bich@tinh' })],
      },
      'late and out of order': [
        ['09:30', ev('login')],
        ['09:31', ev('document.handle', { what: 'print', received: Date.UTC(2026, 2, 4) })],
      ],
      'at a machine that was taken off the Internet a day later': {
        with: connectedToMonday,
        beats: [print('23:59')],
      },
    },
    quiet: {
      'at a machine for secrets': [print('09:00', { host: 'mat-01' })],
      'at a machine entered as not connected': { with: notConnected, beats: [print('09:00')] },
      'a clock hours behind: by ours, the machine is not connected any more': {
        with: connectedToMonday,
        beats: [print('22:00', { clock: 3 * HOUR })],
      },
      'nobody has said whether the machine is connected': { with: connectionUnsaid, beats: [print('09:00')] },
      'opened: DAT-01': [print('09:00', { what: 'open' })],
      'a machine that no register knows': [print('09:00', { host: 'may-la' })],
      'at another commune’s machine of that name': { with: nextCommune, beats: [print('09:00', { collector: 'c-b' })] },
      'by a service': [print('09:00', { user: 'dich.vu@tinh' })],
      'by a shared account: nobody knows who': [print('09:00', { user: 'nhom@tinh' })],
      'by an account of no register': [print('09:00', { user: 'la@tinh' })],
      'nobody is named': [print('09:00', { user: undefined })],
    },
  },
})
