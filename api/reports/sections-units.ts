import { levels } from '../../kernel/alert.ts'
import type { Cell } from './document.ts'
import type { Count, Figures, UnitFigures, Zero } from './figures.ts'
import { sayPipeline } from './kinds.ts'
import type { Drawn, Writing } from './sections.ts'
import type { Span } from './spans.ts'
import { sumOf } from './unknown.ts'
import { levelTitle, NO_FIGURES, sayMissing, sayNumber, saySpans } from './words.ts'
import { reserved, reserveNotes, zeroIn, zeroOf } from './zeros.ts'

const DESCENDING = [...levels].reverse()
/** Of the sources that were silent at the same times so many are named, and so many such times. */
const SHOWN = 2

/** Alerts of each unit beside how its sources spoke; what is attributed to no unit, and the sum, which is that of the levels. */
export const units = ({ figures }: Writing): readonly Drawn[] => {
  const cell = (count: Count, zero: Zero): Cell => (count === null ? '–' : reserved(count, zero))
  const rows = figures.units.map((unit): readonly Cell[] => {
    const zero = zeroIn(figures, unit.state)
    const counts = [...DESCENDING.map((level) => unit.levels[level]), unit.personDays]
    return [unit.name, ...counts.map((count) => cell(count, zero)), sayHearing(unit, figures)]
  })
  const all = [...DESCENDING.map((level) => figures.levels[level].alerts), figures.personDays]
  return [
    {
      kind: 'table',
      caption: 'Cảnh báo theo đơn vị',
      sheet: 'Theo đơn vị',
      columns: [
        { title: 'Đơn vị', width: 3.2 },
        ...DESCENDING.map((level) => ({ title: levelTitle(level), width: 1.5 })),
        { title: 'Người-ngày', width: 1.4 },
        { title: 'Nguồn nhật ký', width: 5.2 },
      ],
      rows:
        rows.length === 0
          ? rows
          : [...rows, ...nowhere(figures), ['Tổng cộng', ...all.map((count) => cell(count, zeroOf(figures))), '']],
      total: true,
      empty: 'Không có đơn vị nào đang được giám sát',
      notes: [
        'Dấu «–»: không có dữ liệu; không có nghĩa là không phát sinh.',
        ...reserveNotes(rows, figures),
        `Máy nhiễm mã độc, sự cố, quá hạn xử lý: ${NO_FIGURES.toLowerCase()}.`,
      ],
    },
  ]
}

/** Alerts that no register attributes to a unit; no row where there is none. */
const nowhere = (figures: Figures): readonly (readonly Cell[])[] => {
  const rest = DESCENDING.map((level) => {
    const known = sumOf(figures.units.map(({ levels: by }) => by[level])) ?? 0
    return (figures.levels[level].alerts ?? 0) - known
  })
  return rest.some((count) => count > 0) ? [['Chưa rõ đơn vị', ...rest.map((n) => (n > 0 ? n : '–')), '–', '–']] : []
}

const sayHearing = (unit: UnitFigures, figures: Figures): string => {
  const { state, silences, lost } = unit
  if (state === 'heard') return 'Liên tục'
  if (state === 'no-source') return 'Không có nguồn nhật ký'
  // Periods closed by an earlier version do not say which sources those were.
  if (lost === undefined) {
    if (state === 'silent') return sayMissing(silences)
    return silences.length > 0 ? `Gián đoạn ${sayNumber(silences.length)} lần` : 'Có thời gian không có dữ liệu'
  }
  return `${state === 'silent' ? 'Không có dữ liệu' : 'Gián đoạn'}: ${sayLost(lost, figures)}`
}

/** Sources that were silent at the same times are named together, those times once. */
const sayLost = (lost: NonNullable<UnitFigures['lost']>, { sources }: Figures): string => {
  const nameOf = (id: string): string => {
    const source = sources.find((one) => one.id === id)
    return source ? sayPipeline(source) : id
  }
  const groups = [...Map.groupBy(lost, ({ silences }) => JSON.stringify(silences)).values()]
  const said = groups.slice(0, SHOWN).map((group) => {
    const names = group.slice(0, SHOWN).map(({ source }) => nameOf(source))
    const more = group.length - names.length
    const spans: readonly Span[] = group[0]!.silences
    return `${names.join(', ')}${more > 0 ? ` và ${more} nguồn khác` : ''} (${saySpans(spans)})`
  })
  const left = groups.slice(SHOWN).reduce((sum, group) => sum + group.length, 0)
  return `${said.join('; ')}${left > 0 ? `; và ${left} nguồn khác` : ''}`
}
