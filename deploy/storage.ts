import { join } from 'node:path'
import type { Logger } from 'pino'
import { sqliteAlertStore } from '../api/store/sqlite.ts'
import { catalogueOf, endOf } from '../ingest/archive/catalogue.ts'
import { archiveFolderOf } from '../ingest/archive/embedded.ts'
import { openQuarantine } from '../ingest/quarantine.ts'
import type { Clock } from '../kernel/ports.ts'
import { openBus } from './bus.ts'
import { openCheckpoint } from './checkpoint.ts'
import type { Cleanup } from './cleanup.ts'
import type { Config } from './config.ts'
import { openDatabase } from './database.ts'
import type { ElasticOptions } from './elastic/open.ts'
import { fillLostTail } from './lost-tail.ts'
import { threadWriter } from './write-thread.ts'

export type StorageOptions = {
  readonly config: Config
  /** Ids of the `absence` rules. */
  readonly absences: ReadonlySet<string>
  readonly clock: Clock
  readonly log: Logger
  /** Whether the log is read here, and so copied where it lies elsewhere; it is unless told. */
  readonly reads?: boolean
  /** Whether Elasticsearch is told from here; it is unless told. */
  readonly tells?: boolean
}

/** The files of SQLite that are open while the product runs, with their journals. */
export const databasesIn = ({ data, push }: Pick<Config, 'data' | 'push'>): readonly string[] =>
  ['vonggac.db', 'quarantine.db', ...(push ? ['push.db'] : [])].flatMap((name) => [
    join(data, name),
    join(data, `${name}-wal`),
  ])

/**
 * Everything of the product that lies on the disk, but for the directory: the log (whole again where its end was lost), the database with
 * the thread that writes it, the quarantine. Throws coded errors.
 */
export const openStorage = async (options: StorageOptions, opened: Cleanup) => {
  const { config, absences, clock, log, reads = true, tells = true } = options
  const { bus, broken } = await openBus(config, log, reads)
  opened.add(bus.close)
  const file = join(config.data, 'vonggac.db')
  const { db, aside } = openDatabase(file, clock.now(), log)
  opened.add(() => db.close())
  const store = sqliteAlertStore(db)
  // Before anything is added to the database: what it lacks of what Elasticsearch was told shows.
  const elastic = tells ? await elasticOf(config, { source: { db }, clock, log }) : undefined
  if (elastic) opened.add(elastic.stop)
  const checkpoint = openCheckpoint(db, { absences, clock })
  const folder = archiveFolderOf(join(config.data, 'bus'))
  // Kafka is others' too: what it has lost nobody may fill.
  if (!config.kafka)
    await fillLostTail({
      // By its blocks: the file that names the last one may be behind.
      ...{ bus, folder, archived: endOf(await catalogueOf(folder).all()), log },
      ...{ position: checkpoint.position(), lateness: config.lateness },
    })
  const quarantine = openQuarantine(config.data, { clock })
  opened.add(quarantine.close)
  const writer = threadWriter(file, clock)
  opened.add(writer.close)
  return { bus, broken, aside, db, store, elastic, checkpoint, quarantine, writer }
}

/** What copies alerts to Elasticsearch, where the configuration names one; its client is loaded only then. */
const elasticOf = async (
  { elasticsearch, folder, data }: Config,
  rest: Omit<ElasticOptions, 'settings' | 'folder' | 'data'>,
) =>
  elasticsearch && (await import('./elastic/open.ts')).openElastic({ settings: elasticsearch, folder, data, ...rest })
