import { columns } from '../lib/curves.ts'
import { colours, noneIsPlain, units } from '../lib/look.ts'
import { has, is, type Lucene } from '../lib/lucene.ts'
import { number, type Panel } from '../lib/panel.ts'
import { altogether, ask, different, each, foldDaily } from '../lib/query.ts'
import { sources } from '../lib/source.ts'
import { table } from '../lib/table.ts'
import { open } from './alerts.ts'
import { clauseColumn } from './links.ts'

/* Person-days: one person on one day (05:00 to 05:00) counts once a clause, however often it happened. Only violations, only where a text binds. */

const violations = [open, is('vonggac.clause.standing', 'violation'), has('vonggac.person_day')] as const
const PERSON_DAYS = different('vonggac.person_day')
const ABOUT =
  'Một cán bộ trong một ngày (05:00 đến 05:00) tính một lần cho mỗi điều khoản, dù lặp lại bao nhiêu lần. Chỉ tính vi phạm đang mở mà văn bản ràng buộc cán bộ; nghi vấn cần xác minh không tính.'
const EMPTY = 'Không có vi phạm nào gọi tên cán bộ'
const NONE = 'Không có vi phạm nào'

export const personDays = (where: Lucene): Panel =>
  number({
    title: 'Ngày-người vi phạm',
    about: ABOUT,
    empty: NONE,
    width: 4,
    ask: ask({ source: sources.alerts, where: [...violations, where], per: [altogether], measure: [PERSON_DAYS] }),
    steps: noneIsPlain(colours.high),
  })

export const people = (where: Lucene): Panel =>
  number({
    title: 'Cán bộ có vi phạm',
    about: 'Số cán bộ khác nhau có ít nhất một ngày-người vi phạm.',
    empty: NONE,
    width: 4,
    ask: ask({
      source: sources.alerts,
      where: [...violations, where],
      per: [altogether],
      measure: [different('user.id')],
    }),
    steps: noneIsPlain(colours.high),
  })

export const byClause = (where: Lucene): Panel =>
  table({
    title: 'Ngày-người theo điều khoản',
    about: ABOUT,
    empty: EMPTY,
    width: 12,
    height: 10,
    ask: ask({
      ...{ source: sources.alerts, where: [...violations, where], measure: [PERSON_DAYS] },
      per: [each('vonggac.clause.id'), each('vonggac.clause.title', { size: 1, missing: '' })],
    }),
    columns: [
      clauseColumn,
      { from: 'vonggac.clause.title', title: 'Tên', wrapped: true },
      { from: 'Unique Count', title: 'Ngày-người', width: 120, unit: units.number, bar: true, steps: [colours.high] },
    ],
  })

export const perDay = (where: Lucene): Panel =>
  columns({
    title: 'Ngày-người từng ngày',
    about: `Tăng hay giảm? ${ABOUT} Ngày của lần cuối trong cảnh báo, từ 05:00.`,
    empty: EMPTY,
    width: 24,
    colour: { 'Ngày-người': colours.high },
    asks: [
      ask({
        source: sources.alerts,
        where: [...violations, where],
        per: [foldDaily],
        measure: [PERSON_DAYS],
        called: 'Ngày-người',
      }),
    ],
  })
