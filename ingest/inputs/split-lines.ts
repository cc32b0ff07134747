import type { Unicode } from '../intake/decode.ts'
import type { FileLine } from './files-reader.ts'
import { gatherer } from './gather.ts'

/** Cuts a stream of bytes into records. In a UTF-16 stream every chunk but the last has an even length. */
export type Splitter = {
  push(chunk: Buffer): Iterable<FileLine>
  /** What is left when the stream ends. */
  end(): Iterable<FileLine>
}

export type Layout = {
  readonly encoding: Unicode
  /** Longest record that is kept whole, bytes. */
  readonly lineBytes: number
  /** Bytes before the first chunk: the length of the byte order mark. */
  readonly start: number
}

const NEWLINE = 0x0a

/** A record a line, ended by LF or CR LF in the stream's own encoding. */
export const lineSplitter = (layout: Layout): Splitter => {
  const { encoding } = layout
  const record = gatherer(layout)
  const width = encoding === 'utf-8' ? 1 : 2
  return {
    *push(chunk) {
      let at = 0
      for (let end = newline(chunk, at, encoding); end >= 0; end = newline(chunk, at, encoding)) {
        record.add(chunk.subarray(at, end))
        at = end + width
        yield* record.take(width)
      }
      record.add(chunk.subarray(at))
    },
    end: () => record.take(0),
  }
}

/** Where the next newline begins, -1 for none. */
const newline = (chunk: Buffer, from: number, encoding: Unicode): number => {
  if (encoding === 'utf-8') return chunk.indexOf(NEWLINE, from)
  // The byte occurs in other letters too: only at its place in a unit, beside a zero, is it a newline.
  const low = encoding === 'utf-16le' ? 0 : 1
  for (let at = chunk.indexOf(NEWLINE, from); at >= 0; at = chunk.indexOf(NEWLINE, at + 1))
    if (at % 2 === low && chunk[at ^ 1] === 0) return at - low
  return -1
}
