import { HOUR } from '../../kernel/time.ts'
import { notByOurClock } from '../conditions/clock.ts'
import { byOfficer, sent, wentTo } from '../conditions/secrecy.ts'
import { match } from '../rule.ts'
import { type Beat, ev, type Rows } from '../timeline.ts'
import { listed } from '../timeline-documents.ts'

const there = wentTo(
  ['chat', 'social'],
  'tới mạng xã hội, ứng dụng nhắn tin có trong danh mục',
  'to a social network or a chat service of the lists',
)
const warned: Rows = { lists: [listed('chat', 'zalo.me')] }
const handled = (clock: string, but: object = {}): Beat => [
  clock,
  ev('document.handle', { what: 'send', to: 'zalo.me', ...but }),
]

export const rule = match({
  id: 'DAT-02',
  version: 1,
  clause: 'DAT-02',
  title: {
    vi: 'Gửi tài liệu mật qua mạng xã hội, ứng dụng nhắn tin',
    en: 'State secret sent over a social or chat service',
  },
  say: {
    vi: '{user} gửi tài liệu được phân loại là bí mật nhà nước tới mạng xã hội, ứng dụng nhắn tin ({to}) từ máy {host} lúc {time}',
    en: '{user} sent a document classed as a state secret to a social network or a chat service ({to}) from {host} at {time}',
  },
  respond: {
    vi: 'Yêu cầu thu hồi, gỡ ngay nơi đã gửi nếu còn được; giữ nguyên máy; báo người phụ trách bảo vệ bí mật nhà nước của đơn vị; xác minh độ mật của tài liệu trước khi kết luận',
    en: 'Have it taken back where that is still possible, keep the machine as it is; tell the keeper of state secrets of the unit; verify the degree before anything is concluded',
  },
  level: 'high',
  mitre: ['T1567'],
  policy: {},
  doubts: ['assumed'],
  shows: ['person', 'account', 'machine'],

  by: 'user',
  on: 'document.handle',
  sought: [sent, there, byOfficer],
  excused: [notByOurClock(there)],

  cases: {
    fires: {
      'from the own machine': { level: 'high', names: ['p-an'], with: warned, beats: [handled('09:00')] },
      'to a name below it, on a Sunday': {
        on: '2026-03-08',
        with: warned,
        beats: [handled('21:00', { to: 'm.zalo.me' })],
      },
      'twice on a day is one alert': { with: warned, beats: [handled('09:00'), handled('15:00')] },
      'told two days late': {
        with: warned,
        beats: [['09:30', ev('login')], handled('09:31', { received: Date.UTC(2026, 2, 4) })],
      },
      'two officers: one alert each': {
        names: ['p-an', 'p-bich'],
        with: warned,
        beats: [handled('09:00'), handled('09:05', { user: 'bich@tinh', host: 'pc-02' })],
      },
    },
    quiet: {
      'published: DAT-05': { with: warned, beats: [handled('09:00', { what: 'publish' })] },
      'only received': { with: warned, beats: [handled('09:00', { what: 'receive' })] },
      'to a place that no list names': { with: warned, beats: [handled('09:00', { to: 'gov.example' })] },
      'where it went is not told': { with: warned, beats: [handled('09:00', { to: undefined })] },
      'the unit has taken it off its list': {
        with: { lists: [listed('chat', 'zalo.me'), listed('chat', 'zalo.me', { unit: 'xa-a', listed: false })] },
        beats: [handled('09:00')],
      },
      'a clock hours behind: by ours, no longer on the list': {
        with: {
          lists: [
            listed('chat', 'zalo.me', { to: '2026-03-02' }),
            listed('chat', 'zalo.me', { from: '2026-03-03', listed: false }),
          ],
        },
        beats: [handled('22:00', { clock: 3 * HOUR })],
      },
      'by a service': { with: warned, beats: [handled('09:00', { user: 'dich.vu@tinh' })] },
      'by an account of no register': { with: warned, beats: [handled('09:00', { user: 'la@tinh' })] },
      'by a shared account: nobody knows who': { with: warned, beats: [handled('09:00', { user: 'nhom@tinh' })] },
    },
  },
})
