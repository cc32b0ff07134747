import type { Alert } from '../../kernel/alert.ts'
import { coded } from '../../kernel/errors.ts'
import type { Row } from '../checkpoint.ts'
import { type Place, readAlert, readState } from './changelog-record.ts'
import { type ReadingBroker, type ReadMessage, reachesTo } from './read-partition.ts'
import type { ClusterTopics } from './topics.ts'
import { readUpToNow } from './up-to-now.ts'

/*
 * How all slots stand, read from Kafka beside those who write there: what each of them says is of one commit of its own.
 */

export type StandingBroker = ReadingBroker & { readonly topics: ClusterTopics; readonly slots: number }

/** What a slot's owner had committed last: its place (undefined where none ever committed), and the rows that were asked for. */
export type SlotStanding = { readonly place: Place | undefined; readonly rows: readonly Row[] }

/** So many offsets before its end a slot's last place is looked for at first, and so many times as many where it is not there. */
const [BACK, FURTHER] = [64, 32]

/** How far each slot has come, by the end of its part of `state`. Throws as `readStandings`. */
export const readPlaces = (broker: StandingBroker, signal: AbortSignal): Promise<readonly (Place | undefined)[]> =>
  readUpToNow(broker, broker.topics.state, signal, async ({ upToNow }) => {
    const ends = await partitionsOf(broker)
    const folds = ends.map(() => foldOf(new Set()))
    let open = ends
    for (let back = BACK; open.length > 0; back *= FURTHER) {
      const from = new Map(open.map(({ partition, low, high }) => [partition, Math.max(low, high - back)]))
      await upToNow(from, (slot, messages) => folds[slot]!.take(messages))
      open = open.filter(({ partition, low, high }) => high - back > low && !folds[partition]!.standing().place)
    }
    return folds.map((fold) => fold.standing().place)
  })

/**
 * Every slot's place and what stands in some spaces of its state, by slot. Throws `BROKER_TOPIC` where there are not as many partitions as slots,
 * `BROKER_UNREACHABLE` where nothing comes, and what the client throws.
 */
export const readStandings = (
  broker: StandingBroker,
  spaces: ReadonlySet<string>,
  signal: AbortSignal,
): Promise<readonly SlotStanding[]> =>
  readUpToNow(broker, broker.topics.state, signal, async ({ upToNow }) => {
    const folds = (await partitionsOf(broker)).map(() => foldOf(spaces))
    // A row may be compacted away while it is on its way here, for one beyond the first end: the second reading meets that one.
    for (let round = 0; round < 2; round++)
      await upToNow(new Map(folds.map(({ next }, slot) => [slot, next()])), (slot, messages) =>
        folds[slot]!.take(messages),
      )
    return folds.map((fold) => fold.standing())
  })

/**
 * The newest revision of each alert that is asked for, as of the commits whose alerts end (by slot) at `ends`. Rejects with `LOG_CORRUPT` where
 * the topic does not go so far, else as `readStandings`.
 */
export const readAlerts = (
  broker: StandingBroker,
  ends: readonly number[],
  isWanted: (alert: Alert) => boolean,
  signal: AbortSignal,
): Promise<readonly Alert[]> =>
  readUpToNow(broker, broker.topics.state, signal, async ({ read }) => {
    await reachesTo(broker.admin, broker.topics.alerts, new Map(ends.entries()))
    const found = new Map<string, Alert>()
    const from = new Map(ends.flatMap((end, slot) => (end > 0 ? [[slot, 0] as const] : [])))
    await read(broker.topics.alerts, from, (slot, messages) => {
      const end = ends[slot]!
      for (const { key, value, offset } of messages) {
        if (offset >= end || value === null) continue
        const { alert } = readAlert(key, value)
        if (isWanted(alert)) found.set(alert.id, alert)
        else found.delete(alert.id)
      }
      // The last entry is always there: a newer one would have moved the end.
      return (messages.at(-1)?.offset ?? -1) >= end - 1
    })
    return [...found.values()]
  })

/** Where each slot's part of `state` begins and ends, by slot. */
const partitionsOf = async ({ admin, topics, slots }: StandingBroker) => {
  const found = await admin.fetchTopicOffsets(topics.state)
  if (found.length !== slots)
    throw coded(
      'BROKER_TOPIC',
      `Chủ đề «${topics.state}» có ${found.length} phân vùng, cấu hình có ${slots} phần việc (detector.slots): phải bằng nhau mới đọc đủ.`,
    )
  return found
    .map(({ partition, low, high }) => ({ partition, low: Number(low), high: Number(high) }))
    .sort((a, b) => a.partition - b.partition)
}

/** What was read of a slot. Rows count with the place that ends their commit: where the reading ends within one, none of it does. */
const foldOf = (spaces: ReadonlySet<string>) => {
  /** How the keys of those spaces begin: most of a state is none of them, and need not be looked at. */
  const heads = [...spaces].map((space) => `${JSON.stringify([space]).slice(0, -1)},`)
  const isAsked = (key: string): boolean => !key.startsWith('[') || heads.some((head) => key.startsWith(head))
  const rows = new Map<string, Row>()
  let uncounted: (readonly [key: string, row: Row])[] = []
  let place: Place | undefined
  let next = 0
  return {
    take(messages: readonly ReadMessage[]): void {
      for (const { key, value, offset } of messages) {
        next = offset + 1
        if (!isAsked(key)) continue
        const record = readState(key, value)
        if (record.kind === 'row') uncounted.push([key, record.row])
        if (record.kind !== 'position') continue
        for (const [of, row] of uncounted) rows.set(of, row)
        uncounted = []
        place = record.place
      }
    },
    /** The offset after what was read. */
    next: () => next,
    standing: (): SlotStanding => ({ place, rows: [...rows.values()].filter(([, , text]) => text !== undefined) }),
  }
}
