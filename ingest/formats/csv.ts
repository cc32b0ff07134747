import { parse } from 'csv-parse/sync'

/** The cells of one CSV line (RFC 4180), trimmed; `undefined` when quotes do not close. Never throws. */
export const readCsv = (line: string, delimiter: string): readonly string[] | undefined =>
  isPlain(line, delimiter) ? line.split(delimiter).map((cell) => cell.trim()) : parseCsv(line, delimiter)

/** The same in every case, by the library; ten times as slow. */
export const parseCsv = (line: string, delimiter: string): readonly string[] | undefined => {
  try {
    // The options make csv-parse return arrays of strings; its type leaves that open.
    const rows = parse(line, { delimiter, bom: true, trim: true, relax_column_count: true }) as string[][]
    return rows.length === 1 ? rows[0] : rows.length === 0 ? [] : undefined
  } catch {
    return undefined
  }
}

/** Without quotes and uncommon white space there is nothing to it but the delimiter, and blanks and tabs around the cells. */
const isPlain = (line: string, delimiter: string): boolean =>
  !/["\uFEFF]|[^\S \t]|^\s*$/.test(line) && !/[\s"]/.test(delimiter)
