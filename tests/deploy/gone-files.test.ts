import { copyFileSync, renameSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import pino from 'pino'
import { expect, onTestFinished, test, vi } from 'vitest'
import { watchOpenFiles } from '../../deploy/gone-files.ts'
import { writeConfig } from '../support/config.ts'
import { temporaryFolder } from '../support/folder.ts'
import { openHere } from '../support/product.ts'

const watched = (folder: string) => {
  const path = join(folder, 'a.db')
  const db = new DatabaseSync(path)
  onTestFinished(() => db.close())
  db.exec('PRAGMA journal_mode = WAL')
  const lines: string[] = []
  const log = pino({ level: 'error' }, { write: (line: string) => void lines.push(line) })
  const files = watchOpenFiles([path, `${path}-wal`], log)
  onTestFinished(files.stop)
  return { path, db, lines, files }
}

test('a file that is written, or whose journal comes, is where it was', async () => {
  const { path, db, lines, files } = watched(temporaryFolder())
  expect(await files.gone()).toEqual([])
  db.exec('CREATE TABLE t (a); INSERT INTO t VALUES (1)')
  expect(await files.gone()).toEqual([])
  rmSync(`${path}-wal`)
  expect(await files.gone()).toEqual([`${path}-wal`])
  expect(lines).toHaveLength(1)
})

test('deleted, replaced, moved away and back: said once, and no longer', async () => {
  const folder = temporaryFolder()
  const { path, lines, files } = watched(folder)
  const away = join(folder, 'away')
  expect(await files.gone()).toEqual([])
  renameSync(path, away)
  expect(await files.gone()).toEqual([path])
  copyFileSync(away, path)
  expect(await files.gone()).toEqual([path])
  expect(lines).toEqual([expect.stringContaining('was deleted or replaced')])
  renameSync(away, path)
  expect(await files.gone()).toEqual([])
})

test('the log says it though nobody looks', async () => {
  vi.useFakeTimers({ toFake: ['setInterval', 'clearInterval'] })
  onTestFinished(() => void vi.useRealTimers())
  const { path, lines, files } = watched(temporaryFolder())
  await files.gone()
  rmSync(path)
  vi.advanceTimersByTime(5_000)
  await vi.waitFor(() => expect(lines).toHaveLength(1))
})

test('health of a product whose database was deleted says so, and what to do', async () => {
  const folder = writeConfig(temporaryFolder(), { data: 'data' })
  const here = await openHere(folder, Date.now())
  expect(await here.health()).toMatchObject({ status: 'ok', findings: [] })
  rmSync(join(folder, 'data', 'vonggac.db'))
  expect(await here.health()).toMatchObject({
    status: 'failing',
    findings: [{ code: 'STORE_GONE', text: { vi: expect.stringMatching(/vonggac\.db.*Hãy khởi động lại ngay/) } }],
  })
}, 120_000)
