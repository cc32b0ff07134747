import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { loadCatalogue } from '../detectors/load.ts'
import { archiveOf } from '../ingest/archive/embedded.ts'
import { Alert } from '../kernel/alert.ts'
import { coded } from '../kernel/errors.ts'
import { openCheckpoint } from './checkpoint.ts'
import { loadConfig } from './config.ts'
import { assumedOf, instancesOf } from './sources.ts'
import { openVersions } from './versions.ts'

export const DEFAULT_CONFIG = 'config'

/**
 * A product's data for reading only, beside a running product or without one: archive, alerts, directory, overrides.
 * Throws `CONFIG_INVALID` and, where nothing was ever started there, `BAD_ARGUMENT`.
 */
export const openRecords = async (folder: string | undefined) => {
  const config = loadConfig(folder ?? DEFAULT_CONFIG)
  const file = join(config.data, 'vonggac.db')
  if (!existsSync(file))
    throw coded('BAD_ARGUMENT', `${config.data}: chưa có dữ liệu; sản phẩm chưa từng chạy với cấu hình này`)
  const db = new DatabaseSync(file, { readOnly: true })
  const catalogue = loadCatalogue()
  const versions = await openVersions(config.data, join(config.folder, 'directory'), {
    catalogue,
    assumed: assumedOf(instancesOf(config.sources)),
  })
  const checkpoint = openCheckpoint(db, { readOnly: true })
  const position = checkpoint.position()
  const data = position?.directory === undefined ? versions.latest : versions.dataOf(position.directory)
  if (!data) throw coded('BAD_ARGUMENT', `${config.data}: chưa có phiên bản danh bạ nào được chấp nhận`)
  const { world, register } = versions.toVersion(data)
  const read = (row: unknown): Alert => Alert.parse(JSON.parse(String((row as { body: unknown }).body)))

  return {
    config,
    archive: archiveOf(join(config.data, 'bus')),
    catalogue,
    directory: world.directory,
    /** What the registers themselves say, in order. */
    register,
    overrides: config.policy,
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
    close: () => db.close(),
  }
}

export type Records = Awaited<ReturnType<typeof openRecords>>
