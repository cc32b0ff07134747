import type { DatabaseSync } from 'node:sqlite'
import type { Logger } from 'pino'
import { kinds } from '../../api/store/elastic/names.ts'
import type { Clock, EventBus } from '../../kernel/ports.ts'
import { type KeptRecords, keepRecords, recordsKept } from './archiving.ts'
import { connect } from './connect.ts'
import type { Follower } from './delivery.ts'
import { startFollower } from './follower.ts'
import { openOutbox } from './outbox.ts'
import { openPlace } from './place.ts'
import { type Keeping, monthly, oldestKept, openRetention } from './retention.ts'
import type { ElasticConfig } from './settings.ts'
import type { SlotsHere } from './slots.ts'
import { type StandingOptions, standingOf } from './standing.ts'
import { type Status, startStatus } from './status.ts'
import { startTopicFollower } from './topic-follower.ts'
import type { AlertsTopic } from './topic-place.ts'

export type ElasticOptions = {
  readonly settings: ElasticConfig
  /** Where the configuration lies: relative files are looked for there. */
  readonly folder: string
  readonly data: string
  /**
   * Where alerts are read: the product's database, with its tables, as it stands before anything is added; or the topic into which the
   * detectors of a cluster write; absent where another process tells of them.
   */
  readonly source?: { readonly db: DatabaseSync } | { readonly topic: AlertsTopic } | undefined
  readonly clock: Clock
  readonly log: Logger
}

/**
 * What copies the product's alerts to Elasticsearch and keeps them there as long as is said. Nothing waits for it. Throws `CONFIG_INVALID`
 * for files that cannot be read; what is wrong with the server is in `state`, and is tried again.
 */
export const openElastic = ({ settings, folder, data, source, clock, log }: ElasticOptions) => {
  const { url, prefix, retention } = settings
  const client = connect(settings, folder)
  const place = openPlace(data)
  const oldest = () => oldestKept(clock.now(), retention.months)
  const common = { url, prefix, place, oldest, clock, log }
  const follower =
    source === undefined
      ? NOBODY
      : 'db' in source
        ? startFollower({ ...common, client, outbox: openOutbox(source.db) })
        : startTopicFollower({ ...common, ...source.topic, elastic: client })
  const kept = [...keptOf(settings), recordsKept(client, prefix, retention.records, clock)]
  const keeping = openRetention({ client, prefix, kept, place, clock, log })

  let status: Status | undefined
  let records: KeptRecords | undefined

  return {
    state() {
      const untold = status?.trouble()
      return {
        ...{ ...follower.state(), refused: place.refused().length, removed: keeping.removed() },
        dropped: status?.counters().dropped ?? 0,
        /** Why it cannot be told how the product stands. */
        ...(untold && { untold }),
        ...(records && { records: records.state() }),
      }
    },
    wake: follower.wake,
    /** From here on it is told how the product stands, too: under the name given, and the data folder's, which no other process has. */
    watch({ slots, ...parts }: Omit<StandingOptions, 'elastic'> & { readonly slots?: SlotsHere | undefined }): void {
      const node = `${parts.node}-${place.node}`
      const { standing, covered } = standingOf({ ...parts, node, elastic: source && follower.state })
      status = startStatus({ client, url, prefix, standing, covered, slots, clock, log })
    },
    /** From here on the records of the bus are kept there, too, where the settings say so; by this process where and while it `writes`. */
    archive(bus: EventBus, writes?: () => boolean): void {
      if (settings.archive) records = keepRecords({ client, url, prefix, bus, writes, log })
    },
    /** How many messages of the bus are not archived there yet; `undefined` where records are not kept there. */
    recordsWaiting: () => records?.waiting(),
    async stop(): Promise<void> {
      keeping.stop()
      await records?.stop()
      await status?.stop()
      await follower.stop()
      place.close()
      await client.close()
    },
  }
}

/** Tells of no alerts. */
const NOBODY: Follower = {
  state: () => ({ sent: 0, foreign: 0, n: 0 }),
  wake: () => undefined,
  stop: () => Promise.resolve(),
}

/** Alerts with their history, what could be judged as long as they, and samples. */
export const keptOf = ({ prefix, retention: { months, status } }: ElasticConfig): readonly Keeping[] => [
  monthly(prefix, '', kinds, months),
  monthly(prefix, 'coverage/', ['coverage'], months),
  monthly(prefix, 'status/', ['status'], status),
]

export type Elastic = ReturnType<typeof openElastic>
export type ElasticState = ReturnType<Elastic['state']>
