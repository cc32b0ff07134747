import { join } from 'node:path'
import { elasticError, isOfElastic } from '../../api/store/elastic/errors.ts'
import { elasticShelf } from '../../ingest/archive/elastic-shelf.ts'
import { shelfOf } from '../../ingest/archive/embedded.ts'
import { filledArchive } from '../../ingest/archive/filled.ts'
import type { Archive } from '../../kernel/ports.ts'
import { SECOND } from '../../kernel/time.ts'
import { connect } from './connect.ts'
import type { ElasticConfig } from './settings.ts'

/** So long a slice waits for what Elasticsearch has not taken yet; then it fails, and is tried again. */
const PATIENCE = 10 * SECOND

/** Files may be at fault, too. */
const saidOf = (error: unknown, url: string): unknown => (isOfElastic(error) ? elasticError(error, url) : error)

/**
 * The archive of a data folder, with what it lacks given by the one on Elasticsearch. Connects to nothing before something is lacking. Throws
 * `CONFIG_INVALID` for files that cannot be read; readings reject with one sentence where Elasticsearch is asked and cannot say.
 */
export const openFilledArchive = (
  settings: ElasticConfig,
  { data, folder }: { readonly data: string; readonly folder: string },
): Archive & { close(): Promise<void> } => {
  const client = connect(settings, folder)
  const archive = filledArchive(
    shelfOf(join(data, 'bus')),
    elasticShelf({ client, prefix: settings.prefix, patience: PATIENCE }),
  )
  return {
    async *read(asked) {
      try {
        yield* archive.read(asked)
      } catch (error) {
        throw saidOf(error, settings.url)
      }
    },
    async gaps(span) {
      try {
        return await archive.gaps(span)
      } catch (error) {
        throw saidOf(error, settings.url)
      }
    },
    close: () => client.close(),
  }
}
