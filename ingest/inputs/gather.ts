import { createHash, type Hash } from 'node:crypto'
import type { Unicode } from '../intake/decode.ts'
import type { FileLine } from './files-reader.ts'
import type { Layout } from './split-lines.ts'

/** Collects the bytes of one record after another, never more than the limit of each. */
export type Gatherer = {
  add(bytes: Buffer): void
  /** The record, where it holds anything; the next one begins `skip` bytes later (its end of line). */
  take(skip: number): Iterable<FileLine>
  /** Passes over bytes between records. */
  skip(bytes: number): void
}

const MARKS: Readonly<Record<Unicode, Buffer>> = {
  'utf-8': Buffer.alloc(0),
  'utf-16le': Buffer.from([0xff, 0xfe]),
  'utf-16be': Buffer.from([0xfe, 0xff]),
}

/** Records of UTF-16 get the stream's byte order mark, so that each can be read by itself. */
export const gatherer = ({ encoding, lineBytes, start }: Layout): Gatherer => {
  const mark = MARKS[encoding]
  const cr = encoding === 'utf-8' ? [0x0d] : encoding === 'utf-16le' ? [0x0d, 0] : [0, 0x0d]
  let parts: Buffer[] = []
  let kept = 0
  let length = 0
  let offset = start
  let digest: Hash | undefined

  return {
    add: (bytes) => {
      if (kept + bytes.length > lineBytes && !digest) {
        digest = createHash('sha256').update(mark)
        for (const part of parts) digest.update(part)
      }
      digest?.update(bytes)
      const room = bytes.subarray(0, lineBytes - kept)
      if (room.length > 0) parts.push(room)
      kept += room.length
      length += bytes.length
    },
    *take(skip) {
      const bytes = parts.length === 1 ? parts[0]! : Buffer.concat(parts)
      const line: FileLine = {
        line: mark.length > 0 ? Buffer.concat([mark, bare(bytes, cr)]) : bare(bytes, cr),
        offset,
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

/** Without the CR of CR LF. */
const bare = (bytes: Buffer, cr: readonly number[]): Buffer => {
  const end = bytes.length - cr.length
  return end >= 0 && cr.every((byte, i) => bytes[end + i] === byte) ? bytes.subarray(0, end) : bytes
}
