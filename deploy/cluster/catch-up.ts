import type { Row } from '../checkpoint.ts'
import type { Committed } from './changelog.ts'
import { type AlertRecord, type Place, readAlert, readState } from './changelog-record.ts'
import { type ReadingBroker, readPartition } from './read-partition.ts'
import type { SlotFile } from './slot-file.ts'
import type { ClusterTopics } from './topics.ts'

export type CatchUpOptions = ReadingBroker & {
  readonly topics: ClusterTopics
  readonly slot: number
  /** Its changelog was taken with this: nothing of anybody else's comes after it. */
  readonly owner: string
  readonly file: SlotFile
  readonly signal: AbortSignal
}

/** What was done: how many entries were read, and whether from the beginning. */
export type CaughtUp = {
  readonly rows: number
  readonly alerts: number
  readonly anew: boolean
  readonly place: Place | undefined
}

type Tail = { readonly fits: boolean; readonly rows: ReadonlyMap<string, Row>; readonly last: Committed | undefined }

/**
 * Brings a slot's file up to what Kafka holds: by what came since, where the place it noted is found again there; otherwise from an empty
 * file. Rejects where the reading is given up, or with `LOG_CORRUPT`.
 */
export const catchUp = async (options: CatchUpOptions): Promise<CaughtUp> => {
  const { file } = options
  const noted = file.noted()
  const tail = noted && (await readTail(options, noted))
  const anew = !tail?.fits
  if (anew) file.renew()
  const { rows, last } = tail?.fits ? tail : await readTail(options, undefined)
  const alertsFrom = anew ? 0 : noted!.place.alerts
  const alerts = last ? await takeAlerts(options, alertsFrom, last.place.alerts) : 0
  if (last) file.take(rows.values(), last)
  return { rows: rows.size, alerts, anew, place: last?.place }
}

/** What stands in `state` from the noted place on, or from the beginning, up to where the slot was taken. */
const readTail = async (options: CatchUpOptions, noted: Committed | undefined): Promise<Tail> => {
  const { topics, slot, owner } = options
  const rows = new Map<string, Row>()
  let last: Committed | undefined
  let fits = noted === undefined
  await readPartition({
    ...options,
    topic: topics.state,
    partition: slot,
    from: noted?.offset ?? 0,
    take(messages) {
      for (const { key, value, offset } of messages) {
        const record = readState(key, value)
        if (!fits) {
          fits = record.kind === 'position' && offset === noted!.offset && record.place.id === noted!.place.id
          if (!fits) return true
        }
        if (record.kind === 'owner' && record.id === owner) return true
        if (record.kind === 'row') rows.set(key, record.row)
        else if (record.kind === 'position') last = { place: record.place, offset }
      }
      return false
    },
  })
  return { fits, rows, last }
}

/** The alerts in [from, to) of the slot's partition: the last of them is always there, since a newer one would have moved `to`. */
const takeAlerts = async (options: CatchUpOptions, from: number, to: number): Promise<number> => {
  if (from >= to) return 0
  let count = 0
  await readPartition({
    ...options,
    topic: options.topics.alerts,
    partition: options.slot,
    from,
    until: to,
    take(messages) {
      const records: AlertRecord[] = []
      for (const { key, value, offset } of messages) if (offset < to) records.push(readAlert(key, value))
      options.file.takeAlerts(records)
      count += records.length
      return (messages.at(-1)?.offset ?? -1) >= to - 1
    },
  })
  return count
}
