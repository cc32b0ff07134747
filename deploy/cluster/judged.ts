import { join } from 'node:path'
import { catalogueOf, endOf } from '../../ingest/archive/catalogue.ts'
import { archiveFolderOf } from '../../ingest/archive/embedded.ts'
import { inspectTail, segmentsOf } from '../../ingest/bus/segment.ts'
import { RECORDS } from '../../ingest/wire.ts'
import { coded } from '../../kernel/errors.ts'
import type { Config } from '../config.ts'
import { type OpenedArchive, openArchive } from '../open-archive.ts'
import type { Judged } from '../reports/judged.ts'
import { savedOnKafka } from './saved.ts'

/** What several detectors have judged, whatever role this machine has. Throws as `savedOnKafka`; its archive as `archiveUpTo`. */
export const judgedOnKafka = async (config: Config, since: number, absences: ReadonlySet<string>): Promise<Judged> => {
  const { offset, ...saved } = await savedOnKafka(config, since, absences)
  return { saved, archive: () => archiveUpTo(config, offset) }
}

/**
 * An archive that has all of the log before an offset: the one of this machine where its copy has come so far, else the one on Elasticsearch. Without
 * either a source would be called silent whose logs are elsewhere: throws `BAD_ARGUMENT`.
 */
const archiveUpTo = async (config: Config, offset: number): Promise<OpenedArchive> => {
  const { data, folder, elasticsearch } = config
  const end = await endIn(join(data, 'bus'))
  if (end >= offset) return openArchive(config)
  if (elasticsearch?.archive)
    return (await import('../elastic/archive.ts')).openElasticArchive(elasticsearch, { folder, upTo: offset })
  throw coded(
    'BAD_ARGUMENT',
    `kho lưu trữ trên máy này ${end === 0 ? 'chưa có gì' : `mới có đến vị trí ${end} của nhật ký chung`}, các bộ phát hiện đã đến ${offset}: hãy làm báo cáo ở máy đang chạy vai trò detect hoặc all, hoặc bật elasticsearch.archive`,
  )
}

/** The offset after the last message of the copied log, archived or not; 0 where no log is copied here. The product may be running. */
const endIn = async (bus: string): Promise<number> => {
  const archived = endOf(await catalogueOf(archiveFolderOf(bus)).all())
  const last = (await segmentsOf(join(bus, RECORDS))).at(-1)
  return Math.max(archived, last ? (await inspectTail(last)).next : 0)
}
