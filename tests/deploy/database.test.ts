import { DatabaseSync } from 'node:sqlite'
import { expect, test } from 'vitest'
import { sqliteAlertStore } from '../../api/store/sqlite.ts'
import { openCheckpoint } from '../../deploy/checkpoint.ts'
import { placeAnew } from '../../deploy/database.ts'

const placed = async (refill: number, begin: number) => {
  const db = new DatabaseSync(':memory:')
  sqliteAlertStore(db) // its tables
  const checkpoint = openCheckpoint(db)
  checkpoint.commit({ alerts: [], changes: [] }, { offset: 9, refill, directory: undefined, watermark: 0 })
  db.exec('UPDATE position SET version = 2')
  const archive = { read: () => Promise.reject(new Error('nothing is made anew')) as never }
  await placeAnew(checkpoint, { begin: async () => begin }, archive, { now: 0, lateness: 0, directory: 'v1' })
  return checkpoint.restore().found
}

test('state of an older version is left to the detector to migrate, and to say so', async () => {
  expect(await placed(6, 5)).toBe('migrated')
})

test('a log that lacks what the saved state goes on from is LOG_CORRUPT, with what is to be restored', async () => {
  await expect(placed(0, 5)).rejects.toMatchObject({
    code: 'LOG_CORRUPT',
    message: expect.stringContaining('bản sao lưu'),
  })
})
