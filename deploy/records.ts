import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { loadCatalogue } from '../detectors/load.ts'
import { Alert } from '../kernel/alert.ts'
import { coded } from '../kernel/errors.ts'
import { openCheckpoint } from './checkpoint.ts'
import { slotFileOf } from './cluster/slot-file.ts'
import { neededSlot } from './cluster/slot-here.ts'
import { loadConfig } from './config.ts'
import { openArchive } from './open-archive.ts'
import { assumedOf, instancesOf, yieldsOf } from './sources.ts'
import { openVersions } from './versions.ts'

export const DEFAULT_CONFIG = 'config'

/**
 * A product's data for reading only, beside a running product or without one: archive, alerts, directory, overrides.
 * Throws `CONFIG_INVALID` and `BAD_ARGUMENT`, where nothing was ever started there or no detector of the several ever ran.
 */
export const openRecords = async (folder: string | undefined) => {
  const config = loadConfig(folder ?? DEFAULT_CONFIG)
  const file = join(config.data, 'vonggac.db')
  if (!existsSync(file))
    throw coded('BAD_ARGUMENT', `${config.data}: chưa có dữ liệu; sản phẩm chưa từng chạy với cấu hình này`)
  const db = new DatabaseSync(file, { readOnly: true })
  const catalogue = loadCatalogue()
  const instances = instancesOf(config.sources)
  const versions = await openVersions(config.data, join(config.folder, 'directory'), {
    catalogue,
    assumed: assumedOf(instances),
  })
  // Where detectors share the entities, the alerts are copied from all, and the state is that of the share that has come furthest.
  const slot = neededSlot(config, 'explain')
  const own = slot && new DatabaseSync(slotFileOf(config.data, slot.index), { readOnly: true })
  const checkpoint = openCheckpoint(own ?? db, { readOnly: true })
  const position = checkpoint.position()
  const data = position?.directory === undefined ? versions.latest : await versions.dataOf(position.directory)
  if (!data) throw coded('BAD_ARGUMENT', `${config.data}: chưa có phiên bản danh bạ nào được chấp nhận`)
  const read = (row: unknown): Alert => Alert.parse(JSON.parse(String((row as { body: unknown }).body)))

  const archive = await openArchive(config)

  return {
    archive,
    /** The version of the directory that the product judges by, and its register of exceptions. */
    version: versions.toVersion(data),
    exceptions: data.exceptions,
    /** What else the product judges by. */
    engine: { overrides: config.policy, yields: yieldsOf(instances), lateness: config.lateness, sample: false },
    latest: Date.now(),
    /** How far the product has judged, epoch ms. */
    watermark: position?.watermark ?? Number.NEGATIVE_INFINITY,
    /** What is remembered in one space of the state, as it was saved last. */
    saved: checkpoint.entries,
    alert: async (id: string) => {
      const row = db.prepare('SELECT body FROM alerts WHERE id = ?').get(id)
      return row && read(row)
    },
    alerts: async (rule: string, from: number, to: number, entity: string | undefined) =>
      db
        .prepare('SELECT body FROM alerts WHERE rule = ? ORDER BY last')
        .all(rule)
        .map(read)
        .filter(
          (alert) =>
            alert.last >= from &&
            alert.first <= to &&
            (entity === undefined || alert.entity.value === entity.toLowerCase()),
        ),
    async close() {
      db.close()
      own?.close()
      await archive.close()
    },
  }
}

export type Records = Awaited<ReturnType<typeof openRecords>>
