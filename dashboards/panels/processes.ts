import { datasets } from '../../kernel/status-fields.ts'
import { colours, meanings, noneIsPlain, units } from '../lib/look.ts'
import { is, not, since } from '../lib/lucene.ts'
import { number, type Panel } from '../lib/panel.ts'
import { altogether, ask, count, documents, least } from '../lib/query.ts'
import { sources } from '../lib/source.ts'
import { table } from '../lib/table.ts'

/* The processes of the product: who tells how it stands, and who told and tells no more. */

export const service = is('event.dataset', datasets.service)

/**
 * Told within the last minutes (a process tells each minute). What was told last stays in the index when a process has died: without this
 * a dead product would look as well as it did then.
 */
export const fresh = since('@timestamp', 'now-5m')

/** What it means that nothing was told within the last minutes, and the words for it in a number's place. */
export const SILENT = {
  empty: 'Không có số liệu mới',
  means:
    '«Không có số liệu mới»: năm phút qua Vọng Gác không ghi gì. Nó đã dừng, hoặc không gửi được sang Elasticsearch.',
} as const

export const written = (width = 4): Panel =>
  number({
    title: 'Số liệu ghi lúc',
    about:
      'Tiến trình ghi chậm nhất đã ghi tình trạng của nó lần cuối lúc nào, trong 24 giờ qua? Cũ hơn năm phút: nó đã dừng.',
    empty: 'Không ghi gì đã 24 giờ',
    width,
    period: 'day',
    unit: units.moment,
    steps: [colours.plain],
    ask: ask({ source: sources.current, where: [service], per: [altogether], measure: [least('@timestamp')] }),
  })

const STOPPED =
  'Tiến trình có ghi tình trạng trong 24 giờ qua mà năm phút gần đây thì không: đã hỏng, hoặc được tắt có chủ ý.'

/** Processes that told and tell no more. */
export const stopped = (width = 4): Panel =>
  number({
    title: 'Tiến trình ngừng ghi',
    about: STOPPED,
    empty: 'Không có tiến trình nào',
    width,
    period: 'day',
    steps: noneIsPlain(colours.high),
    ask: ask({ source: sources.current, where: [service, not(fresh)], per: [altogether], measure: [count] }),
  })

export const running = (): Panel =>
  table({
    title: 'Các tiến trình đang chạy',
    about: 'Từng tiến trình của Vọng Gác: tình trạng, nhận bao nhiêu, chậm bao lâu, còn bao nhiêu chỗ?',
    empty: SILENT.means,
    width: 16,
    ask: documents({ source: sources.current, where: [service, fresh] }),
    columns: [
      { from: 'service.node.name', title: 'Tiến trình' },
      { from: 'vonggac.status', title: 'Tình trạng', width: 150, mapping: meanings.product, filled: true },
      { from: '@timestamp', title: 'Ghi lúc', width: 140, unit: units.moment },
      { from: 'vonggac.events.rate', title: 'Nhận', width: 150, unit: units.rate },
      { from: 'vonggac.watermark.delay', title: 'Độ trễ', width: 100, unit: units.seconds },
      { from: 'vonggac.disk.free', title: 'Ổ đĩa trống', width: 110, unit: units.bytes },
      { from: 'vonggac.disk.days_left', title: 'Còn lưu được', width: 110, unit: units.days },
    ],
  })

export const stoppedOnes = (): Panel =>
  table({
    title: 'Tiến trình ngừng ghi, từng cái',
    about: `${STOPPED} Dòng mất sau một ngày.`,
    empty: 'Không có tiến trình nào ngừng ghi trong 24 giờ qua (nếu bảng bên có dòng)',
    width: 8,
    period: 'day',
    ask: documents({ source: sources.current, where: [service, not(fresh)] }),
    columns: [
      { from: 'service.node.name', title: 'Tiến trình' },
      { from: '@timestamp', title: 'Ghi lần cuối', width: 140, unit: units.moment },
    ],
  })
