import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { expect, onTestFinished, test } from 'vitest'
import { sqliteAlertStore } from '../../api/store/sqlite.ts'
import { openCheckpoint } from '../../deploy/checkpoint.ts'
import { threadWriter } from '../../deploy/write-thread.ts'
import type { Change } from '../../detectors/state.ts'
import { nightLogin } from '../support/alerts.ts'
import { temporaryFolder } from '../support/folder.ts'

const NOW = Date.parse('2026-03-02T03:00:00Z')
const at = (offset: number) => ({ offset, refill: offset, directory: 'v1' })
const many = (count: number, value: unknown): readonly Change[] =>
  Array.from({ length: count }, (_, i) => ({ space: 'TST-01', key: `k${i}`, value }))

const openWriter = () => {
  const file = join(temporaryFolder(), 'vonggac.db')
  const db = new DatabaseSync(file)
  const store = sqliteAlertStore(db)
  const checkpoint = openCheckpoint(db)
  const writer = threadWriter(file, { now: () => NOW })
  onTestFinished(async () => {
    await writer.close()
    db.close()
  })
  return { db, store, checkpoint, writer }
}

test('a batch of many parts is there as a whole, with its alerts and its position', async () => {
  const { store, checkpoint, writer } = openWriter()
  const alert = nightLogin(NOW)
  const changes = [...many(1_700, { n: 1 }), { space: 'TST-01', key: 'k3', value: undefined }]
  expect(await writer.commit({ alerts: [alert], changes }, at(7))).toEqual([alert])
  const { position, saved } = checkpoint.restore()
  expect([position, saved.length]).toEqual([at(7), 1_699])
  expect(await store.history(alert.id)).toMatchObject([{ written: NOW }])
  // The alert is no longer new.
  expect(await writer.commit({ alerts: [alert], changes: many(2, undefined) }, at(8))).toEqual([])
  expect(checkpoint.restore().saved).toHaveLength(1_697)
  expect(await writer.durable()).toBe(8)
})

test('of a batch that fails nothing is there, and nothing of it comes with the next', async () => {
  const { db, checkpoint, writer } = openWriter()
  await writer.commit({ alerts: [], changes: many(3, 1) }, at(1))
  db.exec(
    "CREATE TRIGGER no BEFORE UPDATE ON position WHEN NEW.body LIKE '%bad%' BEGIN SELECT RAISE(ABORT, 'no such'); END",
  )
  const refused = writer.commit({ alerts: [], changes: many(900, 2) }, { ...at(2), directory: 'bad' })
  await expect(refused).rejects.toThrow('no such')
  expect(checkpoint.restore()).toMatchObject({ position: at(1), saved: many(3, 1) })
  await writer.commit({ alerts: [], changes: many(1, 3) }, at(3))
  expect(checkpoint.restore().saved).toEqual([...many(1, 3), ...many(3, 1).slice(1)])
})

test('a thread that ended is an error for what it was at, and starts again for what comes next', async () => {
  const folder = join(temporaryFolder(), 'later')
  const writer = threadWriter(join(folder, 'vonggac.db'), { now: () => NOW })
  await expect(writer.commit({ alerts: [], changes: many(1, 1) }, at(1))).rejects.toThrow('unable to open')
  mkdirSync(folder)
  const db = new DatabaseSync(join(folder, 'vonggac.db'))
  sqliteAlertStore(db)
  await writer.commit({ alerts: [], changes: many(1, 1) }, at(1))
  expect(openCheckpoint(db).restore().position).toEqual(at(1))
  await writer.close()
  db.close()
})
