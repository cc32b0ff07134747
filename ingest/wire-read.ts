import { z } from 'zod'
import { actionNames, actions } from '../kernel/event.ts'
import type { Heard, RecordHead, Tick } from './wire.ts'

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
 * The head of a message as a schema: JSON, and of a record a newline and its line (UTF-8) follow. `readHead` is its hand-written
 * twin for the hot path. An action's own fields are not looked at again: the intake's sources made them, and the log's checksum
 * guards them.
 */
export const WireSchema = z.union([
  z.looseObject({ tick: z.number(), by: z.string().optional(), gone: z.literal(true).optional() }),
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

/** What the head of a message says; undefined where `encodeWire` did not write it. */
export const readHead = (text: string): Heard | undefined => {
  const wire = parse(text)
  if (isMark(wire)) return wire
  return isRecord(wire) ? completed(wire) : undefined
}

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

const isMark = (value: unknown): value is Tick | { directory: string } =>
  isFields(value) && (isTick(value) || typeof value['directory'] === 'string')

const isTick = (value: Fields): boolean =>
  Number.isFinite(value['tick']) &&
  isTextOrAbsent(value['by']) &&
  (value['gone'] === undefined || value['gone'] === true)

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
