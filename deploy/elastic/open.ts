import type { DatabaseSync } from 'node:sqlite'
import type { Logger } from 'pino'
import type { Clock } from '../../kernel/ports.ts'
import { connect } from './connect.ts'
import { startFollower } from './follower.ts'
import { openOutbox } from './outbox.ts'
import { openPlace } from './place.ts'
import { oldestKept, openRetention } from './retention.ts'
import type { ElasticConfig } from './settings.ts'

export type ElasticOptions = {
  readonly settings: ElasticConfig
  /** Where the configuration lies: relative files are looked for there. */
  readonly folder: string
  readonly data: string
  /** The product's database, with its tables, as it stands before anything is added. */
  readonly db: DatabaseSync
  readonly clock: Clock
  readonly log: Logger
}

/**
 * What copies the product's alerts to Elasticsearch and keeps them there as long as is said. Nothing waits for it. Throws `CONFIG_INVALID`
 * for files that cannot be read; what is wrong with the server is in `state`, and is tried again.
 */
export const openElastic = ({ settings, folder, data, db, clock, log }: ElasticOptions) => {
  const { url, prefix, retention } = settings
  const client = connect(settings, folder)
  const place = openPlace(data)
  const oldest = () => oldestKept(clock.now(), retention.months)
  const follower = startFollower({ client, url, prefix, outbox: openOutbox(db), place, oldest, clock, log })
  const keeping = openRetention({ client, prefix, months: retention.months, place, clock, log })

  return {
    state: () => ({ ...follower.state(), refused: place.refused().length, removed: keeping.removed() }),
    wake: follower.wake,
    async stop(): Promise<void> {
      keeping.stop()
      await follower.stop()
      place.close()
      await client.close()
    },
  }
}

export type Elastic = ReturnType<typeof openElastic>
export type ElasticState = ReturnType<Elastic['state']>
