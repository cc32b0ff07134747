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

/**
 * How a text stands with its quotes (RFC 4180): `open` where it ends inside a quoted cell, whose row goes on in the next line; `broken`
 * where something stands behind a closing quote. Never throws.
 */
export const quotesOf = (text: string, delimiter: string): 'open' | 'closed' | 'broken' => {
  if (!text.includes('"')) return 'closed'
  for (let at = 0; ; at++) {
    at = behindBlanks(text, at)
    if (text[at] === '"') {
      const end = closing(text, at + 1)
      if (end < 0) return 'open'
      at = behindBlanks(text, end + 1)
      if (at < text.length && text[at] !== delimiter) return 'broken'
    } else at = text.indexOf(delimiter, at)
    if (at < 0 || at >= text.length) return 'closed'
  }
}

/** Where a quoted cell ends; two quotes are one of its signs. */
const closing = (text: string, from: number): number => {
  let at = text.indexOf('"', from)
  while (at >= 0 && text[at + 1] === '"') at = text.indexOf('"', at + 2)
  return at
}

const behindBlanks = (text: string, from: number): number => {
  let at = from
  while (text[at] === ' ' || text[at] === '\uFEFF') at++
  return at
}
