import { datasets } from '../../kernel/status-fields.ts'
import { colours, meanings, noneIsCalm, type Steps, units } from '../lib/look.ts'
import { is } from '../lib/lucene.ts'
import { number, type Panel } from '../lib/panel.ts'
import { altogether, ask, count, each, type Measure, most, sum } from '../lib/query.ts'
import { type Field, sources } from '../lib/source.ts'

/* The product as it stands: whether it runs, how late it is, how long the disk lasts, what was lost or refused. */

const service = is('event.dataset', datasets.service)
const STOPPED = 'Không có số liệu: Vọng Gác đã dừng, hoặc chưa gửi sang Elasticsearch'

/** One number of the product as it stands; of several processes the worst. */
const now = (
  title: string,
  about: string,
  measure: Measure,
  rest: { steps: Steps; unit: string; empty?: string; decimals?: number },
): Panel =>
  number({
    ...{ title, about, empty: STOPPED, ...rest },
    ask: ask({ source: sources.current, where: [service], per: [altogether], measure: [measure] }),
  })

export const status = (): Panel =>
  number({
    title: 'Tình trạng hệ thống',
    about:
      'Tốt: không biết thiếu điều gì. Có việc cần xem: xem «Việc hệ thống báo cần xem». Đang hỏng: có phần không chạy. Nhiều tiến trình: tình trạng của nhiều tiến trình nhất.',
    empty: STOPPED,
    mapping: meanings.product,
    steps: [colours.plain],
    shown: 'vonggac.status',
    ask: ask({
      source: sources.current,
      where: [service],
      per: [each('vonggac.status', { size: 1 })],
      measure: [count],
    }),
  })

export const written = (): Panel =>
  now(
    'Số liệu ghi lúc',
    'Tình trạng mới nhất được ghi lúc nào? Cũ hơn vài phút: Vọng Gác đã dừng.',
    most('@timestamp'),
    {
      steps: [colours.plain],
      unit: units.moment,
    },
  )

export const delay = (): Panel =>
  now('Độ trễ xét', 'Việc xét đang chậm hơn đồng hồ bao lâu (giờ:phút:giây)?', most('vonggac.watermark.delay'), {
    steps: [colours.calm, [300, colours.medium], [1800, colours.serious]],
    unit: units.seconds,
    empty: 'Chưa xét được gì: chưa có nhật ký nào, hoặc Vọng Gác đã dừng',
  })

/** TT31 Điều 5.3.h asks for 30 average days; warned at 45, 30 and 15. */
export const daysLeft = (): Panel =>
  now(
    'Số ngày còn lưu được',
    'Ổ đĩa còn chứa được bao nhiêu ngày ở mức ghi trung bình? Thông tư 31/2017 Điều 5.3.h: năng lực lưu trữ tối thiểu 30 ngày.',
    most('vonggac.disk.days_left'),
    {
      steps: [colours.serious, [15, colours.high], [30, colours.medium], [45, colours.calm]],
      unit: units.days,
      decimals: 0,
      empty: 'Chưa đủ số liệu một ngày để tính',
    },
  )

export const diskFree = (): Panel =>
  now('Ổ đĩa còn trống', 'Chỗ trống nơi đặt dữ liệu.', most('vonggac.disk.free'), {
    steps: [colours.serious, [10_000_000_000, colours.medium], [50_000_000_000, colours.calm]],
    unit: units.bytes,
  })

/** Counted over the board's range. */
const total = (title: string, about: string, empty: string, dataset: string, field: Field, unit: string): Panel =>
  number({
    ...{ title, about, empty, unit, steps: noneIsCalm(colours.serious) },
    ask: ask({
      source: sources.status,
      where: [is('event.dataset', dataset)],
      per: [altogether],
      measure: [sum(field)],
    }),
  })

export const lost = (): Panel =>
  total(
    'Dòng bị mất ở đầu vào',
    'Trong khoảng thời gian đang xem: dòng không nhận được (UDP tràn, phân vùng Kafka đã xóa).',
    STOPPED,
    datasets.service,
    'vonggac.events.lost',
    units.lines,
  )

export const quarantined = (): Panel =>
  total(
    'Dòng vào khu cách ly',
    'Trong khoảng thời gian đang xem: dòng không đọc được, giữ lại nguyên vẹn để đọc lại sau.',
    'Không có dòng nào vào khu cách ly',
    datasets.quarantine,
    'vonggac.quarantine.count',
    units.lines,
  )
