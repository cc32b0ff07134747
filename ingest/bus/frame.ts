import { crc32 } from 'node:zlib'
import type { Delivered, Message } from '../../kernel/ports.ts'

/**
 * One frame is one group commit: everything that became durable by the same sync. So whatever a crash tore is the last
 * frame, and nothing in it was ever acknowledged.
 *
 *     magic u32 | length of the body u32 | first offset u64 | number of messages u32 | CRC-32 u32 | body
 *     body: for each message  key length u32 | value length u32 | key (UTF-8) | value      (all numbers little endian)
 *
 * The checksum covers everything from the length on, its own place excepted.
 */
const MAGIC = 0x31474756 // «VGG1»
const MAGIC_BYTES = Buffer.from('VGG1', 'latin1')
export const HEADER = 24
const CRC_AT = 20
const LENGTHS = 8

/** A body above this is no frame of ours, whatever its header says. */
export const MAX_BODY = 256 * 1024 * 1024

export type Frame = {
  readonly kind: 'frame'
  readonly base: number
  readonly count: number
  /** Position in the buffer just after the frame. */
  readonly end: number
  readonly body: Buffer
}

/** What stands at a position: a frame, the beginning of one that needs `size` bytes in all, or something else. */
export type Parsed = Frame | { readonly kind: 'short'; readonly size: number } | { readonly kind: 'bad' }

/** Bytes the messages take as a body. */
export const bodySize = (messages: readonly Message[]): number => {
  let size = 0
  for (const { key, value } of messages) size += LENGTHS + Buffer.byteLength(key) + value.length
  return size
}

/** The frame of `messages`, the first of which has the offset `base`. `length`: their `bodySize`, where it is known. */
export const encodeFrame = (base: number, messages: readonly Message[], length = bodySize(messages)): Buffer => {
  const frame = Buffer.allocUnsafe(HEADER + length)
  frame.writeUInt32LE(MAGIC, 0)
  frame.writeUInt32LE(length, 4)
  frame.writeBigUInt64LE(BigInt(base), 8)
  frame.writeUInt32LE(messages.length, 16)
  let at = HEADER
  for (const { key, value } of messages) {
    const keyBytes = frame.write(key, at + LENGTHS)
    frame.set(value, at + LENGTHS + keyBytes)
    frame.writeUInt32LE(keyBytes, at)
    frame.writeUInt32LE(value.length, at + 4)
    at += LENGTHS + keyBytes + value.length
  }
  frame.writeUInt32LE(checksum(frame), CRC_AT)
  return frame
}

const checksum = (frame: Buffer): number => crc32(frame.subarray(HEADER), crc32(frame.subarray(4, CRC_AT)))

/** Reads what stands at `at`. The checksum is verified, so a `frame` is one we wrote. */
export const parseFrame = (buffer: Buffer, at: number): Parsed => {
  const left = buffer.length - at
  if (left < HEADER) return { kind: 'short', size: HEADER }
  if (buffer.readUInt32LE(at) !== MAGIC) return { kind: 'bad' }
  const length = buffer.readUInt32LE(at + 4)
  if (length > MAX_BODY) return { kind: 'bad' }
  if (left < HEADER + length) return { kind: 'short', size: HEADER + length }
  const end = at + HEADER + length
  const frame = buffer.subarray(at, end)
  if (checksum(frame) !== frame.readUInt32LE(CRC_AT)) return { kind: 'bad' }
  const base = Number(frame.readBigUInt64LE(8))
  return { kind: 'frame', base, count: frame.readUInt32LE(16), end, body: frame.subarray(HEADER) }
}

/** Position of the first whole frame at or after `from`; undefined when there is none. */
export const findFrame = (buffer: Buffer, from: number): number | undefined => {
  for (let at = buffer.indexOf(MAGIC_BYTES, from); at >= 0; at = buffer.indexOf(MAGIC_BYTES, at + 1))
    if (parseFrame(buffer, at).kind === 'frame') return at
  return undefined
}

/** The messages of a frame with their offsets. */
export const messagesOf = ({ base, count, body }: Frame): Delivered[] => {
  const messages: Delivered[] = []
  for (let at = 0; messages.length < count; ) {
    const keyEnd = at + LENGTHS + body.readUInt32LE(at)
    const end = keyEnd + body.readUInt32LE(at + 4)
    const key = body.toString('utf8', at + LENGTHS, keyEnd)
    messages.push({ key, value: body.subarray(keyEnd, end), offset: base + messages.length })
    at = end
  }
  return messages
}
