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
  /** Where no place says where the slot's alerts end: marks that, and returns the offset after it. */
  readonly markAlerts: () => Promise<number>
  readonly signal: AbortSignal
}

/**
 * What was done: how many entries were read, whether from the beginning, and whether Kafka has lost a state that this file had: it was put
 * aside then.
 */
export type CaughtUp = {
  readonly rows: number
  readonly alerts: number
  readonly anew: boolean
  readonly lost: boolean
  /** Where the slot's alerts end on Kafka. */
  readonly alertsEnd: number
  readonly place: Place | undefined
}

type Tail = { readonly fits: boolean; readonly rows: ReadonlyMap<string, Row>; readonly last: Committed | undefined }

/**
 * Brings a slot's file up to what Kafka holds: by what came since, where the place it noted is found again there; otherwise from an empty
 * file. Alerts are there even where no state is: whoever makes it anew goes on from their revisions. Rejects where the reading is given up,
 * or with `LOG_CORRUPT`.
 */
export const catchUp = async (options: CatchUpOptions): Promise<CaughtUp> => {
  const { file } = options
  const noted = file.noted()
  const tail = noted && (await readTail(options, noted))
  const anew = !tail?.fits
  const { rows, last } = tail?.fits ? tail : await readTail(options, undefined)
  const lost = noted !== undefined && last === undefined
  if (lost) file.putAside()
  else if (anew) file.renew()
  // Where we have just marked it ourselves, the broker may not count it among what is readable yet.
  const until = last?.place.alerts
  const alertsEnd = until ?? (await endOfAlerts(options))
  const alerts = await takeAlerts({ ...options, until }, anew ? 0 : noted!.place.alerts, alertsEnd)
  if (last) file.take(rows.values(), last)
  return { rows: rows.size, alerts, anew, lost, alertsEnd, place: last?.place }
}

/** Where no place says it. */
const endOfAlerts = async ({ admin, topics, slot, markAlerts }: CatchUpOptions): Promise<number> => {
  const ends = await admin.fetchTopicOffsets(topics.alerts)
  return ends.some(({ partition, high }) => partition === slot && Number(high) > 0) ? markAlerts() : 0
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

/** The alerts in [from, to) of the slot's partition: the last entry is always there, since a newer one would have moved `to`. */
const takeAlerts = async (
  options: CatchUpOptions & { readonly until: number | undefined },
  from: number,
  to: number,
): Promise<number> => {
  if (from >= to) return 0
  let count = 0
  await readPartition({
    ...options,
    topic: options.topics.alerts,
    partition: options.slot,
    from,
    take(messages) {
      const records: AlertRecord[] = []
      for (const { key, value, offset } of messages)
        if (offset < to && value !== null) records.push(readAlert(key, value))
      options.file.takeAlerts(records)
      count += records.length
      return (messages.at(-1)?.offset ?? -1) >= to - 1
    },
  })
  return count
}
