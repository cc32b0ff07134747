import { datasets } from '../../kernel/status-fields.ts'
import { columns } from '../lib/curves.ts'
import { colours, noneIsPlain, units } from '../lib/look.ts'
import { is, type Lucene } from '../lib/lucene.ts'
import { number, type Panel } from '../lib/panel.ts'
import { altogether, ask, daily, each, sum } from '../lib/query.ts'
import { type Site, unjudgedOf } from '../lib/site.ts'
import { type Field, sources } from '../lib/source.ts'
import { type Column, table } from '../lib/table.ts'
import { clauseColumn } from './links.ts'

/* What could be judged at all. A unit-day is one unit on one day, for one clause. */

export const isClause = is('event.dataset', datasets.clause)
export const NONE =
  'Chưa có số liệu bao phủ trong khoảng thời gian đang xem: chưa có đơn vị nào được giám sát, hoặc Vọng Gác chưa chạy'

const ASSESSED = 'vonggac.coverage.assessed'
const VIOLATED = 'vonggac.coverage.violated'
const NOT = 'vonggac.coverage.not_assessable'

const total = (
  title: string,
  about: string,
  field: Field,
  colour: (typeof colours)[keyof typeof colours],
  where: Lucene,
): Panel =>
  number({
    ...{ title, empty: 'Chưa có số liệu', width: 8, steps: noneIsPlain(colour) },
    about: `${about} «Chưa có số liệu»: chưa có đơn vị nào được giám sát, hoặc Vọng Gác chưa chạy.`,
    ask: ask({ source: sources.coverage, where: [isClause, where], per: [altogether], measure: [sum(field)] }),
  })

export const totals = (where: Lucene): readonly Panel[] => [
  total(
    'Lượt đánh giá được',
    'Số lượt (điều khoản × đơn vị × ngày) có đủ nhật ký để đánh giá.',
    ASSESSED,
    colours.plain,
    where,
  ),
  total(
    'Lượt có vi phạm hoặc dấu hiệu',
    'Trong số lượt đánh giá được: có cảnh báo đang mở.',
    VIOLATED,
    colours.serious,
    where,
  ),
  total(
    'Lượt không đánh giá được',
    'Không có nhật ký, nguồn ngưng gửi, hoặc chưa có văn bản ràng buộc đơn vị: không nói được là đạt hay vi phạm.',
    NOT,
    colours.high,
    where,
  ),
]

export const SUMS: readonly Column[] = [
  { from: `Sum ${ASSESSED}`, title: 'Đánh giá được', width: 120, unit: units.number },
  {
    from: `Sum ${VIOLATED}`,
    title: 'Có vi phạm, dấu hiệu',
    width: 170,
    unit: units.number,
    filled: true,
    steps: [colours.plain, [1, colours.serious]],
  },
  {
    from: `Sum ${NOT}`,
    title: 'Không đánh giá được',
    width: 170,
    unit: units.number,
    filled: true,
    steps: [colours.plain, [1, colours.high]],
  },
]
export const sums = [sum(ASSESSED), sum(VIOLATED), sum(NOT)] as const

/** The honest table: each clause with all three numbers. */
export const byClause = (site: Site, where: Lucene): Panel =>
  table({
    title: 'Từng điều khoản',
    about: `Điều khoản nào được đánh giá, có vi phạm, không đánh giá được? Đơn vị tính: lượt đơn vị × ngày. ${unjudgedOf(site)}`,
    empty: NONE,
    width: 24,
    height: 14,
    ask: ask({
      ...{ source: sources.coverage, where: [isClause, where], measure: sums },
      per: [
        each('vonggac.clause.id', { size: 200, order: 'first' }),
        each('vonggac.clause.title', { size: 1, missing: '' }),
      ],
    }),
    columns: [clauseColumn, { from: 'vonggac.clause.title', title: 'Tên' }, ...SUMS],
  })

export const trend = (where: Lucene): Panel =>
  columns({
    title: 'Đánh giá được theo ngày',
    about: 'Độ bao phủ tăng hay giảm? Lượt đơn vị × điều khoản mỗi ngày.',
    empty: NONE,
    width: 24,
    colour: { 'Đánh giá được': colours.calm, 'Không đánh giá được': colours.faint },
    asks: [
      ask({
        source: sources.coverage,
        where: [isClause, where],
        per: [daily],
        measure: [sums[0]],
        called: 'Đánh giá được',
      }),
      ask({
        source: sources.coverage,
        where: [isClause, where],
        per: [daily],
        measure: [sums[2]],
        called: 'Không đánh giá được',
      }),
    ],
  })
