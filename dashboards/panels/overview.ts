import type { Mark } from '../lib/board.ts'
import { colours } from '../lib/look.ts'
import { both, is, type Lucene } from '../lib/lucene.ts'
import type { Panel } from '../lib/panel.ts'
import { sources } from '../lib/source.ts'
import { byLevel, howMany, open, trend as trendOf } from './alerts.ts'
import { clausesByAlerts, unitsByAlerts } from './rankings.ts'

/* The whole, and this period held against the one before. Only open alerts: withdrawn and silenced ones are counted nowhere here. */

const violation = is('vonggac.clause.standing', 'violation')
const sign = is('vonggac.clause.standing', 'sign')
const NOTHING = { empty: 'Không có cảnh báo nào' }

const period = (which: 'this' | 'before', called: string, where: Lucene): readonly Panel[] => [
  ...byLevel(
    called,
    { about: `Cảnh báo đang mở có lần cuối trong ${called}.`, ...NOTHING },
    { where: [where], period: which },
  ),
  howMany(
    {
      title: `Vi phạm: ${called}`,
      about: 'Cảnh báo có văn bản ràng buộc đơn vị.',
      ...NOTHING,
    },
    { where: [open, violation, where], period: which },
  ),
  howMany(
    {
      title: `Dấu hiệu: ${called}`,
      about: 'Cảnh báo mà chưa văn bản nào ràng buộc đơn vị: không gọi là vi phạm.',
      ...NOTHING,
    },
    { where: [open, sign, where], period: which },
  ),
]

export const thisPeriod = (where: Lucene): readonly Panel[] => period('this', 'kỳ này', where)
export const periodBefore = (where: Lucene): readonly Panel[] => period('before', 'kỳ trước', where)

export const trend = (where: Lucene): Panel =>
  trendOf(
    {
      title: 'Cảnh báo theo ngày và mức',
      about: 'Tăng hay giảm? Cảnh báo đang mở, theo ngày của lần cuối; ngày Việt Nam.',
      empty: 'Không có cảnh báo nào đang mở trong khoảng thời gian đang xem',
    },
    { where: [where] },
  )

export const clauses = (where: Lucene, empty: string): readonly Panel[] => [
  clausesByAlerts(
    {
      title: 'Điều khoản bị vi phạm nhiều nhất, kỳ này',
      about: 'Điều khoản nào bị vi phạm nhiều nhất? Chỉ tính nơi có văn bản ràng buộc.',
      empty,
    },
    { where: [violation, where], period: 'this' },
  ),
  clausesByAlerts(
    { title: 'Điều khoản bị vi phạm nhiều nhất, kỳ trước', about: 'Cũng tính như vậy, kỳ liền trước.', empty },
    { where: [violation, where], period: 'before' },
  ),
  clausesByAlerts(
    {
      title: 'Dấu hiệu cần xác minh nhiều nhất, kỳ này',
      about: 'Nơi chưa có văn bản ràng buộc: dấu hiệu, không phải vi phạm.',
      empty,
    },
    { where: [sign, where], period: 'this' },
  ),
  clausesByAlerts(
    { title: 'Dấu hiệu cần xác minh nhiều nhất, kỳ trước', about: 'Cũng tính như vậy, kỳ liền trước.', empty },
    { where: [sign, where], period: 'before' },
  ),
]

export const units = (where: Lucene, empty: string): readonly Panel[] => [
  unitsByAlerts(
    {
      title: 'Đơn vị nhiều cảnh báo nhất, kỳ này',
      about: 'Đơn vị nào nhiều cảnh báo nhất? Theo đơn vị lúc xảy ra.',
      empty,
    },
    { where: [where], period: 'this' },
  ),
  unitsByAlerts(
    { title: 'Đơn vị nhiều cảnh báo nhất, kỳ trước', about: 'Cũng tính như vậy, kỳ liền trước.', empty },
    { where: [where], period: 'before' },
  ),
]

/** Serious alerts across the curves. */
export const seriousMark = (where: Lucene): Mark => ({
  name: 'Cảnh báo nghiêm trọng',
  source: sources.alerts,
  where: both(open, is('vonggac.level', 'serious'), where),
  text: 'message',
  colour: colours.serious,
})
