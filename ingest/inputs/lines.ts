import { markOf, sniffUnicode, type Unicode } from '../intake/decode.ts'
import { gatherer, type Layout, type Splitter } from './gather.ts'
import { jsonSplitter, looksLikeJson } from './split-json.ts'

/** Enough of a content to tell its encoding and its layout. */
export const HEAD = 4096
const NEWLINE = 0x0a

/** The encoding of a content by its first bytes; `utf-8` stands for whatever keeps ASCII at one byte. */
export const encodingOf = (head: Uint8Array): Unicode =>
  sniffUnicode(head.subarray(0, Math.min(head.length, HEAD) & ~1))

/** Length of the byte order mark a content begins with. */
export const markLength = (head: Uint8Array): number => markOf(head)?.length ?? 0

/** Offset of the next newline at or after `from`, -1 for none. In UTF-16 only a whole unit counts: Ċ is 0x010A. */
export const newlineAt = (bytes: Buffer, from: number, encoding: Unicode): number => {
  if (encoding === 'utf-8') return bytes.indexOf(NEWLINE, from)
  const low = encoding === 'utf-16le' ? 0 : 1
  for (let at = bytes.indexOf(NEWLINE, from); at >= 0; at = bytes.indexOf(NEWLINE, at + 1))
    if (at % 2 === low && bytes[at ^ 1] === 0) return at - low
  return -1
}

/** A record a line, ended by LF or CR LF in the stream's own encoding. Empty lines are counted but not given. */
export const lineSplitter = (layout: Layout): Splitter => {
  const { encoding } = layout
  const record = gatherer(layout)
  const width = encoding === 'utf-8' ? 1 : 2
  return {
    *push(chunk) {
      let at = 0
      for (let end = newlineAt(chunk, at, encoding); end >= 0; end = newlineAt(chunk, at, encoding)) {
        record.add(chunk.subarray(at, end))
        at = end + width
        yield* record.take(width)
      }
      record.add(chunk.subarray(at))
    },
    end: () => record.take(0),
    get held() {
      return record.held
    },
  }
}

/** Whether a content that begins with `head` is lines in UTF-8 or what keeps ASCII at one byte. */
export const isPlainLines = (head: Buffer): boolean =>
  encodingOf(head) === 'utf-8' && !looksLikeJson(head.subarray(0, HEAD), 'utf-8')

/**
 * The splitter for a content that begins with `head`: lines, or JSON objects however they are laid out. Told by the content
 * alone; its byte order mark is not to be pushed.
 */
export const splitterFor = (head: Buffer, lineBytes: number): Splitter => {
  const layout = { encoding: encodingOf(head), lineBytes, start: markLength(head) }
  return looksLikeJson(head.subarray(0, HEAD), layout.encoding) ? jsonSplitter(layout) : lineSplitter(layout)
}
