import { z } from 'zod'
import { Alert } from '../../kernel/alert.ts'
import { coded } from '../../kernel/errors.ts'
import type { Position, Row } from '../checkpoint.ts'

/*
 * What stands on the topics `state` and `alerts`. Of `state`: a row under its space and key as a JSON list, no value where it is gone;
 * under `position` how far the engine had come; under `owner` who took the slot over.
 */

const Place = z.object({
  /** Drawn for each commit: where it is found again, this is the same log. */
  id: z.string(),
  /** As of the state's version of the build that wrote it. */
  version: z.number().int(),
  position: z.custom<Position>((value) => typeof Object(value).offset === 'number'),
  /** The offset after the last of the slot's alerts. */
  alerts: z.number().int(),
})
/** How far a slot's engine had come with one commit. */
export type Place = z.infer<typeof Place>

export type StateRecord =
  | { readonly kind: 'row'; readonly row: Row }
  | { readonly kind: 'position'; readonly place: Place }
  | { readonly kind: 'owner'; readonly id: string }

const [POSITION, OWNER] = ['position', 'owner']
const Key = z.tuple([z.string(), z.string()])

export type Written = { readonly key: string; readonly value: string | null }

export const writeState = (record: StateRecord): Written => {
  switch (record.kind) {
    case 'row': {
      const [space, key, text] = record.row
      return { key: JSON.stringify([space, key]), value: text ?? null }
    }
    case 'position':
      return { key: POSITION, value: JSON.stringify(record.place) }
    case 'owner':
      return { key: OWNER, value: record.id }
    default:
      return record satisfies never
  }
}

/** Throws `LOG_CORRUPT` on anything that was not written by `writeState`. */
export const readState = (key: string, value: string | null): StateRecord => {
  try {
    if (key === OWNER) return { kind: 'owner', id: String(value) }
    if (key === POSITION) return { kind: 'position', place: Place.parse(JSON.parse(String(value))) }
    const [space, name] = Key.parse(JSON.parse(key))
    return { kind: 'row', row: [space, name, value ?? undefined] }
  } catch (error) {
    throw coded('LOG_CORRUPT', `Chủ đề state có bản ghi không đúng cấu trúc: khóa «${key.slice(0, 80)}»`, error)
  }
}

const WrittenAlert = Alert.extend({ written: z.number() })

/** A revision of an alert and when it was written, epoch ms. */
export type AlertRecord = { readonly alert: Alert; readonly written: number }

export const writeAlert = ({ alert, written }: AlertRecord): Written => ({
  key: alert.id,
  value: JSON.stringify({ ...alert, written }),
})

/** Throws `LOG_CORRUPT` on anything that was not written by `writeAlert`. */
export const readAlert = (key: string, value: string | null): AlertRecord => {
  try {
    const { written, ...alert } = WrittenAlert.parse(JSON.parse(String(value)))
    return { alert, written }
  } catch (error) {
    throw coded('LOG_CORRUPT', `Chủ đề alerts có bản ghi không đúng cấu trúc: khóa «${key.slice(0, 80)}»`, error)
  }
}
