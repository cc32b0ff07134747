import { fold } from '../../../kernel/fold.ts'
import { type Degree, degreeNamed } from '../../../kernel/secrecy.ts'
import { readCsv } from '../../formats/csv.ts'
import { readObject } from '../../formats/json.ts'
import { type Mask, maskUnder } from '../../intake/mask-bytes.ts'
import { markingOf, SEALED, SECRECY_KEY, TITLE_KEY } from '../../mask/markings.ts'
import { HIDDEN } from '../../mask/values.ts'
import type { Masked } from '../../mask.ts'
import { fieldsByHeading, headingLines } from './heading.ts'
import { headingBehind, type Line, rowReader, rowsIn, type Shape, titledRows } from './rows.ts'
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

/** Fields of a mapping that say what a paper is about, whatever its column is called. */
const ABOUT: ReadonlySet<string> = new Set(['what', 'document', 'title', 'subject', 'path', 'object'])
/** Those that hold an address. */
const PLACES: ReadonlySet<string> = new Set(['to', 'url'])
/** What of an address stands behind its host. */
const BEHIND_HOST = /^((?:[a-z]+:\/\/)?[^/?#]*[/?#]).+$/i

const degreeIn = (cell: string): Degree | undefined => {
  const sealed = SEALED.test(cell) ? /\[(?:dấu-)?([^:]+):/.exec(cell)?.[1] : undefined
  const text = cell.normalize('NFC')
  return degreeNamed(sealed ?? text) ?? markingOf(text)?.degree
}

/** The degree of a row. Where it is not as wide as its heading, nobody knows under which column a cell stands that names one. */
const degreeOfRow = (cells: readonly string[], places: ReadonlySet<number>, isAskew: boolean): Degree | undefined => {
  if (places.size === 0) return undefined
  const named = cells.flatMap((cell, index) => (places.has(index) || isAskew ? (degreeIn(cell) ?? []) : []))
  return named.find((degree) => degree === 'TUYỆT MẬT') ?? named.find((degree) => degree === 'TỐI MẬT') ?? named[0]
}

/** What a title leaves as in a row of that degree: the mask knows it of rows in JSON. */
const sealedBy = (mask: Mask, degree: Degree, value: string): string => {
  const title = readObject(mask(JSON.stringify({ secrecy: degree, title: value })).line)?.['title']
  return typeof title === 'string' && title !== value ? title : HIDDEN
}

const written = (cell: string, delimiter: string): string =>
  cell.includes(delimiter) || /["\r\n]|^\s|\s$/.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell

/** Hides what a column holds of which its heading, or the row's degree of secrecy, alone says that it is a secret. `mask`: that of every line. */
export type HideCells = (line: string, heading: string | undefined, mask: Mask) => Masked

const isHeading = ({ kind }: Line): boolean => kind === 'heading' || kind === 'twice'

/**
 * Hides the cells of CSV that stand under a secret heading. A row that has more cells than its heading, one of them split by a stray
 * delimiter, is hidden from the first secret one on; one that is no CSV as a whole. Twice is once. Other formats name each value, and
 * their names are looked at by the mask itself. Of a row that states its degree in a column of its own what it is about leaves as its degree
 * and digest alone; where its cells are not as many as its heading's, all of it.
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
      degree: placesOf(cells, (cell) => SECRECY_KEY.test(cell) || fieldOf.get(fold(cell)) === 'secrecy'),
      titles: placesOf(cells, (cell) => TITLE_KEY.test(cell) || ABOUT.has(fieldOf.get(fold(cell)) ?? '')),
      places: placesOf(cells, (cell) => PLACES.has(fieldOf.get(fold(cell)) ?? '')),
    }
    return last
  }
  const hideUnder: HideCells = (line, heading, mask) => {
    const { width, secret, degree, titles, places } = under(heading)
    if ((secret.size === 0 && degree.size === 0) || isHeading(read(line, undefined))) return { line, masked: 0 }
    const cells = readCsv(line, delimiter)
    if (!cells) return line === HIDDEN ? { line, masked: 0 } : { line: HIDDEN, masked: 1 }
    const filled = cells.findLastIndex((cell) => cell !== '') + 1
    const isAskew = filled > width || cells.length < width
    const marked = degreeOfRow(cells, degree, isAskew)
    const from = secret.size > 0 && filled > width ? Math.min(...secret) : Number.POSITIVE_INFINITY
    const isTitle = (cell: string, index: number): boolean =>
      (isAskew || titles.has(index)) && !SEALED.test(cell) && degreeNamed(cell.normalize('NFC')) === undefined
    const hidden = cells.map((cell, index) => {
      if (cell === '' || cell === HIDDEN) return cell
      if (secret.has(index) || index >= from) return HIDDEN
      if (marked === undefined) return cell
      if (isTitle(cell, index)) return sealedBy(mask, marked, cell)
      return places.has(index) ? cell.replace(BEHIND_HOST, `$1${HIDDEN}`) : cell
    })
    const masked = hidden.filter((cell, index) => cell !== cells[index]).length
    return masked === 0
      ? { line, masked }
      : { line: hidden.map((cell) => written(cell, delimiter)).join(delimiter), masked }
  }
  return (line, heading, mask) => {
    if (format !== 'csv') return { line, masked: 0 }
    let all = { line, masked: 0 }
    for (const one of headingLines(heading)) {
      const hidden = hideUnder(all.line, one, mask)
      all = { line: hidden.line, masked: all.masked + hidden.masked }
    }
    return all
  }
}

/**
 * A sample without what may not leave: row by row as the intake has the text it is the beginning of, each under the heading in force. Lines
 * keep their numbers: where a cell of several lines was hidden, empty ones stand for the others.
 */
export const maskRows = (shape: Shape, sample: string, mask: Mask) => {
  const [hide, read, rows] = [hideCells(shape), rowReader(shape), rowsIn(shape, sample)]
  const titles = titledRows(rows, read)
  const lines: string[] = sample.split(/\r?\n/).map(() => '')
  let heading: string | undefined
  let masked = 0
  for (const [index, [line, text]] of rows.entries()) {
    const one = maskUnder(mask, hide, heading)(text)
    heading = headingBehind(one.line, heading, read(one.line, heading, index < titles))
    masked += one.masked
    for (const [at, part] of one.line.split('\n').entries()) lines[line - 1 + at] = part
  }
  return { sample: lines.join('\n'), masked }
}
