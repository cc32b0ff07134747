import { datasets } from '../../kernel/status-fields.ts'
import { colours, meanings, noneIsPlain, units } from '../lib/look.ts'
import { is } from '../lib/lucene.ts'
import { number, type Panel } from '../lib/panel.ts'
import { altogether, ask, least, type Measure, most, sum } from '../lib/query.ts'
import { type Field, sources } from '../lib/source.ts'
import { fresh, SILENT, service } from './processes.ts'

/* The product as it stands: whether it is well, how late it is, how long the disk lasts, what was lost or refused. */

type Shown = Omit<Parameters<typeof number>[0], 'title' | 'about' | 'empty' | 'ask'> & { readonly empty?: string }

/** One number of the processes that tell, the worst of them. */
const now = (title: string, about: string, measure: Measure, rest: Shown): Panel =>
  number({
    ...{ title, about, empty: SILENT.empty, ...rest },
    ask: ask({ source: sources.current, where: [service, fresh], per: [altogether], measure: [measure] }),
  })

export const status = (width = 4): Panel =>
  now(
    'Tình trạng hệ thống',
    'Tốt: không biết thiếu điều gì. Có việc cần xem: xem «Việc hệ thống báo cần xem». Đang hỏng: có phần không chạy. Nhiều tiến trình: của tiến trình xấu nhất. «Không nơi nào đang xét»: năm phút qua không tiến trình nào xét nhật ký ghi gì; Vọng Gác đã dừng, hoặc không gửi được sang Elasticsearch.',
    most('vonggac.trouble'),
    // That nobody says how it stands is no better than the worst that could be said.
    { mapping: meanings.trouble, steps: [colours.serious], width, empty: 'Không nơi nào đang xét' },
  )

export const delay = (width = 4): Panel =>
  now(
    'Độ trễ xét',
    'Việc xét đang chậm hơn đồng hồ bao lâu (giờ:phút:giây)? Nhiều tiến trình: của tiến trình chậm nhất. «Chưa xét được gì»: chưa có nhật ký nào, hoặc không có số liệu mới.',
    most('vonggac.watermark.delay'),
    {
      steps: [colours.faint, [0, colours.calm], [300, colours.medium], [1800, colours.serious]],
      unit: units.seconds,
      empty: 'Chưa xét được gì',
      width,
    },
  )

/** TT31 Điều 5.3.h asks for 30 average days; warned at 45, 30 and 15. */
export const daysLeft = (): Panel =>
  now(
    'Số ngày còn lưu được',
    'Ổ đĩa còn chứa được bao nhiêu ngày ở mức ghi trung bình, ở tiến trình ít nhất? Thông tư 31/2017 Điều 5.3.h: năng lực lưu trữ tối thiểu 30 ngày. «Chưa tính được»: chưa đủ một giờ, ổ đĩa không đầy thêm, hoặc không có số liệu mới.',
    least('vonggac.disk.days_left'),
    {
      steps: [colours.faint, [0, colours.serious], [15, colours.high], [30, colours.medium], [45, colours.calm]],
      unit: units.days,
      decimals: 0,
      empty: 'Chưa tính được',
    },
  )

export const diskFree = (): Panel =>
  now(
    'Ổ đĩa còn trống',
    `Chỗ trống nơi đặt dữ liệu, của tiến trình còn ít nhất. ${SILENT.means}`,
    least('vonggac.disk.free'),
    {
      steps: [colours.faint, [0, colours.serious], [10_000_000_000, colours.medium], [50_000_000_000, colours.calm]],
      unit: units.bytes,
    },
  )

/** Counted over the board's range. None is no praise: a process that has stopped loses without counting. */
const total = (title: string, about: string, dataset: string, field: Field): Panel =>
  number({
    ...{ title, about, empty: 'Chưa có số liệu', unit: units.lines, steps: noneIsPlain(colours.serious) },
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
    'Trong khoảng thời gian đang xem: dòng không nhận được (UDP tràn, phân vùng Kafka đã xóa). Lúc Vọng Gác dừng thì không ai đếm.',
    datasets.service,
    'vonggac.events.lost',
  )

export const quarantined = (): Panel =>
  total(
    'Dòng vào khu cách ly',
    'Trong khoảng thời gian đang xem: dòng không đọc được, giữ lại nguyên vẹn để đọc lại sau.',
    datasets.quarantine,
    'vonggac.quarantine.count',
  )
