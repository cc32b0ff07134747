import { join } from 'node:path'
import { elasticError, isOfElastic } from '../../api/store/elastic/errors.ts'
import { elasticArchive } from '../../ingest/archive/elastic.ts'
import { elasticShelf } from '../../ingest/archive/elastic-shelf.ts'
import { shelfOf } from '../../ingest/archive/embedded.ts'
import { filledArchive } from '../../ingest/archive/filled.ts'
import type { Archive } from '../../kernel/ports.ts'
import { SECOND } from '../../kernel/time.ts'
import type { OpenedArchive } from '../open-archive.ts'
import { connect } from './connect.ts'
import type { ElasticConfig } from './settings.ts'

/** So long a slice waits for what Elasticsearch has not taken yet; then it fails, and is tried again. */
const PATIENCE = 10 * SECOND

/** Files may be at fault, too. */
const saidOf = (error: unknown, url: string): unknown => (isOfElastic(error) ? elasticError(error, url) : error)

/** What it throws of Elasticsearch is said in one sentence. */
const saying = (archive: Archive, url: string): Archive => ({
  async *read(asked) {
    try {
      yield* archive.read(asked)
    } catch (error) {
      throw saidOf(error, url)
    }
  },
  async gaps(span) {
    try {
      return await archive.gaps(span)
    } catch (error) {
      throw saidOf(error, url)
    }
  },
})

/**
 * The archive of a data folder, with what it lacks given by the one on Elasticsearch. Connects to nothing before something is lacking. Throws
 * `CONFIG_INVALID` for files that cannot be read; readings reject with one sentence where Elasticsearch is asked and cannot say.
 */
export const openFilledArchive = (
  settings: ElasticConfig,
  { data, folder }: { readonly data: string; readonly folder: string },
): OpenedArchive => {
  const client = connect(settings, folder)
  const archive = filledArchive(
    shelfOf(join(data, 'bus')),
    elasticShelf({ client, prefix: settings.prefix, patience: PATIENCE }),
  )
  return { ...saying(archive, settings.url), close: () => client.close() }
}

/**
 * The archive on Elasticsearch alone, for a machine that has no copy of the log: readings wait until everything before the offset `upTo` of the log is
 * archived there. Throws as `openFilledArchive`.
 */
export const openElasticArchive = (
  settings: ElasticConfig,
  { folder, upTo }: { readonly folder: string; readonly upTo: number },
): OpenedArchive => {
  const client = connect(settings, folder)
  const archive = elasticArchive({ client, prefix: settings.prefix, bus: { end: async () => upTo } })
  return { ...saying(archive, settings.url), close: () => client.close() }
}
