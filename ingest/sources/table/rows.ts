import { fold } from '../../../kernel/fold.ts'
import { quotesOf, readCsv } from '../../formats/csv.ts'
import { rowSpans, TITLE_ROWS } from '../../formats/csv-rows.ts'
import { isObject, type JsonObject, readObject, repeatedNames, text } from '../../formats/json.ts'
import { keyValuePairs } from '../../formats/keyvalue.ts'
import { isSeparator, isTotal, mayHoldTime } from './around.ts'
import { endedBy, headingReader, isEmpty, type Twice } from './heading.ts'
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
  /** No heading that the mapping knows, but it looks like one: it ends the table above it, where there `isTable`. `begins`: its first word. */
  | { readonly kind: 'foreign'; readonly isTable: boolean; readonly begins: string }
  /** Below such a line. */
  | { readonly kind: 'ended' }
  /** A heading two of whose names are one column. It ends the table above it, too, and what stands under it is `ambiguous`. */
  | { readonly kind: 'twice'; readonly twice: Twice }
  /** A row under such a heading, or one that says two things under names of one column. */
  | { readonly kind: 'ambiguous'; readonly twice: Twice }
  /**
   * `torn`: a cell in quotes that does not end in its line. `doubtful`: one whose later lines might be rows of their own. `cells`: more or
   * fewer than the heading has, so that nobody knows what stands under what.
   */
  | { readonly kind: 'broken'; readonly why?: 'torn' | 'doubtful' | 'cells' }

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
      const pairs = keyValuePairs(line)
      return pairs.length === 0 ? undefined : pairs
    }
    case 'cef':
      return cefPairs(line)
    case 'leef':
      return leefPairs(line)
    default:
      return format satisfies never
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

/** The heading in force behind a line, which turned out to be `kind` under the one before. */
export const headingBehind = (line: string, heading: string | undefined, { kind }: Line): string | undefined => {
  if (kind === 'heading') return line
  return kind === 'foreign' || kind === 'twice' ? endedBy(line, heading) : heading
}

/** The place of the heading among the first rows of a text, as the intake looks for it; what stands above it are titles. 0 where there is none. */
export const titledRows = (rows: ReturnType<typeof rowsIn>, read: ReturnType<typeof rowReader>): number =>
  Math.max(
    0,
    rows.slice(0, TITLE_ROWS).findIndex(([, text]) => read(text, undefined).kind === 'heading'),
  )

/** What a cell says, on one line; undefined where that is nothing. */
const said = (value: string): string | undefined => {
  const clean = onOneLine(value.normalize('NFC')).trim()
  return isEmpty(clean) ? undefined : clean
}

const rowUnder = (fields: readonly (string | undefined)[], cells: Cells): Row => {
  const row: Record<string, string> = Object.create(null)
  for (const [index, value] of cells.entries()) {
    const [field, clean] = [fields[index], said(value)]
    if (field !== undefined && clean !== undefined) row[field] = clean
  }
  return row
}

/** A row whose values are named one by one. Two names of one column may say the same. */
const rowNamed = (pairs: Pairs, fieldOf: ReadonlyMap<string, string>): Line => {
  const row: Record<string, string> = Object.create(null)
  const names = new Map<string, string>()
  for (const [name, value] of pairs) {
    const [field, clean] = [fieldOf.get(fold(name)), said(value)]
    if (field === undefined || clean === undefined) continue
    const before = names.get(field)
    if (before !== undefined && row[field] !== clean)
      return { kind: 'ambiguous', twice: { field, names: [before, name] } }
    names.set(field, name)
    row[field] = clean
  }
  return { kind: 'row', row }
}

/** A name that stands twice in one object of JSON, where the mapping makes a column of it: parsers keep one of the two without a word. */
const repeatedIn = (line: string, pairs: Pairs, fieldOf: ReadonlyMap<string, string>): Twice | undefined => {
  const repeated = repeatedNames(line)
  if (repeated.length === 0) return undefined
  for (const [path] of pairs) {
    const [field, name] = [fieldOf.get(fold(path)), repeated.find((one) => path === one || path.endsWith(`.${one}`))]
    if (field !== undefined && name !== undefined) return { field, names: [path, path] }
  }
  return undefined
}

/** Whether a later line of a cell might be a row of its own. */
const holdsRow = (cell: string, delimiter: string): boolean =>
  cell
    .split('\n')
    .slice(1)
    .some((line) => line.includes(delimiter) && mayHoldTime(line))

/**
 * Reads lines of one mapped table. Columns of CSV are named by the heading line of the text the row stands in, else by the
 * mapping's `header` (`headingReader`). A heading is no row, whatever else it names. Nor is a line above it that holds no time
 * (`isAbove`), or a total.
 */
export const rowReader = (mapping: Shape): ((line: string, heading: string | undefined, isAbove?: boolean) => Line) => {
  const { fieldOf, columnsUnder, readHeading, isForeign } = headingReader(mapping)

  const csv = (line: string, heading: string | undefined, isAbove: boolean): Line => {
    const cells = readCsv(line, mapping.delimiter)
    if (!cells)
      return quotesOf(line, mapping.delimiter) === 'open' ? { kind: 'broken', why: 'torn' } : { kind: 'broken' }
    if (line.includes('\n') && cells.some((cell) => holdsRow(cell, mapping.delimiter)))
      return { kind: 'broken', why: 'doubtful' }
    if (cells.every((cell) => cell === '')) return { kind: 'empty' }
    if (isSeparator(line) || isTotal(cells, line)) return { kind: 'note' }
    const named = readHeading(cells, line)
    if (named !== undefined) return named === 'heading' ? { kind: 'heading' } : { kind: 'twice', twice: named }
    if (isAbove && !mayHoldTime(line)) return { kind: 'note' }
    const columns = columnsUnder(heading)
    if (isForeign(cells, columns))
      return { kind: 'foreign', isTable: columns.kind !== 'none', begins: cells.find((cell) => !isEmpty(cell)) ?? '' }
    switch (columns.kind) {
      case 'none':
        return { kind: 'headless' }
      case 'foreign':
        return { kind: 'ended' }
      case 'twice':
        return { kind: 'ambiguous', twice: columns.twice }
      case 'columns': {
        const { fields } = columns
        // What an export puts behind its last delimiter is no cell.
        if (
          mayHoldTime(line) &&
          (cells.length < fields.length || cells.slice(fields.length).some((cell) => cell !== ''))
        )
          return { kind: 'broken', why: 'cells' }
        return { kind: 'row', row: rowUnder(fields, cells) }
      }
      default:
        return columns satisfies never
    }
  }

  return (line, heading, isAbove = false) => {
    if (mapping.format === 'csv') return csv(line, heading, isAbove)
    const pairs = pairsIn(mapping.format, line)
    if (!pairs) return { kind: 'broken' }
    const twice = mapping.format === 'json' ? repeatedIn(line, pairs, fieldOf) : undefined
    return twice ? { kind: 'ambiguous', twice } : rowNamed(pairs, fieldOf)
  }
}
