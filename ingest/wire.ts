import { z } from 'zod'
import { coded } from '../kernel/errors.ts'
import { actionNames, actions } from '../kernel/event.ts'
import type { StoredRecord } from '../kernel/ports.ts'

/** The topic on which records travel. */
export const RECORDS = 'records'

/**
 * What travels on `records`: a record; a tick (epoch ms), so that time comes in band with what it orders; and the point at
 * which a version of the directory was taken over.
 */
export type Wire = { readonly tick: number } | StoredRecord | { readonly directory: string }

const ObservationSchema = z.looseObject({
  id: z.string(),
  at: z.number(),
  received: z.number(),
  source: z.string(),
  collector: z.string(),
  digest: z.string(),
  action: z.enum(actionNames),
})

/**
 * The wire as a schema. `decodeWire` is its hand-written twin for the hot path. An action's own fields are not looked at
 * again: the intake's sources made them, and the log's checksum guards them.
 */
export const WireSchema = z.union([
  z.looseObject({ tick: z.number() }),
  z.looseObject({ directory: z.string() }),
  z.looseObject({
    digest: z.string(),
    stored: z.string(),
    received: z.number(),
    collector: z.string(),
    source: z.string(),
    parser: z.string(),
    raw: z.string(),
    observations: z.array(ObservationSchema),
  }),
])

export const encodeWire = (wire: Wire): string => JSON.stringify(wire)

/** Reads a message of `records`. Throws LOG_CORRUPT on anything that was not written by `encodeWire`. */
export const decodeWire = (value: string): Wire => {
  const wire = parse(value)
  if (!isWire(wire))
    throw coded('LOG_CORRUPT', `Thông điệp trên «${RECORDS}» không đúng cấu trúc: ${value.slice(0, 80)}`)
  return wire
}

const parse = (value: string): unknown => {
  try {
    return JSON.parse(value)
  } catch {
    return undefined // is no wire, so it is refused with the rest
  }
}

type Fields = Readonly<Record<string, unknown>>

const isFields = (value: unknown): value is Fields =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

const isWire = (value: unknown): value is Wire =>
  isFields(value) && (Number.isFinite(value['tick']) || typeof value['directory'] === 'string' || isRecord(value))

const isRecord = (value: Fields): boolean =>
  Number.isFinite(value['received']) &&
  typeof value['digest'] === 'string' &&
  typeof value['stored'] === 'string' &&
  typeof value['collector'] === 'string' &&
  typeof value['source'] === 'string' &&
  typeof value['parser'] === 'string' &&
  typeof value['raw'] === 'string' &&
  Array.isArray(value['observations']) &&
  value['observations'].every(isObservation)

const isObservation = (value: unknown): boolean =>
  isFields(value) &&
  typeof value['id'] === 'string' &&
  Number.isFinite(value['at']) &&
  Number.isFinite(value['received']) &&
  typeof value['source'] === 'string' &&
  typeof value['collector'] === 'string' &&
  typeof value['digest'] === 'string' &&
  typeof value['action'] === 'string' &&
  Object.hasOwn(actions, value['action'])
