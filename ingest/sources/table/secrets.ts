import { fold } from '../../../kernel/fold.ts'
import { readCsv } from '../../formats/csv.ts'
import { degreeNamed, SEALED, SECRECY_KEY, TITLE_KEY } from '../../mask/markings.ts'
import { HIDDEN } from '../../mask/values.ts'
import type { Masked } from '../../mask.ts'
import { headingAt } from './around.ts'
import { fieldsByHeading, headingLines } from './heading.ts'
import { type Line, rowReader, type Shape } from './rows.ts'
import { isSecretHeading } from './secret-heading.ts'

/** Places of columns whose heading says something. */
const placesOf = (cells: readonly string[], says: (heading: string) => boolean): ReadonlySet<number> =>
  new Set(cells.flatMap((cell, index) => (says(cell.normalize('NFC')) ? [index] : [])))

/** What a heading line says of its columns. */
type Heading = {
  readonly heading: string | undefined
  readonly width: number
  readonly secret: ReadonlySet<number>
  readonly degree: ReadonlySet<number>
  /** What a row’s degree is about. */
  readonly titles: ReadonlySet<number>
  /** Where it went: the address of a page may hold the title. */
  readonly places: ReadonlySet<number>
}

/** Fields that hold a title, whatever their column is called, and those that hold an address. */
const TITLES: ReadonlySet<string> = new Set(['what', 'document'])
const PLACES: ReadonlySet<string> = new Set(['to', 'url'])
/** What of an address stands behind its host. */
const BEHIND_HOST = /^((?:[a-z]+:\/\/)?[^/?#]*[/?#]).+$/i

const isDegree = (cell: string): boolean => SEALED.test(cell) || degreeNamed(cell.normalize('NFC')) !== undefined

const written = (cell: string, delimiter: string): string =>
  cell.includes(delimiter) || /["\r\n]|^\s|\s$/.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell

/** Hides what a column holds of which its heading, or the row's degree of secrecy, alone says that it is a secret. */
export type HideCells = (line: string, heading: string | undefined) => Masked

/**
 * Hides the cells of CSV that stand under a secret heading. A row that has more cells than its heading, one of them split by a stray
 * delimiter, is hidden from the first secret one on; one that is no CSV as a whole. Twice is once. Other formats name each value, and
 * their names are looked at by the mask itself. Of a row that states its degree in a column of its own what it is about goes, too.
 */
export const hideCells = (shape: Shape): HideCells => {
  const { format, delimiter, header } = shape
  const read = rowReader(shape)
  const fieldOf = fieldsByHeading(shape)
  let last: Heading | undefined
  const under = (heading: string | undefined): Heading => {
    if (last && last.heading === heading) return last
    const cells = heading === undefined ? (header ?? []) : (readCsv(heading, delimiter) ?? [])
    last = {
      ...{ heading, width: cells.length },
      secret: placesOf(cells, isSecretHeading),
      degree: placesOf(cells, (cell) => SECRECY_KEY.test(cell)),
      titles: placesOf(cells, (cell) => TITLE_KEY.test(cell) || TITLES.has(fieldOf.get(fold(cell)) ?? '')),
      places: placesOf(cells, (cell) => PLACES.has(fieldOf.get(fold(cell)) ?? '')),
    }
    return last
  }
  const hideUnder: HideCells = (line, heading) => {
    const { width, secret, degree, titles } = under(heading)
    if ((secret.size === 0 && degree.size === 0) || isHeading(read(line, undefined))) return { line, masked: 0 }
    const cells = readCsv(line, delimiter)
    if (!cells) return line === HIDDEN ? { line, masked: 0 } : { line: HIDDEN, masked: 1 }
    const marked = [...degree].some((index) => isDegree(cells[index] ?? ''))
    if (secret.size === 0 && !marked) return { line, masked: 0 }
    const from =
      secret.size > 0 && cells.findLastIndex((cell) => cell !== '') >= width
        ? Math.min(...secret)
        : Number.POSITIVE_INFINITY
    const isOpen = (cell: string, index: number): boolean =>
      (secret.has(index) || index >= from || (marked && titles.has(index) && !SEALED.test(cell))) &&
      cell !== '' &&
      cell !== HIDDEN
    const hidden = cells.map((cell, index) => {
      if (isOpen(cell, index)) return HIDDEN
      return marked && places.has(index) ? cell.replace(BEHIND_HOST, `$1${HIDDEN}`) : cell
    })
    const masked = hidden.filter((cell, index) => cell !== cells[index]).length
    return masked === 0
      ? { line, masked }
      : { line: hidden.map((cell) => written(cell, delimiter)).join(delimiter), masked }
  }
  return (line, heading) => {
    if (format !== 'csv') return { line, masked: 0 }
    let [hidden, masked] = [line, 0]
    for (const one of headingLines(heading)) {
      const next = hideUnder(hidden, one)
      hidden = next.line
      masked += next.masked
    }
    return { line: hidden, masked }
  }
}

const isHeading = ({ kind }: Line): boolean => kind === 'heading' || kind === 'twice'

/**
 * The same of a whole sample, whose mapping need not know its columns yet: where no line is a heading by it and it has none of its own,
 * the line above its rows is one (`headingAt`).
 */
export const hideIn = (shape: Shape, lines: readonly string[]) => {
  const hide = hideCells(shape)
  const read = rowReader(shape)
  let heading = shape.header?.length ? undefined : lines[headingAt(lines, shape.delimiter)]
  let masked = 0
  const hidden = lines.map((line) => {
    if (isHeading(read(line, undefined))) heading = line
    if (line === heading) return line
    const one = hide(line, heading)
    masked += one.masked
    return one.line
  })
  return { lines: hidden, masked }
}
