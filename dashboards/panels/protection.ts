import { datasets } from '../../kernel/status-fields.ts'
import { columns } from '../lib/curves.ts'
import { type Colour, colours, noneIsPlain, units } from '../lib/look.ts'
import { both, is, type Lucene } from '../lib/lucene.ts'
import { number, type Panel } from '../lib/panel.ts'
import { ask, daily, each, newestDay, sum } from '../lib/query.ts'
import { type Field, sources } from '../lib/source.ts'
import { table } from '../lib/table.ts'
import { unitColumn } from './links.ts'
import { dayOfNumbers } from './newest.ts'

/* Machines and their protective software (Bkav Endpoint, EDR), by the machine register and what the logs show. */

const isUnit = is('event.dataset', datasets.unit)
const NONE = '«Chưa có số liệu»: sổ máy trống, hoặc chưa có đơn vị nào được giám sát'
const NO_ROWS = 'Chưa có số liệu máy tính trong khoảng thời gian đang xem: sổ máy trống, hoặc chưa giám sát đơn vị nào'

type Kind = { readonly field: Field; readonly title: string; readonly about: string; readonly colour: Colour }

const kinds: readonly [Kind, Kind, Kind, Kind, Kind] = [
  {
    field: 'vonggac.protection.expected',
    title: 'Máy phải có bảo vệ',
    about: 'Máy tính trong sổ phải cài phần mềm bảo vệ.',
    colour: colours.plain,
  },
  {
    field: 'vonggac.protection.protected',
    title: 'Máy được bảo vệ',
    about: 'Có hoạt động trong ngày và không có gì cho thấy mất bảo vệ.',
    colour: colours.calm,
  },
  {
    field: 'vonggac.protection.missing',
    title: 'Máy mất bảo vệ',
    about: 'Có hoạt động trong ngày mà phần mềm bảo vệ không có dấu hiệu (EPP-01).',
    colour: colours.serious,
  },
  {
    field: 'vonggac.protection.unknown',
    title: 'Máy không xác định được',
    about: 'Có hoạt động nhưng nhật ký không đủ để nói có bảo vệ hay không.',
    colour: colours.medium,
  },
  {
    field: 'vonggac.protection.never_seen',
    title: 'Máy chưa từng thấy',
    about: 'Có trong sổ mà chưa nhật ký nào nhắc đến: là độ bao phủ, không phải vi phạm.',
    colour: colours.high,
  },
]

/** The newest day's numbers. */
export const today = (where: Lucene): readonly Panel[] => [
  dayOfNumbers(both(isUnit, where), NONE),
  ...kinds.map(({ field, title, about, colour }) =>
    number({
      ...{ title, empty: 'Chưa có số liệu', width: 4, about: `${about} Số của ngày mới nhất. ${NONE}.` },
      ask: ask({ source: sources.coverage, where: [isUnit, where], per: [newestDay], measure: [sum(field)] }),
      // That some are protected is no praise of the others, and may be of a day long past.
      steps: colour === colours.plain || colour === colours.calm ? [colours.plain] : noneIsPlain(colour),
    }),
  ),
]

export const trend = (where: Lucene): Panel =>
  columns({
    title: 'Máy theo tình trạng bảo vệ, từng ngày',
    about: 'Số máy được bảo vệ tăng hay giảm?',
    empty: NO_ROWS,
    width: 24,
    colour: Object.fromEntries(kinds.slice(1).map(({ title, colour }) => [title, colour])),
    asks: [of(kinds[1], where), of(kinds[2], where), of(kinds[3], where), of(kinds[4], where)],
  })

const of = ({ field, title }: Kind, where: Lucene) =>
  ask({ source: sources.coverage, where: [isUnit, where], per: [daily], measure: [sum(field)], called: title })

export const byUnit = (where: Lucene): Panel =>
  table({
    title: 'Bảo vệ theo đơn vị, ngày mới nhất',
    about: 'Đơn vị nào còn máy mất bảo vệ, chưa từng thấy, không xác định được?',
    empty: NO_ROWS,
    width: 24,
    height: 10,
    ask: ask({
      ...{ source: sources.coverage, where: [isUnit, where] },
      per: [newestDay, each('organization.id', { size: 300 }), each('organization.name', { size: 1, missing: '' })],
      measure: [
        sum(kinds[2].field),
        sum(kinds[0].field),
        sum(kinds[1].field),
        sum(kinds[3].field),
        sum(kinds[4].field),
        sum('vonggac.protection.exempt'),
      ],
    }),
    columns: [
      unitColumn,
      { from: 'organization.name', title: 'Đơn vị' },
      ...kinds.map(({ field, title, colour }) => ({
        ...({ from: `Sum ${field}`, title, unit: units.number } as const),
        ...(colour === colours.serious && { filled: true, steps: [colours.plain, [1, colour]] as const }),
      })),
      { from: 'Sum vonggac.protection.exempt', title: 'Được miễn', unit: units.number },
    ],
  })
