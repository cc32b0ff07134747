import { statfs } from 'node:fs/promises'
import { join } from 'node:path'
import { MOST_ROOM, type StorageFigures } from '../../api/reports/figures-kept.ts'
import { catalogueOf, endOf } from '../../ingest/archive/catalogue.ts'
import { archiveFolderOf } from '../../ingest/archive/embedded.ts'
import { lengthOf } from '../../ingest/archive/format.ts'
import { headOf } from '../../ingest/archive/head.ts'
import { DAY } from '../../kernel/time.ts'
import type { Config } from '../config.ts'

/**
 * What the archive of a data folder holds of records that were received before `to` (epoch ms), by the heads of its sealed blocks; undefined
 * where there is none, and where several detectors share the work, for no folder of theirs has all of it. Throws what the disk says.
 */
export const storageIn = async (
  {
    data,
    archive,
    detector,
  }: Pick<Config, 'data' | 'detector'> & { readonly archive: Pick<Config['archive'], 'months'> },
  to: number,
): Promise<StorageFigures | undefined> => {
  if (detector) return undefined
  const folder = archiveFolderOf(join(data, 'bus'))
  // The head first: the archive of a running product grows meanwhile.
  const head = await headOf(folder)
  const listed = await catalogueOf(folder).all()
  const headers = listed
    .flatMap(({ blocks }) => blocks.map(({ header }) => header))
    .filter(({ minReceived, maxReceived }) => minReceived <= maxReceived && minReceived < to)
  if (headers.length === 0) return undefined
  const total = (of: (header: (typeof headers)[number]) => number): number =>
    headers.reduce((sum, header) => sum + of(header), 0)
  const bytes = total(lengthOf)
  const oldest = headers.reduce((at, { minReceived }) => Math.min(at, minReceived), Infinity)
  const newest = headers.reduce((at, { maxReceived }) => Math.max(at, Math.min(maxReceived, to)), -Infinity)
  const days = Math.max(1, Math.ceil((newest - oldest) / DAY))
  const perDay = Math.max(1, Math.round(bytes / days))
  const { bavail, bsize } = await statfs(folder)
  return {
    ...{ bytes, oldest, days, perDay, records: total(({ records }) => records), months: archive.months },
    room: Math.min(MOST_ROOM, Math.floor((bavail * bsize) / perDay)),
    cut: head !== undefined && head.next > endOf(listed),
  }
}
