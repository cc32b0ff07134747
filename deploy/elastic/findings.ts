import { MINUTE, sayMinutes } from '../../kernel/time.ts'
import type { Finding } from '../findings.ts'
import type { ElasticState } from './open.ts'

/** New alerts may be under way for so long. */
const ON_THE_WAY = 2 * MINUTE

/** What someone should look at about Elasticsearch. Detection needs it for nothing. */
export const elasticFindings = (state: ElasticState | undefined, now: number): readonly Finding[] => {
  if (!state) return []
  const { trouble, n, since = now, refused, foreign, records, untold } = state
  const late = now - since
  return [
    ...(trouble ? [away(trouble.message, n)] : n > 0 && late > ON_THE_WAY ? [behind(n, late)] : []),
    // What keeps alerts away keeps samples away, too.
    ...(untold && !trouble ? [untoldThere(untold.message)] : []),
    ...(refused > 0 ? [refusedThere(refused)] : []),
    ...(foreign > 0 ? [foreignThere(foreign)] : []),
    ...(records?.trouble ? [notArchivedThere(records.trouble.message)] : []),
    ...(records && records.refused > 0 ? [recordsRefused(records.refused)] : []),
  ]
}

/** The counters of health. */
export const elasticCounters = (state: ElasticState | undefined): Readonly<Record<string, number>> =>
  state
    ? {
        'elastic.sent': state.sent,
        'elastic.waiting': state.n,
        'elastic.refused': state.refused,
        'elastic.removed': state.removed,
        'elastic.samplesDropped': state.dropped,
      }
    : {}

const away = (cause: string, n: number): Finding => ({
  code: 'ELASTIC_AWAY',
  text: {
    vi: `Chưa gửi được cảnh báo sang Elasticsearch (${n} bản ghi đang chờ trong kho, sẽ gửi bù): ${cause}`,
    en: `Alerts cannot be sent to Elasticsearch (${n} revisions wait in the database): ${cause}`,
  },
})

const untoldThere = (cause: string): Finding => ({
  code: 'ELASTIC_STATUS_DROPPED',
  text: {
    vi: `Không ghi được tình trạng sang Elasticsearch nên các bảng theo dõi đang dừng lại, và cảnh báo mới cũng sẽ không sang được: ${cause}`,
    en: `How the product stands cannot be written to Elasticsearch: boards stand still, and new alerts will not get there either: ${cause}`,
  },
})

const behind = (n: number, late: number): Finding => ({
  code: 'ELASTIC_BEHIND',
  text: {
    vi: `Elasticsearch đang chậm ${sayMinutes(late).vi}: ${n} bản ghi cảnh báo chưa gửi.`,
    en: `Elasticsearch is ${sayMinutes(late).en} behind: ${n} revisions of alerts wait.`,
  },
})

const refusedThere = (n: number): Finding => ({
  code: 'ELASTIC_REFUSED',
  text: {
    vi: `Elasticsearch không nhận ${n} bản ghi cảnh báo; chúng vẫn ở trong kho của Vọng Gác: «vonggac elastic status» cho biết lý do.`,
    en: `Elasticsearch refuses ${n} revisions of alerts; they stay in the database: \`vonggac elastic status\` says why.`,
  },
})

const foreignThere = (n: number): Finding => ({
  code: 'ELASTIC_FOREIGN',
  text: {
    vi: `Elasticsearch còn ${n} cảnh báo của một kho khác (kho cũ đã thay, hoặc hai nơi dùng chung elasticsearch.prefix): xem docs/elasticsearch.md.`,
    en: `Elasticsearch holds ${n} alerts of another database (a former one, or two installations with one prefix).`,
  },
})

const notArchivedThere = (cause: string): Finding => ({
  code: 'ELASTIC_ARCHIVE_WAITS',
  text: {
    vi: `Chưa ghi được nhật ký vào kho lưu trữ trên Elasticsearch, sẽ ghi bù: ${cause}. Thiếu khuôn chỉ mục thì chạy lại «vonggac elastic setup»; khóa của sản phẩm không cần thêm quyền.`,
    en: `Records cannot be archived on Elasticsearch at present; it is made good later: ${cause}. Where the index template is missing, run \`vonggac elastic setup\` again; the product’s key needs no further right.`,
  },
})

const recordsRefused = (n: number): Finding => ({
  code: 'ELASTIC_ARCHIVE_REFUSED',
  text: {
    vi: `Elasticsearch không nhận ${n} bản ghi nhật ký: kho lưu trữ ở đó thiếu chúng (kho của Vọng Gác thì không).`,
    en: `Elasticsearch refuses ${n} records of logs: its archive lacks them, the product's own does not.`,
  },
})
