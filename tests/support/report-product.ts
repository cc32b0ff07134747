import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { sqliteAlertStore } from '../../api/store/sqlite.ts'
import { openCheckpoint, type Row } from '../../deploy/checkpoint.ts'
import { main } from '../../deploy/cli/main.ts'
import { saveVersion } from '../../ingest/directory/versions.ts'
import type { Alert } from '../../kernel/alert.ts'
import { directoryData } from '../../kernel/directory/data.ts'
import { temporaryFolder } from './folder.ts'
import { registers } from './report.ts'

/** A product's folder with these alerts, that has judged until `watermark` and reports each month. */
export const productOf = async (alerts: readonly Alert[], watermark: number) => {
  const folder = temporaryFolder()
  const data = join(folder, 'data')
  mkdirSync(data)
  writeFileSync(join(folder, 'config.yaml'), 'data: data\nreports:\n  schedule: [{kind: month}]\n')
  const saved = await saveVersion(
    join(data, 'directory'),
    directoryData(registers, 0, { version: '0123456789abcdef' }),
    0,
  )
  const db = new DatabaseSync(join(data, 'vonggac.db'))
  const store = sqliteAlertStore(db)
  const checkpoint = openCheckpoint(db)
  const reach = (time: number): void =>
    void checkpoint.write([], [], { offset: 0, refill: 0, directory: saved.data.version, watermark: time })
  reach(watermark)
  await store.put(alerts, watermark)
  const run = async (...args: string[]) =>
    main(['report', '--period', '2026-03', '--format', 'json', '--config', folder, '--out', folder, ...args])
  const save = (rows: readonly Row[], version?: number): void =>
    void checkpoint.write(rows, [], { offset: 0, refill: 0, directory: saved.data.version, watermark }, version)
  const json = (name = 'bao-cao-2026-03') => JSON.parse(readFileSync(join(folder, `${name}.json`), 'utf8'))
  return { folder, store, run, json, save, reach, latest: saved.data, close: () => db.close() }
}
