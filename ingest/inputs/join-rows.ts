import { type Quotes, rowSpans } from '../formats/csv-rows.ts'
import { decodeLine, MARKS, sniffUnicode } from '../intake/decode.ts'
import type { RawLine } from './gather.ts'

const QUOTE = 0x22

/** How the lines of a source stand with their quotes, by its id; undefined where a row is a line. */
export type QuotesOf = (source: string) => Quotes | undefined

/**
 * Puts the lines of rows together whose quoted cells hold line breaks: what only whoever has the text before and behind a line can do.
 * `content`: what the offsets of the lines count in. `complete`: nothing comes after it. Else `held` is the first line of a row whose end is
 * yet to come, where one is; it and what follows it are not among the rows.
 */
export const joinRows = (
  lines: readonly RawLine[],
  content: Buffer,
  quotes: Quotes | undefined,
  complete: boolean,
): { readonly rows: readonly RawLine[]; readonly held: RawLine | undefined } => {
  if (!quotes || !content.includes(QUOTE)) return { rows: lines, held: undefined }
  const rows: RawLine[] = []
  for (const { from, to, open } of rowSpans(lines.map(textOf), quotes)) {
    const first = lines[from]!
    if (open && !complete) return { rows, held: first }
    rows.push(from === to ? first : { ...first, line: between(first, lines[to]!, content) })
  }
  return { rows, held: undefined }
}

/** Only quotes, delimiters and blanks are looked at, which are ASCII: whatever else the bytes are. */
const textOf = ({ line }: RawLine): string =>
  sniffUnicode(line) === 'utf-8' ? Buffer.from(line).toString('latin1') : (decodeLine(line)?.text ?? '')

const between = (first: RawLine, last: RawLine, content: Buffer): Uint8Array => {
  const encoding = sniffUnicode(first.line)
  const mark = Buffer.from(encoding === 'utf-8' ? [] : MARKS[encoding])
  return Buffer.concat([mark, content.subarray(first.offset, last.offset + last.line.length - mark.length)])
}
