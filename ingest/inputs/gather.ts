import { createHash, type Hash } from 'node:crypto'
import { MARKS, type Unicode } from '../intake/decode.ts'
import type { Original } from '../intake.ts'

/** One record of a file or a body. */
export type RawLine = {
  /** Without its end of line; a line of UTF-16 begins with the byte order mark, so that it can be decoded alone. */
  readonly line: Uint8Array
  /** Bytes before it, in the content as unpacked. */
  readonly offset: number
  /** Its line, empty ones counted, or its place among JSON objects; from 1. */
  readonly number: number
  /** Longer than the limit: `line` is its beginning, and this is what it was. */
  readonly cut?: Original
}

/** How a stream of bytes is laid out. */
export type Layout = {
  readonly encoding: Unicode
  /** Longest record that is kept whole, bytes. */
  readonly lineBytes: number
  /** Bytes before the first chunk: the length of the byte order mark. */
  readonly start: number
}

/** Cuts a stream of bytes into records. In a UTF-16 stream every chunk but the last has an even length. */
export type Splitter = {
  push(chunk: Buffer): Iterable<RawLine>
  /** What is left when the stream ends. */
  end(): Iterable<RawLine>
  /** Bytes of the record that has not ended yet. */
  readonly held: number
}

/** Collects the bytes of one record after another, never more than the limit of each. */
export type Gatherer = {
  add(bytes: Buffer): void
  /** The record, where it holds anything; the next one begins `skip` bytes later (its end of line). */
  take(skip: number): Iterable<RawLine>
  /** Passes over bytes between records. */
  skip(bytes: number): void
  readonly held: number
}

/** Records of UTF-16 get the stream's byte order mark, so that each can be read by itself. */
export const gatherer = ({ encoding, lineBytes, start }: Layout): Gatherer => {
  const mark = encoding === 'utf-8' ? Buffer.alloc(0) : Buffer.from(MARKS[encoding])
  let parts: Buffer[] = []
  let kept = 0
  let length = 0
  let offset = start
  let number = 0
  let digest: Hash | undefined

  return {
    get held() {
      return length
    },
    add: (bytes) => {
      if (kept + bytes.length > lineBytes && !digest) {
        digest = createHash('sha256').update(mark)
        for (const part of parts) digest.update(part)
      }
      digest?.update(bytes)
      const room = bytes.subarray(0, Math.min(bytes.length, lineBytes - kept))
      if (room.length > 0) parts.push(room)
      kept += room.length
      length += bytes.length
    },
    *take(skip) {
      const bytes = bare(parts.length === 1 ? parts[0]! : Buffer.concat(parts), encoding)
      number += 1
      const line: RawLine = {
        line: mark.length === 0 || bytes.subarray(0, 2).equals(mark) ? bytes : Buffer.concat([mark, bytes]),
        offset,
        number,
        ...(digest ? { cut: { bytes: mark.length + length, digest: hex(digest), cut: true } } : {}),
      }
      offset += length + skip
      parts = []
      kept = length = 0
      digest = undefined
      if (line.line.length > mark.length) yield line
    },
    skip: (bytes) => {
      offset += bytes
    },
  }
}

const hex = (digest: Hash): string => digest.digest('hex').slice(0, 32)

const CR = 0x0d

/** Without the CR of CR LF. */
const bare = (bytes: Buffer, encoding: Unicode): Buffer => {
  if (encoding === 'utf-8') return bytes.at(-1) === CR ? bytes.subarray(0, -1) : bytes
  const [low, high] = encoding === 'utf-16le' ? [-2, -1] : [-1, -2]
  return bytes.at(low) === CR && bytes.at(high) === 0 ? bytes.subarray(0, -2) : bytes
}
