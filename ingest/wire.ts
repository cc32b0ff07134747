import { coded } from '../kernel/errors.ts'
import type { StoredRecord } from '../kernel/ports.ts'
import { writeHead } from './wire-head.ts'
import { readHead } from './wire-read.ts'

/** The topic on which records travel. */
export const RECORDS = 'records'

/**
 * A tick (epoch ms), so that time comes in band with what it orders: nothing that its producer publishes later was received before it.
 * `by`: which producer, where several write the log. `gone`: nothing of it comes after this.
 */
export type Tick = { readonly tick: number; readonly by?: string; readonly gone?: true }

/** What travels on `records`: a record; a tick; and the point at which a version of the directory was taken over. */
export type Wire = Tick | StoredRecord | { readonly directory: string }

/** A record without its line. */
export type RecordHead = Omit<StoredRecord, 'raw'>

/** What a reader of the topic hears: the line itself stays in the bytes until somebody asks for it (`rawOf`). */
export type Heard = Tick | RecordHead | { readonly directory: string }

const NEWLINE = 0x0a

/**
 * A message of `records`. No field stands in it twice. `line`: the record's `raw` as bytes, where they are at hand. The bytes are a
 * part of a larger buffer.
 */
export const encodeWire = (wire: Wire, line?: Uint8Array): Buffer => {
  if (!('raw' in wire)) return Buffer.from(JSON.stringify(wire))
  const head = writeHead(wire)
  const raw = line ?? wire.raw
  const { space, from } = reserve(head.length * MOST_BYTES + 1 + raw.length * (line ? 1 : MOST_BYTES))
  let end = from + space.write(head, from)
  space[end++] = NEWLINE
  if (typeof raw === 'string') end += space.write(raw, end)
  else {
    space.set(raw, end)
    end += raw.length
  }
  arena.used = end
  const value: Encoded = space.subarray(from, end)
  value[SAYS] = headOfRecord(wire)
  return value
}

/** Without its line. Spelled out, since it is done for every line: a rest pattern costs three times as much. */
const headOfRecord = (record: StoredRecord): RecordHead => {
  const { digest, stored, received, collector, source, parser, place, heading, observations, withdraws } = record
  const head: RecordHead = { digest, stored, received, collector, source, parser, observations }
  if (place === undefined && heading === undefined && withdraws === undefined) return head
  return {
    ...head,
    ...(place !== undefined && { place }),
    ...(heading !== undefined && { heading }),
    ...(withdraws !== undefined && { withdraws }),
  }
}

const SAYS = Symbol('what the bytes say')
/** Bytes that were encoded or read in this process bear what they say: who else gets these very bytes from the bus need not parse them. */
type Encoded = Buffer & { [SAYS]?: RecordHead }

/** Bytes of a UTF-16 unit in UTF-8, at most. */
const MOST_BYTES = 3
const ARENA = 256 * 1024
/** Messages are written one behind the other into pieces of this size, which go when the last of their messages goes. */
const arena = { space: Buffer.allocUnsafeSlow(ARENA), used: 0 }

const reserve = (bytes: number): { readonly space: Buffer; readonly from: number } => {
  if (arena.space.length - arena.used < bytes) {
    arena.space = Buffer.allocUnsafeSlow(Math.max(ARENA, bytes))
    arena.used = 0
  }
  return { space: arena.space, from: arena.used }
}

/** Reads the head of a message of `records`. Throws LOG_CORRUPT on anything that was not written by `encodeWire`. */
export const decodeWire = (value: Uint8Array): Heard => {
  const said = (value as Encoded)[SAYS] // no other bytes have this symbol
  if (said) return said
  const text = textOf(headOf(value))
  const heard = readHead(text)
  if (heard && 'observations' in heard) (value as Encoded)[SAYS] = heard
  if (heard) return heard
  throw coded('LOG_CORRUPT', `Thông điệp trên «${RECORDS}» không đúng cấu trúc: ${text.slice(0, 80)}`)
}

/** The bytes before the line: all of them where there is none. */
export const headOf = (value: Uint8Array): Buffer => {
  const bytes = bufferOf(value)
  const end = bytes.indexOf(NEWLINE)
  return end < 0 ? bytes : bytes.subarray(0, end)
}

/** The line of a record as it is kept, masked; empty where the message is none, or a mark of our own. */
export const rawOf = (value: Uint8Array): string => {
  const bytes = bufferOf(value)
  const end = bytes.indexOf(NEWLINE)
  return end < 0 ? '' : textOf(bytes.subarray(end + 1))
}

const bufferOf = (value: Uint8Array): Buffer =>
  Buffer.isBuffer(value) ? value : Buffer.from(value.buffer, value.byteOffset, value.length)

const textOf = (bytes: Buffer): string => bytes.toString('utf8')
