import { DatabaseSync } from 'node:sqlite'
import { expect, test } from 'vitest'
import { sqliteAlertStore } from '../../api/store/sqlite.ts'
import { openCheckpoint } from '../../deploy/checkpoint.ts'
import { placeAnew, positionAnew } from '../../deploy/database.ts'
import type { Archive } from '../../kernel/ports.ts'
import { DAY } from '../../kernel/time.ts'
import { observationAt } from '../support/archive.ts'
import { commit } from '../support/commit.ts'

const placed = async (refill: number, begin: number) => {
  const db = new DatabaseSync(':memory:')
  sqliteAlertStore(db) // its tables
  const checkpoint = openCheckpoint(db)
  commit(checkpoint, { alerts: [], changes: [] }, { offset: 9, refill, directory: undefined, watermark: 0 })
  db.exec('UPDATE position SET version = 2')
  const archive = { read: () => Promise.reject(new Error('nothing is made anew')) as never, gaps: async () => [] }
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

test.each([
  ['nothing is missing', [], 900 * DAY],
  ['what is gone was older', [{ from: 800 * DAY, to: 850 * DAY }], 800 * DAY],
  ['what is gone was younger', [{ from: 950 * DAY, to: 960 * DAY }], 900 * DAY],
  ['nobody knows how old what is gone was', [{ from: -Infinity, to: 850 * DAY }], 600 * DAY],
])('where it is made anew, the past begins with the oldest that was ever received: %s', async (_, gaps, earliest) => {
  const archive: Archive = {
    async *read() {
      yield [observationAt(900 * DAY), observationAt(901 * DAY)]
    },
    gaps: async () => gaps.map((gap) => ({ ...gap, reason: 'damaged' })),
  }
  const position = await positionAnew(7, archive, { now: 1_000 * DAY, lateness: 0, directory: 'v1' })
  expect(position).toMatchObject({ offset: 7, refill: 7, earliest })
})
