import { fold } from '../../../kernel/fold.ts'
import { readCsv } from '../../formats/csv.ts'

/* What an export of an office holds besides its heading and its rows. */

/** A cell of a row that holds a time: a date, a clock time, or seconds since 1970. No heading begins so. */
export const TIMELY = /^(\d{1,4}[-/.:]\d|\d{9,})/

/** Excel’s word for the delimiter, also as a spreadsheet saves it again. */
const SEPARATOR = /^\uFEFF?"?sep=.?"?[;,\s]*$/i
export const isSeparator = (line: string): boolean => SEPARATOR.test(line)

const MAYBE_TIME = /^(\d{1,4}[-/.:]\d|\d{6,})|\d:\d\d/

/** Whether something in a line could be its time, whatever the delimiter is: of a line that has none it is certain that it is no row. */
export const mayHoldTime = (line: string): boolean =>
  line.split(/[,;\t|\n]/).some((piece) => MAYBE_TIME.test(piece.replace(/["'\uFEFF]/g, '').trim()))

const TOTAL = /^(tong(cong|so)|(tong|cong|total|grandtotal)(?![a-z]))/

/** Whether cells are the line under a table that adds it up: a name may begin like «tổng», but is followed by more than numbers. */
export const isTotal = (cells: readonly string[], line: string): boolean => {
  const [first = '', ...others] = cells.filter((cell) => cell !== '')
  return TOTAL.test(fold(first)) && others.every((cell) => /^[\d.,\s%]+$/.test(cell)) && !mayHoldTime(line)
}

/**
 * Which of a sample’s lines is the heading, where no mapping says it: above the first row, under titles. The line with the most cells
 * of those before the first that holds a time, the lowest of several; -1 where the sample begins with rows.
 */
export const headingAt = (lines: readonly string[], delimiter: string): number => {
  const cells = lines.map((line) => (isSeparator(line) ? [] : (readCsv(line, delimiter) ?? [])))
  const row = cells.findIndex((one) => one.some((cell) => TIMELY.test(cell)))
  const above = row < 0 ? cells : cells.slice(0, row)
  const named = above.map((one) => one.filter((cell) => cell !== '').length)
  const most = Math.max(0, ...named)
  if (most === 0) return -1
  // Of lines without any row the first: what stands below it may be rows of another kind.
  return row < 0 ? named.indexOf(most) : named.lastIndexOf(most)
}
