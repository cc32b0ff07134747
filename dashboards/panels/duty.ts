import { units } from '../lib/look.ts'
import { both, has, is, type Lucene, not, until } from '../lib/lucene.ts'
import type { Panel } from '../lib/panel.ts'
import { sources } from '../lib/source.ts'
import { byLevel, howMany, list, open } from './alerts.ts'

/* What waits for the person on duty. «New» goes by the moment of finding, whatever the age of the act. */

const YEAR = 'Xét cả năm; khi chọn từ ngày đến ngày thì chỉ trong khoảng ấy.'
const undone = both(open, not(is('triage.state', 'closed')))
const overdue = both(undone, until('triage.due', 'now'))

/** What was found within the board's range, by level. */
export const newByLevel = (where: Lucene): readonly Panel[] =>
  byLevel(
    'mới',
    {
      about:
        'Cảnh báo phát hiện trong khoảng thời gian đang xem, chưa thu hồi, kể cả đã xử lý xong. Tính theo lúc phát hiện: việc cũ mà nhật ký đến muộn cũng ở đây.',
      empty: 'Không có cảnh báo nào',
    },
    { where: [where], source: sources.raised },
  )

export const overdueCount = (where: Lucene): Panel =>
  howMany(
    {
      title: 'Quá hạn xử lý',
      about: `Cảnh báo còn mở, đã đặt hạn xử lý và hạn đã qua. Cảnh báo chưa đặt hạn không nằm ở đây. ${YEAR}`,
      empty: 'Không có hoặc chưa có hạn',
    },
    { where: [overdue, where], period: 'year' },
    'serious',
  )

export const withoutDue = (where: Lucene): Panel =>
  howMany(
    {
      title: 'Chưa đặt hạn xử lý',
      about: `Cảnh báo còn mở mà chưa ai đặt hạn: không thể nói là chưa quá hạn. ${YEAR}`,
      empty: 'Không có cảnh báo nào',
    },
    { where: [undone, not(has('triage.due')), where], period: 'year' },
    'medium',
  )

export const newest = (where: Lucene): Panel =>
  list(
    {
      title: 'Cảnh báo mới phát hiện',
      about:
        'Việc gì vừa được phát hiện? 100 cảnh báo mới nhất theo lúc phát hiện; bấm «Mở» để xem chứng cứ trong bảng điều hành. Cột «Xử lý» nói cảnh báo nào đã đóng.',
      empty: 'Không phát hiện gì trong khoảng thời gian đang xem. Nguồn nhật ký có đang gửi không: xem phần dưới',
    },
    { where: [open, where], source: sources.raised },
    { height: 12 },
  )

export const overdueList = (where: Lucene): Panel =>
  list(
    {
      title: 'Cảnh báo quá hạn xử lý',
      about: `Việc nào đã quá hạn mà chưa đóng? Tối đa 100, mới nhất trước. ${YEAR}`,
      empty: 'Không có cảnh báo nào quá hạn; cảnh báo chưa đặt hạn không nằm ở đây',
    },
    { where: [overdue, where], period: 'year' },
    {
      height: 8,
      extra: [
        { from: 'triage.due', title: 'Hạn', width: 140, unit: units.moment },
        { from: 'triage.assignee', title: 'Người xử lý', width: 140 },
      ],
    },
  )
