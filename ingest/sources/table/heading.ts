import { fold } from '../../../kernel/fold.ts'
import { readCsv } from '../../formats/csv.ts'
import { HEADING_SIGNS } from '../../formats/csv-rows.ts'
import { TIMELY } from './around.ts'
import type { TableMapping } from './mapping.ts'
import { isSecretHeading } from './secret-heading.ts'

type Cells = readonly string[]

/** Two names of a line that are the same column of the mapping: nobody knows which of them is meant. */
export type Twice = { readonly field: string; readonly names: readonly [string, string] }

/** What a heading says of the columns under it; `foreign`: that of another table, which the mapping does not know. */
export type Columns =
  | { readonly kind: 'columns'; readonly fields: readonly (string | undefined)[] }
  | { readonly kind: 'twice'; readonly twice: Twice }
  | { readonly kind: 'foreign' }
  | { readonly kind: 'none' }

/** Field of a heading, however it is written. */
export const fieldsByHeading = ({ columns }: Pick<TableMapping, 'columns'>): ReadonlyMap<string, string> => {
  const fieldOf = new Map<string, string>()
  for (const [field, headings] of Object.entries(columns)) {
    for (const heading of [field, ...headings]) if (!fieldOf.has(fold(heading))) fieldOf.set(fold(heading), field)
  }
  return fieldOf
}

/** The first two of these names that are one column of a mapping. */
export const twiceIn = (names: Cells, fieldOf: ReadonlyMap<string, string>): Twice | undefined => {
  const seen = new Map<string, string>()
  for (const name of names) {
    const field = fieldOf.get(fold(name))
    const before = field === undefined ? undefined : seen.get(field)
    if (field !== undefined && before !== undefined) return { field, names: [before, name] }
    if (field !== undefined) seen.set(field, name)
  }
  return undefined
}

/** Stands between the heading of a table and the line that ended it, which no line of a file holds. */
const ENDED = '\u001e'
/** In the place of a line that is too long to be kept with every row. */
const TOO_LONG = '…'

/** The heading lines that what is in force behind a line is made of; `undefined` is the mapping's own `header`. */
export const headingLines = (heading: string | undefined): readonly (string | undefined)[] =>
  heading === undefined ? [undefined] : heading.split(ENDED).map((line) => line || undefined)

/** What is in force behind a line that ended the table under `heading`. What that hid stays hidden. */
export const endedBy = (line: string, heading: string | undefined): string =>
  `${headingLines(heading)[0] ?? ''}${ENDED}${line.length > HEADING_SIGNS ? TOO_LONG : line.replaceAll(ENDED, ' ')}`

/** «Giờ (UTC+7)» holds no number of its own. */
const bare = (cell: string): string => cell.replace(/\([^)]*\)|(?:UTC|GMT) ?[+-]?\d{1,2}(?::?\d\d)?/gi, '')
/** What nobody calls a column: a number, an address, a clock time in words. */
const VALUE = /^[+-]?[\d\s.,]+%?$|\d:\d\d|\S@\S/
/** A time in a form that the mapping does not know: «2 thg 3, 2026». */
const TIME_OF_SORTS = /^\d|\d\D+\d/
const EMPTY = new Set(['', '-', 'n/a', 'null', '(null)'])
export const isEmpty = (cell: string): boolean => EMPTY.has(cell.toLowerCase())

/**
 * The headings of a mapped table. `columnsUnder`: what stands under a heading (lines of a file come one after another, so the last one read is
 * the next one asked). `readHeading`: whether a line is one: it names the time and at least one more column we know (or is the time's alone)
 * and holds no value; `twice` where two of its names are one column. `isForeign`: whether a line that is none looks like the heading of
 * another table: words alone, also where the time would stand, or two names that we know.
 */
export const headingReader = (mapping: Pick<TableMapping, 'columns' | 'delimiter' | 'header'>) => {
  const fieldOf = fieldsByHeading(mapping)
  const columnsOf = (cells: Cells): Columns => {
    const twice = twiceIn(cells, fieldOf)
    return twice ? { kind: 'twice', twice } : { kind: 'columns', fields: cells.map((cell) => fieldOf.get(fold(cell))) }
  }
  const readHeading = (cells: Cells, line: string): Twice | 'heading' | undefined => {
    if (line.length > HEADING_SIGNS || line.includes(ENDED) || cells.some((cell) => TIMELY.test(cell))) return undefined
    const known = new Set(cells.map((cell) => fieldOf.get(fold(cell))))
    known.delete(undefined)
    if (!known.has('time') || known.size < Math.min(2, cells.length)) return undefined
    return twiceIn(cells, fieldOf) ?? 'heading'
  }

  const configured: Columns = mapping.header?.length ? columnsOf(mapping.header) : { kind: 'none' }
  const under = (heading: string): Columns => {
    const [, ended = heading] = headingLines(heading)
    const cells = readCsv(ended, mapping.delimiter) ?? []
    return ended === heading || readHeading(cells, ended) !== undefined ? columnsOf(cells) : { kind: 'foreign' }
  }
  let last = { heading: '', columns: configured }
  const columnsUnder = (heading: string | undefined): Columns => {
    if (heading === undefined) return configured
    if (last.heading !== heading) last = { heading, columns: under(heading) }
    return last.columns
  }

  const isForeign = (cells: Cells, columns: Columns): boolean => {
    if (cells.some((cell) => TIMELY.test(cell))) return false
    if (cells.some((cell) => isSecretHeading(cell.normalize('NFC')))) return true
    if (cells.some((cell) => VALUE.test(bare(cell)))) return false
    if (cells.filter((cell) => !isEmpty(cell)).length < 2) return false
    if (columns.kind !== 'columns') return true
    // Rows of a narrower table are refused by the number of their cells: no line of words need end the table above for them.
    if (cells.length < columns.fields.length) return false
    if (cells.filter((cell) => fieldOf.has(fold(cell))).length > 1) return true
    const times = cells.filter((_, index) => columns.fields[index] === 'time' || columns.fields[index] === 'date')
    return times.some((cell) => !isEmpty(cell) && !TIME_OF_SORTS.test(bare(cell)))
  }
  return { fieldOf, columnsUnder, readHeading, isForeign }
}
