import type { Row } from './scenario.ts'

const number = (value: number, digits: number): string =>
  value.toLocaleString('en-US', { minimumFractionDigits: digits, maximumFractionDigits: digits })

/** A figure as people read it; `-` for one that could not be measured. */
export const figure = (value: number): string => {
  if (!Number.isFinite(value)) return '-'
  if (Number.isInteger(value)) return number(value, 0)
  return number(value, Math.abs(value) >= 1_000 ? 0 : Math.abs(value) >= 10 ? 1 : 2)
}

/** Whether what was aimed at was reached; `undefined` where nothing was aimed at. What could not be measured was not reached. */
export const reached = ({ aim, value, ratio }: Row): boolean | undefined => {
  if (!aim) return undefined
  const got = aim.of === 'ratio' ? (ratio?.wall ?? Number.NaN) : value
  return aim.is === 'least' ? got >= aim.bound : got <= aim.bound
}

export const aimText = ({ aim, unit }: Row): string => {
  if (!aim) return ''
  const bound = aim.of === 'ratio' ? `${figure(aim.bound)}×` : `${figure(aim.bound)} ${unit}`
  return `${aim.is === 'least' ? '≥' : '≤'} ${bound}`
}

const ratioText = ({ ratio }: Row): string => {
  if (!ratio) return ''
  const cpu = ratio.cpu === undefined ? '' : ` (CPU ${figure(ratio.cpu)}×)`
  return `${figure(ratio.wall)}×${cpu}`
}

export const HEADINGS = [
  'what',
  'figure',
  'per CPU second',
  'ratio',
  'to',
  'aim',
  'reached',
  'peak MiB',
  'rounds',
] as const

/** The cells of a row, under `HEADINGS`. */
export const cellsOf = (row: Row): readonly string[] => {
  const ok = reached(row)
  return [
    row.what,
    Number.isFinite(row.value) ? `${figure(row.value)} ${row.unit}` : '-',
    row.perCpu === undefined ? '' : figure(Math.round(row.perCpu)),
    ratioText(row),
    row.ratio?.to ?? '',
    aimText(row),
    ok === undefined ? '' : ok ? 'yes' : 'NO',
    row.rss === undefined ? '' : figure(Math.round(row.rss / 2 ** 20)),
    row.rounds === undefined ? '1' : String(row.rounds),
  ]
}

const TERMINAL: readonly (typeof HEADINGS)[number][] = [
  'what',
  'figure',
  'per CPU second',
  'ratio',
  'aim',
  'reached',
  'peak MiB',
]

/** The rows as text in columns; notes stand below the row they belong to. */
export const tableText = (rows: readonly Row[]): string => {
  const places = TERMINAL.map((heading) => HEADINGS.indexOf(heading))
  const pick = (cells: readonly string[]): readonly string[] => places.map((place) => cells[place]!)
  const lines = [pick(HEADINGS), ...rows.map((row) => pick(cellsOf(row)))]
  const widths = places.map((_, i) => Math.max(...lines.map((cells) => cells[i]!.length)))
  const text = (cells: readonly string[]): string =>
    cells
      .map((cell, i) => (i === 0 ? cell.padEnd(widths[i]!) : cell.padStart(widths[i]!)))
      .join('  ')
      .trimEnd()
  return [
    text(lines[0]!),
    ...rows.flatMap((row, i) => [text(lines[i + 1]!), ...(row.note === undefined ? [] : [`    ${row.note}`])]),
  ].join('\n')
}
