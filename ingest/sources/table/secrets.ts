import { readCsv } from '../../formats/csv.ts'
import { HIDDEN } from '../../mask/values.ts'
import type { Masked } from '../../mask.ts'
import { rowReader, type Shape, TIMELY } from './rows.ts'
import { isSecretHeading } from './secret-heading.ts'

/** Which columns a heading line says are secret: their places. */
const secretIn = (cells: readonly string[]): ReadonlySet<number> =>
  new Set(cells.flatMap((cell, index) => (isSecretHeading(cell) ? [index] : [])))

const written = (cell: string, delimiter: string): string =>
  cell.includes(delimiter) || /["\r\n]|^\s|\s$/.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell

/** Hides what a column holds of which the heading alone says that it is a secret: rows bear no other trace of it. */
export type HideCells = (line: string, heading: string | undefined) => Masked

/**
 * Hides the cells of CSV that stand under a secret heading. A row that has more cells than its heading, one of them split by a stray
 * delimiter, is hidden from the first secret one on; one that is no CSV as a whole. Twice is once. Other formats name each value, and
 * their names are looked at by the mask itself.
 */
export const hideCells = (shape: Shape): HideCells => {
  const { format, delimiter, header } = shape
  const read = rowReader(shape)
  let last: { heading: string | undefined; width: number; secret: ReadonlySet<number> } | undefined
  const under = (heading: string | undefined) => {
    if (last && last.heading === heading) return last
    const cells = heading === undefined ? (header ?? []) : (readCsv(heading, delimiter) ?? [])
    last = { heading, width: cells.length, secret: secretIn(cells) }
    return last
  }
  return (line, heading) => {
    const { width, secret } = under(heading)
    if (format !== 'csv' || secret.size === 0 || read(line, undefined).kind === 'heading') return { line, masked: 0 }
    const cells = readCsv(line, delimiter)
    if (!cells) return line === HIDDEN ? { line, masked: 0 } : { line: HIDDEN, masked: 1 }
    const from = cells.findLastIndex((cell) => cell !== '') >= width ? Math.min(...secret) : Number.POSITIVE_INFINITY
    const isOpen = (cell: string, index: number): boolean =>
      (secret.has(index) || index >= from) && cell !== '' && cell !== HIDDEN
    const masked = cells.filter(isOpen).length
    if (masked === 0) return { line, masked }
    const hidden = cells.map((cell, index) => written(isOpen(cell, index) ? HIDDEN : cell, delimiter))
    return { line: hidden.join(delimiter), masked }
  }
}

/**
 * The same of a whole sample, whose mapping need not know its columns yet: where no line is a heading by it and it has none of its own,
 * the first line that holds no time is one.
 */
export const hideIn = (shape: Shape, lines: readonly string[]) => {
  const hide = hideCells(shape)
  const read = rowReader(shape)
  const isHeading = (line: string): boolean => read(line, undefined).kind === 'heading'
  const first = shape.header?.length ? undefined : lines.find((line) => line.trim() !== '')
  const isTimely = first === undefined || (readCsv(first, shape.delimiter) ?? []).some((cell) => TIMELY.test(cell))
  let heading = isTimely ? undefined : first
  let masked = 0
  const hidden = lines.map((line) => {
    if (isHeading(line)) heading = line
    if (line === heading) return line
    const one = hide(line, heading)
    masked += one.masked
    return one.line
  })
  return { lines: hidden, masked }
}
