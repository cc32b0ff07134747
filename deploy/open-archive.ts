import { join } from 'node:path'
import { archiveOf } from '../ingest/archive/embedded.ts'
import type { Archive } from '../kernel/ports.ts'
import type { Config } from './config.ts'

export type OpenedArchive = Archive & { close(): Promise<void> }

/**
 * The archive of a data folder; where records are kept on Elasticsearch too, with what the folder lacks from there. Throws `CONFIG_INVALID` for
 * files of the configuration that cannot be read.
 */
export const openArchive = async ({
  elasticsearch,
  data,
  folder,
}: Pick<Config, 'data' | 'folder' | 'elasticsearch'>): Promise<OpenedArchive> => {
  if (!elasticsearch?.archive) return { ...archiveOf(join(data, 'bus')), close: () => Promise.resolve() }
  return (await import('./elastic/archive.ts')).openFilledArchive(elasticsearch, { data, folder })
}
