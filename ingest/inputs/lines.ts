/** How newlines are written; `bytes` is UTF-8, Windows-1258 and whatever else keeps ASCII at one byte. */
export type Encoding = 'bytes' | 'utf-16le' | 'utf-16be'

export type Line = {
  /** Without its newline. A UTF-16 line carries the byte order mark, so that it can be decoded alone. */
  readonly bytes: Uint8Array
  /** Where it begins, and where the next one does: byte offsets. */
  readonly at: number
  readonly end: number
  /** Counted from 1, empty lines included. */
  readonly number: number
}

const LF = 0x0a
const CR = 0x0d
const HEAD = 64
const MARKS = { 'utf-16le': Buffer.from([0xff, 0xfe]), 'utf-16be': Buffer.from([0xfe, 0xff]) } as const

/** Tells UTF-16 by its mark (Unicode 16.0, 23.8), or by the zero bytes that Latin text leaves in it: no other log has them. */
export const encodingOf = (head: Uint8Array): Encoding => {
  if (head[0] === 0xff && head[1] === 0xfe) return 'utf-16le'
  if (head[0] === 0xfe && head[1] === 0xff) return 'utf-16be'
  const zeros = [0, 0]
  const seen = Math.min(head.length, HEAD)
  for (let i = 0; i < seen; i++) if (head[i] === 0) zeros[i % 2]!++
  const many = seen / 4
  if (seen < 4) return 'bytes'
  return zeros[1]! > many && zeros[0] === 0 ? 'utf-16le' : zeros[0]! > many && zeros[1] === 0 ? 'utf-16be' : 'bytes'
}

/** Offset of the next newline character at or after `from`, or -1. In UTF-16 only a whole unit counts: Ċ is 0x010A. */
export const newlineAt = (bytes: Buffer, from: number, encoding: Encoding): number => {
  if (encoding === 'bytes') return bytes.indexOf(LF, from)
  const low = encoding === 'utf-16le' ? 0 : 1
  for (let at = bytes.indexOf(LF, from); at >= 0; at = bytes.indexOf(LF, at + 1)) {
    if (at % 2 === low && bytes[at + 1 - 2 * low] === 0) return at - low
  }
  return -1
}

/** The content between two newlines: a trailing carriage return is the newline's, the file's mark is put on each line. */
const contentOf = (bytes: Buffer, encoding: Encoding): Uint8Array => {
  if (encoding === 'bytes') return bytes.at(-1) === CR ? bytes.subarray(0, -1) : bytes
  const mark = MARKS[encoding]
  const [low, high] = encoding === 'utf-16le' ? [-2, -1] : [-1, -2]
  const bare = bytes.at(low) === CR && bytes.at(high) === 0 ? bytes.subarray(0, -2) : bytes
  return bare[0] === mark[0] && bare[1] === mark[1] ? bare : Buffer.concat([mark, bare])
}

const isEmpty = (content: Uint8Array, encoding: Encoding): boolean => content.length <= (encoding === 'bytes' ? 0 : 2)

/**
 * Cuts bytes into their complete lines; `rest` is where the incomplete one begins, `number` its number. Empty lines are
 * counted but not given. `bytes` must begin at a line (for UTF-16: at an even offset of the stream).
 */
export const cutLines = (bytes: Buffer, encoding: Encoding): { lines: Line[]; rest: number; number: number } => {
  const lines: Line[] = []
  const width = encoding === 'bytes' ? 1 : 2
  let at = 0
  for (let number = 1; ; number++) {
    const newline = newlineAt(bytes, at, encoding)
    if (newline < 0) return { lines, rest: at, number }
    const content = contentOf(bytes.subarray(at, newline), encoding)
    if (!isEmpty(content, encoding)) lines.push({ bytes: content, at, end: newline + width, number })
    at = newline + width
  }
}

/** All lines of something that is complete: the last one may lack its newline. */
export const allLines = (bytes: Buffer, encoding: Encoding): Line[] => {
  const { lines, rest, number } = cutLines(bytes, encoding)
  const last = contentOf(bytes.subarray(rest), encoding)
  return isEmpty(last, encoding) ? lines : [...lines, { bytes: last, at: rest, end: bytes.length, number }]
}
