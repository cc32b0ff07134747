import { z } from 'zod'
import { coded } from '../kernel/errors.ts'
import { actionNames, actions } from '../kernel/event.ts'
import type { StoredRecord } from '../kernel/ports.ts'
import { writeHead } from './wire-head.ts'

/** The topic on which records travel. */
export const RECORDS = 'records'

/**
 * What travels on `records`: a record; a tick (epoch ms), so that time comes in band with what it orders; and the point at
 * which a version of the directory was taken over.
 */
export type Wire = { readonly tick: number } | StoredRecord | { readonly directory: string }

/** A record without its line. */
export type RecordHead = Omit<StoredRecord, 'raw'>

/** What a reader of the topic hears: the line itself stays in the bytes until somebody asks for it (`rawOf`). */
export type Heard = { readonly tick: number } | RecordHead | { readonly directory: string }

/** What the record says already is left out of its observations. */
const ObservationSchema = z.looseObject({
  id: z.string(),
  at: z.number(),
  action: z.enum(actionNames),
  received: z.number().optional(),
  source: z.string().optional(),
  collector: z.string().optional(),
  digest: z.string().optional(),
})

/**
 * The head of a message as a schema: JSON, and of a record a newline and its line (UTF-8) follow. `decodeWire` is its hand-written
 * twin for the hot path. An action's own fields are not looked at again: the intake's sources made them, and the log's checksum
 * guards them.
 */
export const WireSchema = z.union([
  z.looseObject({ tick: z.number() }),
  z.looseObject({ directory: z.string() }),
  z.looseObject({
    digest: z.string(),
    /** Absent where it is the digest. */
    stored: z.string().optional(),
    received: z.number(),
    collector: z.string(),
    source: z.string(),
    parser: z.string(),
    place: z.string().optional(),
    heading: z.string().optional(),
    observations: z.array(ObservationSchema),
    withdraws: z.array(ObservationSchema).optional(),
  }),
])

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
  const { raw: _, ...about } = wire
  value[SAYS] = about
  return value
}

const SAYS = Symbol('what the bytes say')
/** Bytes that were encoded in this process bear what they say: who gets these very bytes from the bus need not parse them. */
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
  const wire = parse(text)
  if (isMark(wire)) return wire
  if (isRecord(wire)) return completed(wire)
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

const parse = (value: string): unknown => {
  try {
    return JSON.parse(value)
  } catch {
    return undefined // is no wire, so it is refused with the rest
  }
}

type Fields = Readonly<Record<string, unknown>>
/** An observation as it lies in the head. */
type Short = { source?: string; collector?: string; received?: number; digest?: string }
type ShortRecord = Omit<RecordHead, 'stored' | 'observations' | 'withdraws'> & {
  stored?: string
  readonly observations: readonly Short[]
  readonly withdraws?: readonly Short[]
}

/** The record with what was left out of it; changes the object it is given, which nobody else holds. */
const completed = (record: ShortRecord): RecordHead => {
  record.stored ??= record.digest
  for (const observation of record.observations) complete(observation, record)
  if (record.withdraws) for (const observation of record.withdraws) complete(observation, record)
  return record as RecordHead // what may be absent has just been filled in
}

const complete = (observation: Short, record: ShortRecord): void => {
  observation.source ??= record.source
  observation.collector ??= record.collector
  observation.received ??= record.received
  observation.digest ??= record.stored ?? record.digest
}

const isFields = (value: unknown): value is Fields =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

const isMark = (value: unknown): value is { tick: number } | { directory: string } =>
  isFields(value) && (Number.isFinite(value['tick']) || typeof value['directory'] === 'string')

const isRecord = (value: unknown): value is ShortRecord =>
  isFields(value) &&
  Number.isFinite(value['received']) &&
  typeof value['digest'] === 'string' &&
  isTextOrAbsent(value['stored']) &&
  typeof value['collector'] === 'string' &&
  typeof value['source'] === 'string' &&
  typeof value['parser'] === 'string' &&
  areObservations(value['observations']) &&
  (value['withdraws'] === undefined || areObservations(value['withdraws']))

const areObservations = (value: unknown): boolean => Array.isArray(value) && value.every(isObservation)

const isTextOrAbsent = (value: unknown): boolean => value === undefined || typeof value === 'string'

const isObservation = (value: unknown): boolean =>
  isFields(value) &&
  typeof value['id'] === 'string' &&
  Number.isFinite(value['at']) &&
  (value['received'] === undefined || Number.isFinite(value['received'])) &&
  isTextOrAbsent(value['source']) &&
  isTextOrAbsent(value['collector']) &&
  isTextOrAbsent(value['digest']) &&
  typeof value['action'] === 'string' &&
  Object.hasOwn(actions, value['action'])
