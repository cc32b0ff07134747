import { fold } from '../../../kernel/fold.ts'
import { quotesOf, readCsv } from '../../formats/csv.ts'
import { rowSpans } from '../../formats/csv-rows.ts'
import { isObject, type JsonObject, readObject, text } from '../../formats/json.ts'
import { readKeyValue } from '../../formats/keyvalue.ts'
import { isSeparator, isTotal, mayHoldTime, TIMELY } from './around.ts'
import type { TableMapping } from './mapping.ts'
import { cefPairs, leefPairs, type Pairs } from './pairs.ts'

/** Field → text, of one row; only fields that are there and not empty. */
export type Row = Readonly<Record<string, string>>

/** What says how rows are cut into fields. */
export type Shape = Pick<TableMapping, 'format' | 'delimiter' | 'header' | 'columns'>

/** What a line turned out to be. */
export type Line =
  | { readonly kind: 'row'; readonly row: Row }
  | { readonly kind: 'heading' }
  | { readonly kind: 'empty' }
  /** A title above the heading, a total below the rows, `sep=;`: it says nothing of any act. */
  | { readonly kind: 'note' }
  | { readonly kind: 'headless' }
  /**
   * `torn`: a cell in quotes that does not end in its line. `doubtful`: one whose later lines might be rows of their own. `cells`: more or
   * fewer than the heading has, so that nobody knows what stands under what.
   */
  | { readonly kind: 'broken'; readonly why?: 'torn' | 'doubtful' | 'cells' }

/** A heading line longer than this is none; it is kept with every row that is refused. */
const HEADING = 8_192
const EMPTY = new Set(['', '-', 'n/a', 'null', '(null)'])

const flatten = (object: JsonObject, prefix = '', depth = 0): readonly (readonly [string, string])[] =>
  Object.entries(object).flatMap(([key, value]) => {
    const scalar = text(value)
    if (scalar !== undefined) return [[prefix + key, scalar] as const]
    return isObject(value) && depth < 4 ? flatten(value, `${prefix}${key}.`, depth + 1) : []
  })

type Cells = readonly string[]

/** A cell of several lines, as one. */
const onOneLine = (cell: string): string =>
  cell.includes('\n')
    ? cell
        .split('\n')
        .map((line) => line.trim())
        .join(' ')
    : cell

/** What a line of a format that names its values by itself says; `undefined` where the line is not in that format. */
export const pairsIn = (format: Exclude<TableMapping['format'], 'csv'>, line: string): Pairs | undefined => {
  switch (format) {
    case 'json': {
      const object = readObject(line)
      return object && flatten(object)
    }
    case 'key-value': {
      const pairs = readKeyValue(line)
      return pairs.size === 0 ? undefined : [...pairs]
    }
    case 'cef':
      return cefPairs(line)
    case 'leef':
      return leefPairs(line)
    default:
      return format satisfies never
  }
}

/** Field of a heading, however it is written. */
export const fieldsByHeading = ({ columns }: Pick<Shape, 'columns'>): ReadonlyMap<string, string> => {
  const fieldOf = new Map<string, string>()
  for (const [field, headings] of Object.entries(columns)) {
    for (const heading of [field, ...headings]) if (!fieldOf.has(fold(heading))) fieldOf.set(fold(heading), field)
  }
  return fieldOf
}

/** What a heading line says of each column. Lines of a file come one after another, so the last one read is the next one asked. */
const columnsOf = (mapping: Shape, fieldOf: ReadonlyMap<string, string>) => {
  const columns = (cells: Cells) => cells.map((cell) => fieldOf.get(fold(cell)))
  const configured = mapping.header && columns(mapping.header)
  let last = { heading: '', columns: configured }
  return (heading: string | undefined) => {
    if (heading === undefined) return configured
    if (last.heading !== heading) last = { heading, columns: columns(readCsv(heading, mapping.delimiter) ?? []) }
    return last.columns
  }
}

/** The rows of a sample by the number of their first line, from 1, as an input with the whole text before it has them; none is empty. */
export const rowsIn = (
  { format, delimiter }: Shape,
  sample: string,
): readonly (readonly [line: number, text: string])[] => {
  const lines = sample.split(/\r?\n/)
  const spans =
    format === 'csv'
      ? rowSpans(lines, (text) => quotesOf(text, delimiter))
      : lines.map((_, at) => ({ from: at, to: at }))
  return spans.flatMap(({ from, to }) => {
    const text = lines.slice(from, to + 1).join('\n')
    return text.trim() === '' ? [] : [[from + 1, text] as const]
  })
}

/**
 * Reads lines of one mapped table. Columns of CSV are named by the heading line of the text the row stands in, else by the
 * mapping's `header`. A heading line names the time and at least one more column we know (or is the time's alone), and holds no
 * time: whatever else it names, it is no row. Nor is a line above it that holds no time (`isAbove`), or a
 * total.
 */
export const rowReader = (mapping: Shape): ((line: string, heading: string | undefined, isAbove?: boolean) => Line) => {
  const fieldOf = fieldsByHeading(mapping)
  const columnsUnder = columnsOf(mapping, fieldOf)

  const rowOf = (cells: Iterable<readonly [field: string | undefined, value: string]>): Row => {
    const row: Record<string, string> = Object.create(null)
    for (const [field, value] of cells) {
      if (field === undefined) continue
      const clean = onOneLine(value.normalize('NFC')).trim()
      if (!EMPTY.has(clean.toLowerCase())) row[field] ??= clean
    }
    return row
  }
  const named = (pairs: Iterable<readonly [string, string]>): Row =>
    rowOf([...pairs].map(([heading, value]) => [fieldOf.get(fold(heading)), value] as const))

  const isHeading = (cells: Cells, line: string): boolean => {
    if (line.length > HEADING || cells.some((cell) => TIMELY.test(cell))) return false
    const known = new Set(cells.map((cell) => fieldOf.get(fold(cell))))
    known.delete(undefined)
    return known.has('time') && known.size >= Math.min(2, cells.length)
  }

  /** Whether a later line of a cell might be a row of its own. */
  const holdsRow = (cell: string): boolean =>
    cell
      .split('\n')
      .slice(1)
      .some((line) => line.includes(mapping.delimiter) && mayHoldTime(line))

  const csv = (line: string, heading: string | undefined, isAbove: boolean): Line => {
    const cells = readCsv(line, mapping.delimiter)
    if (!cells)
      return quotesOf(line, mapping.delimiter) === 'open' ? { kind: 'broken', why: 'torn' } : { kind: 'broken' }
    if (line.includes('\n') && cells.some(holdsRow)) return { kind: 'broken', why: 'doubtful' }
    if (cells.every((cell) => cell === '')) return { kind: 'empty' }
    if (isSeparator(line) || isTotal(cells, line)) return { kind: 'note' }
    if (isHeading(cells, line)) return { kind: 'heading' }
    const columns = columnsUnder(heading)
    if (isAbove && !mayHoldTime(line)) return { kind: 'note' }
    if (!columns) return { kind: 'headless' }
    // What an export puts behind its last delimiter is no cell.
    if (mayHoldTime(line) && (cells.length < columns.length || cells.slice(columns.length).some((cell) => cell !== '')))
      return { kind: 'broken', why: 'cells' }
    return { kind: 'row', row: rowOf(cells.map((cell, index) => [columns[index], cell] as const)) }
  }

  return (line, heading, isAbove = false) => {
    if (mapping.format === 'csv') return csv(line, heading, isAbove)
    const pairs = pairsIn(mapping.format, line)
    return pairs ? { kind: 'row', row: named(pairs) } : { kind: 'broken' }
  }
}
