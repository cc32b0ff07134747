import { elasticError } from '../../api/store/elastic/errors.ts'
import { aliasOf } from '../../api/store/elastic/names.ts'
import { type AlertReader, elasticReader } from '../../api/store/elastic/reader.ts'
import { isCoded } from '../../kernel/errors.ts'
import { connect } from './connect.ts'
import type { ElasticConfig } from './settings.ts'

export type OpenedReader = AlertReader & {
  /** What was written before is found by every search from here on. */
  settle(): Promise<void>
  close(): Promise<void>
}

/**
 * The alerts on Elasticsearch for console and API: what the followers of a cluster's topic, or of a database, have told it. Connects to nothing
 * yet. Throws `CONFIG_INVALID` for files that cannot be read; each look-up throws `ELASTIC_UNREACHABLE`, `ELASTIC_DENIED`, `ELASTIC_VERSION`
 * with one sentence, or `BAD_ARGUMENT` for a cursor it did not give.
 */
export const openElasticStore = (settings: ElasticConfig, folder: string): OpenedReader => {
  const client = connect(settings, folder)
  const reader = elasticReader({ client, prefix: settings.prefix })
  const said = async <T>(work: Promise<T>): Promise<T> => {
    try {
      return await work
    } catch (error) {
      throw isCoded(error) ? error : elasticError(error, settings.url)
    }
  }
  return {
    get: (id) => said(reader.get(id)),
    history: (id) => said(reader.history(id)),
    search: (filter, page) => said(reader.search(filter, page)),
    count: (filter, by) => said(reader.count(filter, by)),
    settle: async () => {
      await said(client.indices.refresh({ index: aliasOf(settings.prefix, 'alerts'), ignore_unavailable: true }))
    },
    close: () => client.close(),
  }
}
