import { datasets } from '../../kernel/status-fields.ts'
import { colours, meanings, noneIsCalm, type Steps, units } from '../lib/look.ts'
import { both, has, is, type Lucene } from '../lib/lucene.ts'
import { number, type Panel } from '../lib/panel.ts'
import { altogether, ask, documents, sum } from '../lib/query.ts'
import { type Field, sources } from '../lib/source.ts'
import { table } from '../lib/table.ts'
import { fresh, SILENT } from './processes.ts'

/* How the sources of logs stand at the moment (index `current`). */

/** Whose state is told: a process that only takes logs tells how many, and knows no register. */
const isSource = both(is('event.dataset', datasets.source), has('vonggac.pipeline.state'))

/** Sums over the sources there are: 0 is «none of them», and nothing at all is «nobody knows of any». */
const inState = (title: string, field: Field, about: string, steps: Steps, where: Lucene, width: number): Panel =>
  number({
    ...{ title, width, steps, empty: 'Chưa biết nguồn nào' },
    about: `${about} «Chưa biết nguồn nào»: sổ nguồn trống ở các đơn vị đã chọn, hoặc không có số liệu mới.`,
    ask: ask({ source: sources.current, where: [isSource, fresh, where], per: [altogether], measure: [sum(field)] }),
  })

/** How many speak, how many have fallen silent, how many never spoke. */
export const counts = (where: Lucene, width = 4): readonly Panel[] => [
  inState(
    'Nguồn ngưng gửi',
    'vonggac.sources.silent',
    'Nguồn đã từng gửi và đã quá nhịp của nó; không rõ vì sao cho đến khi kiểm tra.',
    noneIsCalm(colours.serious),
    where,
    width,
  ),
  inState(
    'Nguồn chưa từng gửi',
    'vonggac.sources.never',
    'Nguồn có trong sổ mà chưa gửi gì từ khi Vọng Gác chạy.',
    noneIsCalm(colours.high),
    where,
    width,
  ),
  inState(
    'Nguồn đang gửi',
    'vonggac.sources.alive',
    'Nguồn gửi đúng nhịp.',
    [colours.faint, [0, colours.serious], [1, colours.calm]],
    where,
    width,
  ),
]

const shown = (
  title: string,
  about: string,
  empty: string,
  where: readonly Lucene[],
  height: number,
  width: number,
): Panel =>
  table({
    ...{ title, about, empty, height, width },
    ask: documents({ source: sources.current, where: [isSource, fresh, ...where], size: 500 }),
    columns: [
      { from: 'vonggac.pipeline.id', title: 'Nguồn' },
      { from: 'vonggac.pipeline.state', title: 'Tình trạng', width: 130, mapping: meanings.pipeline, filled: true },
      { from: 'vonggac.pipeline.last_seen', title: 'Sự kiện cuối lúc', width: 150, unit: units.moment },
      { from: 'vonggac.pipeline.silent', title: 'Im lặng', width: 110, unit: units.seconds },
      { from: 'vonggac.pipeline.rhythm', title: 'Nhịp', width: 110, unit: units.seconds },
      { from: 'organization.name', title: 'Đơn vị' },
    ],
  })

export const quiet = (where: Lucene, width = 12): Panel =>
  shown(
    'Nguồn không gửi',
    'Nguồn nào phải gửi mà không gửi, từ bao giờ? Nơi nguồn im lặng, không có cảnh báo không có nghĩa là không có vi phạm.',
    'Không có nguồn nào ngưng gửi hay chưa từng gửi (nếu ô «Nguồn đang gửi» có số)',
    [is('vonggac.pipeline.state', 'silent', 'never'), where],
    8,
    width,
  )

export const all = (where: Lucene): Panel =>
  shown(
    'Mọi nguồn nhật ký',
    'Từng nguồn trong sổ: sự kiện cuối, đã im lặng bao lâu so với nhịp của nó. Chọn mọi đơn vị thì có cả nguồn gửi mà không khai trong sổ.',
    `Không biết nguồn nào. ${SILENT.means}`,
    [where],
    10,
    24,
  )

/** What health says someone should look at. */
export const findings = (width = 12): Panel =>
  table({
    title: 'Việc hệ thống báo cần xem',
    about:
      'Điều gì trong chính hệ thống giám sát cần người xem? Dòng biến mất khi điều đó không còn; mỗi tiến trình nói một dòng.',
    empty: 'Hệ thống không báo việc gì (nếu ô «Tình trạng hệ thống» nói tốt)',
    width,
    ask: documents({ source: sources.current, where: [is('event.dataset', datasets.finding), fresh], size: 100 }),
    columns: [
      { from: 'vonggac.finding.code', title: 'Mã', width: 190 },
      { from: 'message', title: 'Nội dung', wrapped: true },
      { from: 'service.node.name', title: 'Tiến trình', width: 150 },
    ],
  })
