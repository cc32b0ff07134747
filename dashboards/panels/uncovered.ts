import { meanings, units } from '../lib/look.ts'
import { is, type Lucene } from '../lib/lucene.ts'
import type { Panel } from '../lib/panel.ts'
import { ask, count, different, each, newestDay, sum } from '../lib/query.ts'
import { sources } from '../lib/source.ts'
import { table } from '../lib/table.ts'
import { isClause, NONE, SUMS, sums } from './coverage.ts'
import { clauseColumn, unitColumn } from './links.ts'

/* Where a clause cannot be judged, and why. */

export const byUnit = (where: Lucene): Panel =>
  table({
    title: 'Từng đơn vị',
    about: 'Đơn vị nào còn nhiều điều khoản không đánh giá được? Đơn vị tính: lượt điều khoản × ngày.',
    empty: NONE,
    width: 12,
    height: 10,
    ask: ask({
      ...{ source: sources.coverage, where: [isClause, where], measure: [sums[2], sums[0], sums[1]] },
      per: [each('organization.id', { size: 300 }), each('organization.name', { size: 1, missing: '' })],
    }),
    columns: [unitColumn, { from: 'organization.name', title: 'Đơn vị' }, ...SUMS],
  })

export const reasons = (where: Lucene): Panel =>
  table({
    title: 'Vì sao không đánh giá được, hoặc chỉ một phần',
    about:
      'Thiếu nguồn: sổ nguồn nhật ký không có nguồn nào cho điều khoản. Ngưng gửi: có nguồn mà cả ngày không gửi. Chưa ràng buộc: chưa khai văn bản cho đơn vị.',
    empty: 'Mọi điều khoản có luật đều đánh giá được (nếu bảng «Từng điều khoản» có dòng)',
    width: 12,
    height: 10,
    ask: ask({
      ...{
        source: sources.coverage,
        where: [isClause, is('vonggac.coverage.state', 'not-assessable', 'partly'), where],
      },
      ...{
        per: [each('vonggac.coverage.reason', { missing: 'indeterminate' }), each('vonggac.clause.id', { size: 200 })],
        measure: [count],
      },
    }),
    columns: [
      { from: 'vonggac.coverage.reason', title: 'Lý do', wrapped: true, mapping: meanings.reason },
      clauseColumn,
      { from: 'Count', title: 'Lượt', width: 90, unit: units.number },
    ],
  })

/** One unit today, clause by clause. */
export const states = (where: Lucene): Panel =>
  table({
    title: 'Đánh giá từng điều khoản, ngày mới nhất',
    about:
      'Trong ngày mới nhất, điều khoản nào đạt, có vi phạm, hoặc không đánh giá được, vì sao, ở bao nhiêu đơn vị (đơn vị được chọn và các đơn vị trực thuộc)?',
    empty: NONE,
    width: 12,
    height: 10,
    ask: ask({
      ...{
        source: sources.coverage,
        where: [isClause, where],
        measure: [sum('vonggac.coverage.alerts'), different('organization.id')],
      },
      per: [
        newestDay,
        each('vonggac.clause.id', { size: 200, order: 'first' }),
        each('vonggac.coverage.state', { size: 4 }),
        each('vonggac.coverage.reason', { size: 4, missing: '' }),
      ],
    }),
    columns: [
      { from: 'vonggac.local.date', title: 'Ngày', width: 100 },
      clauseColumn,
      { from: 'vonggac.coverage.state', title: 'Kết quả', width: 235, mapping: meanings.coverage, filled: true },
      { from: 'vonggac.coverage.reason', title: 'Lý do', wrapped: true, mapping: meanings.reason },
      { from: 'Sum', title: 'Cảnh báo', width: 90, unit: units.number },
      { from: 'Unique Count', title: 'Số đơn vị', width: 90, unit: units.number },
    ],
  })
