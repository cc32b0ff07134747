import { datasets } from '../../kernel/status-fields.ts'
import { colours, meanings, noneIsCalm, units } from '../lib/look.ts'
import { is, type Lucene, not } from '../lib/lucene.ts'
import { number, type Panel } from '../lib/panel.ts'
import { altogether, ask, count, documents } from '../lib/query.ts'
import { sources } from '../lib/source.ts'
import { table } from '../lib/table.ts'

/* How the sources of logs stand at the moment (index `current`). */

const isSource = is('event.dataset', datasets.source)
const state = (value: string): Lucene => is('vonggac.pipeline.state', value)
const STOPPED = 'Không có tình trạng nào được ghi: Vọng Gác đã dừng, hoặc chưa gửi sang Elasticsearch'

const inState = (
  title: string,
  value: string,
  about: string,
  colour: 'serious' | 'high' | undefined,
  where: Lucene,
): Panel =>
  number({
    ...{ title, about, empty: 'Không có nguồn nào', width: 4 },
    ask: ask({ source: sources.current, where: [isSource, state(value), where], per: [altogether], measure: [count] }),
    steps: colour === undefined ? [colours.calm] : noneIsCalm(colours[colour]),
  })

/** How many speak, how many have fallen silent, how many never spoke. */
export const counts = (where: Lucene): readonly Panel[] => [
  inState(
    'Nguồn ngưng gửi',
    'silent',
    'Nguồn đã từng gửi và đã quá nhịp của nó; không rõ vì sao cho đến khi kiểm tra.',
    'serious',
    where,
  ),
  inState('Nguồn chưa từng gửi', 'never', 'Nguồn có trong sổ mà chưa gửi gì từ khi Vọng Gác chạy.', 'high', where),
  inState('Nguồn đang gửi', 'alive', 'Nguồn gửi đúng nhịp.', undefined, where),
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
    ask: documents({ source: sources.current, where: [isSource, ...where], size: 500 }),
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
    [not(state('alive')), where],
    8,
    width,
  )

export const all = (where: Lucene): Panel =>
  shown(
    'Mọi nguồn nhật ký',
    'Từng nguồn trong sổ: sự kiện cuối, đã im lặng bao lâu so với nhịp của nó.',
    STOPPED,
    [where],
    10,
    24,
  )

/** What health says someone should look at. */
export const findings = (width = 12): Panel =>
  table({
    title: 'Việc hệ thống báo cần xem',
    about: 'Điều gì trong chính hệ thống giám sát cần người xem? Dòng biến mất khi điều đó không còn.',
    empty: 'Hệ thống không báo việc gì (nếu ô «Tình trạng hệ thống» có chữ)',
    width,
    ask: documents({ source: sources.current, where: [is('event.dataset', datasets.finding)], size: 100 }),
    columns: [
      { from: 'vonggac.finding.code', title: 'Mã', width: 190 },
      { from: 'message', title: 'Nội dung' },
    ],
  })
