import { datasets } from '../../kernel/status-fields.ts'
import type { Mark } from '../lib/board.ts'
import { columns, lines } from '../lib/curves.ts'
import { colours, units } from '../lib/look.ts'
import { both, is, type Lucene } from '../lib/lucene.ts'
import type { Panel } from '../lib/panel.ts'
import { ask, each, type Measure, mean, most, steps, sum } from '../lib/query.ts'
import { sources } from '../lib/source.ts'
import { open } from './alerts.ts'

/* What flows from the first byte to the alert, over time. */

const service = is('event.dataset', datasets.service)
/** First, so that where nobody tells there is no curve at all. */
const eachProcess = each('service.node.name')
const STOPPED = 'Không có số liệu: Vọng Gác đã dừng, hoặc chưa gửi sang Elasticsearch'

export const rate = (): Panel =>
  lines({
    title: 'Sự kiện nhận mỗi giây',
    about:
      'Nhận được bao nhiêu sự kiện mỗi giây, trung bình trong từng khoảng? Mỗi tiến trình một dải, chồng lên nhau: mép trên là tất cả.',
    empty: STOPPED,
    width: 12,
    unit: units.rate,
    stacked: true,
    asks: [
      ask({
        source: sources.status,
        where: [service],
        per: [eachProcess, steps],
        measure: [mean('vonggac.events.rate')],
        called: '{{service.node.name}}',
      }),
    ],
  })

export const bySource = (): Panel =>
  columns({
    title: 'Sự kiện theo nguồn',
    about: 'Nguồn nào gửi bao nhiêu? 20 nguồn gửi nhiều nhất trong khoảng thời gian đang xem, mọi tiến trình cộng lại.',
    empty: 'Không có số liệu theo nguồn',
    width: 12,
    asks: [
      ask({
        source: sources.status,
        where: [is('event.dataset', datasets.source)],
        per: [each('vonggac.pipeline.id'), steps],
        measure: [sum('vonggac.events.count')],
        called: '{{vonggac.pipeline.id}}',
      }),
    ],
  })

const waiting = (title: string, about: string, measure: Measure, unit: string): Panel =>
  lines({
    ...{ title, about, unit, empty: STOPPED, width: 12 },
    asks: [
      ask({
        ...{ source: sources.status, where: [is('event.dataset', datasets.lag)], measure: [measure] },
        per: [each('vonggac.lag.name', { order: 'first' }), steps],
        called: '{{vonggac.lag.name}}',
      }),
    ],
    // What is not read of a topic that a collector writes itself.
    renamed: ['^raw:(.*)$', 'Chưa đọc từ Kafka: $1'],
    names: {
      records: 'Đã nhận, chưa xét',
      archive: 'Chưa vào kho lưu trữ',
      'archive-elastic': 'Chưa vào kho trên Elasticsearch',
      elastic: 'Cảnh báo chưa gửi sang Elasticsearch',
    },
  })

export const waitingCount = (): Panel =>
  waiting(
    'Đang chờ giữa các khâu',
    'Mỗi khâu còn bao nhiêu chưa làm? Tăng mãi: khâu đó không theo kịp.',
    most('vonggac.lag.count'),
    units.number,
  )

export const waitingTime = (): Panel =>
  waiting(
    'Chờ lâu nhất giữa các khâu',
    'Cái chờ lâu nhất đã chờ bao lâu (giờ:phút:giây)?',
    most('vonggac.lag.seconds'),
    units.seconds,
  )

export const judging = (): Panel =>
  lines({
    title: 'Độ trễ xét theo thời gian',
    about: 'Việc xét của từng tiến trình chậm hơn đồng hồ bao lâu, lớn nhất trong từng khoảng (giờ:phút:giây)?',
    empty: 'Chưa xét được gì: chưa có nhật ký nào, hoặc Vọng Gác đã dừng',
    width: 12,
    unit: units.seconds,
    asks: [
      ask({
        source: sources.status,
        where: [service],
        per: [eachProcess, steps],
        measure: [most('vonggac.watermark.delay')],
        called: '{{service.node.name}}',
      }),
    ],
  })

export const refused = (): Panel =>
  columns({
    title: 'Cách ly theo lý do',
    about: 'Vì sao có dòng không đọc được, và từ khi nào? Tăng vọt: định dạng của một nguồn đã đổi.',
    empty: 'Không có dòng nào vào khu cách ly',
    width: 12,
    unit: units.lines,
    asks: [
      ask({
        ...{ source: sources.status, where: [is('event.dataset', datasets.quarantine)] },
        per: [each('vonggac.quarantine.reason', { order: 'first' }), steps],
        measure: [sum('vonggac.quarantine.count')],
        called: '{{vonggac.quarantine.reason}}',
      }),
    ],
    names: {
      malformed: 'Sai định dạng',
      'too-large': 'Quá dài',
      encoding: 'Sai bảng mã',
      time: 'Sai thời gian',
      'unknown-source': 'Không rõ nguồn',
      schema: 'Thiếu trường bắt buộc',
    },
  })

/** When a source was found silent, across the curves. */
export const silenceMark = (where: Lucene): Mark => ({
  name: 'Nguồn ngưng gửi (SRC-01)',
  source: sources.alerts,
  where: both(open, is('vonggac.clause.id', 'SRC-01'), where),
  text: 'message',
  colour: colours.serious,
})
