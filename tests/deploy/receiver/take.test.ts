import { generateKeyPairSync } from 'node:crypto'
import fc from 'fast-check'
import { expect, onTestFinished, test } from 'vitest'
import { digestOf, type Entry } from '../../../api/push/wire.ts'
import { openReading } from '../../../deploy/receiver/reading.ts'
import { openStore } from '../../../deploy/receiver/store.ts'
import { openTables } from '../../../deploy/receiver/tables.ts'
import { takeEntries } from '../../../deploy/receiver/take.ts'
import { temporaryFolder } from '../../support/folder.ts'
import { ledger } from '../../support/receiver.ts'

const NOW = Date.parse('2026-03-02T08:00:00+07:00')
const key = generateKeyPairSync('ed25519').privateKey
const truth = ledger(
  Array.from({ length: 12 }, (_, i) => ({ kind: 'new' as const, alert: `a-${i % 5}` })),
  NOW,
)
const forged = ledger(
  truth.map((_, i) => ({ kind: 'withdraw' as const, alert: `x-${i}` })),
  NOW,
)

const open = () => {
  const db = openTables(temporaryFolder(), false)
  onTestFinished(() => db.close())
  return { store: openStore(db), reading: openReading(db) }
}

/** A piece of a ledger, or one with a piece of the other in its midst. */
const piece = fc
  .record({ from: fc.nat(11), length: fc.integer({ min: 1, max: 6 }), forgedAt: fc.option(fc.nat(5), { freq: 3 }) })
  .map(({ from, length, forgedAt }): readonly Entry[] =>
    truth.slice(from, from + length).map((entry, i) => (i === forgedAt ? forged[from + i]! : entry)),
  )

test('whatever comes, how often, in which order: what is kept is the beginning of the one ledger, each entry once', () => {
  const { store, reading } = open()
  let run = 0
  fc.assert(
    fc.property(fc.array(piece, { maxLength: 12 }), (pieces) => {
      // Every run is a sender of its own: one database serves them all.
      const sender = `s-${run++}`
      let standing = 0
      for (const entries of pieces) {
        const first = entries[0]!.seq
        const before = standing
        const isTrue = entries.every((entry) => entry === truth[entry.seq - 1])
        const taken = takeEntries(store, entries, { sender, receiver: 'pa05', now: NOW, key })
        if (!isTrue) expect(taken).toMatchObject({ ok: false })
        else if (first > before + 1) expect(taken).toMatchObject({ error: { reason: 'GAP', expected: before + 1 } })
        else {
          const through = first + entries.length - 1
          const fresh = Math.max(0, through - before)
          const receipt = { through, count: entries.length, digest: digestOf(truth[through - 1]!) }
          expect(taken).toMatchObject({ ok: true, value: { fresh, receipt } })
          standing = Math.max(before, through)
        }
      }
      const kept = [...reading.entries(sender)].map(({ entry }) => entry)
      expect(kept).toEqual(truth.slice(0, standing))
    }),
    { numRuns: 60 },
  )
})

test('what fails half way has taken nothing', () => {
  const { store, reading } = open()
  const cut = { ...store, keepReceipt: () => expect.fail('đứt') }
  expect(() => takeEntries(cut, truth, { sender: 's', receiver: 'pa05', request: 'r', now: NOW, key })).toThrow('đứt')
  expect([...reading.entries()]).toEqual([])
  // Nor was the request seen: it may come again.
  expect(takeEntries(store, truth, { sender: 's', receiver: 'pa05', request: 'r', now: NOW, key }).ok).toBe(true)
  expect([...reading.entries()]).toHaveLength(truth.length)
})

test('a database of version 1 is taken over with what it has; only who may write it does so', () => {
  const folder = temporaryFolder()
  const before = openTables(folder, false)
  openStore(before).refuse({ reason: 'GAP', detail: 'cũ' }, NOW)
  before.exec('ALTER TABLE refusal DROP COLUMN origin; PRAGMA user_version = 1')
  before.close()
  expect(() => openTables(folder, true)).toThrow(/phiên bản trước ghi; hãy chạy/)
  const db = openTables(folder, false)
  openStore(db).refuse({ reason: 'GAP', detail: 'mới', origin: '192.0.2.7' }, NOW)
  expect(openReading(db).latestRefusals(9)).toMatchObject([
    { detail: 'mới', origin: '192.0.2.7' },
    { detail: 'cũ', origin: '' },
  ])
  db.exec('PRAGMA user_version = 3')
  db.close()
  expect(() => openTables(folder, false)).toThrow(/phiên bản sau ghi/)
})

test('a day that was compared and differs is shown until it is compared anew', () => {
  const { store, reading } = open()
  const figures = { sender: 's', receiver: 'pa05', day: '2026-03-02', first: 0, last: 0, digest: '0'.repeat(64) }
  const counts = { new: 0, supplement: 0, relevel: 0, withdraw: 0, restore: 0 }
  const ours = { ...figures, counts, received: NOW, key: '0'.repeat(64), signature: 'x' }
  store.reconcile({ ...figures, counts }, ours, false)
  expect(reading.differing()).toEqual([{ sender: 's', day: '2026-03-02' }])
  store.reconcile({ ...figures, counts }, ours, true)
  expect(reading.differing()).toEqual([])
})
