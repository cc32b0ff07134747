import { colours, units } from '../lib/look.ts'
import type { Lucene } from '../lib/lucene.ts'
import { number, type Panel } from '../lib/panel.ts'
import { ask, most, newestDay } from '../lib/query.ts'
import { sources } from '../lib/source.ts'

/** Of which day the numbers are that stand beside it: of a product that stopped it stays behind. */
export const dayOfNumbers = (where: Lucene, empty: string): Panel =>
  number({
    title: 'Số liệu của ngày',
    about: `Ngày mới nhất có số trong khoảng thời gian đang xem; các ô bên cạnh là số của ngày này. Trước hôm qua: Vọng Gác đã dừng. ${empty}.`,
    empty: 'Chưa có số liệu',
    unit: units.day,
    steps: [colours.plain],
    ask: ask({ source: sources.coverage, where: [where], per: [newestDay], measure: [most('@timestamp')] }),
  })
