import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import fc from 'fast-check'
import { afterAll, expect, test } from 'vitest'
import { matches } from '../../../api/filter.ts'
import { ALERT_SCHEMA } from '../../../api/store/schema.ts'
import { sqliteAlertStore, writeAlerts } from '../../../api/store/sqlite.ts'
import { levels } from '../../../kernel/alert.ts'
import type { AlertFilter } from '../../../kernel/ports.ts'
import { localTime } from '../../../kernel/time.ts'
import { alertStoreContract } from '../../contracts/alert-store.contract.ts'
import { sampleAlerts } from '../../support/sample-alerts.ts'

const folder = mkdtempSync(join(tmpdir(), 'vonggac-alerts-'))
afterAll(() => rmSync(folder, { recursive: true }))
let files = 0
const file = (): string => join(folder, `${++files}.sqlite`)

alertStoreContract('SQLite', async () => {
  const db = new DatabaseSync(file())
  const store = sqliteAlertStore(db)
  return {
    ...store,
    close: async () => {
      await store.close()
      db.close()
    },
  }
})

const NOW = localTime('2026-03-04', '10:00')
const all = sampleAlerts(NOW)

test('writes ahead, so that readers do not wait for the detector', () => {
  const db = new DatabaseSync(file())
  sqliteAlertStore(db)
  expect(db.prepare('PRAGMA journal_mode').get()).toEqual({ journal_mode: 'wal' })
  db.close()
})

test("alerts and the detector's own state are one transaction: both or neither", async () => {
  const db = new DatabaseSync(file())
  const store = sqliteAlertStore(db)
  db.exec('CREATE TABLE state (entity TEXT)')
  db.exec("BEGIN; INSERT INTO state VALUES ('an')")
  expect(writeAlerts(db, all, NOW)).toEqual(all)
  db.exec('ROLLBACK')
  expect((await store.search({}, { limit: 1 })).total).toBe(0)
  db.exec("BEGIN; INSERT INTO state VALUES ('an')")
  writeAlerts(db, all, NOW)
  db.exec('COMMIT')
  expect((await store.search({}, { limit: 1 })).total).toBe(all.length)
  expect(writeAlerts(db, all, NOW)).toEqual([])
  db.close()
})

test('a put that fails half way leaves nothing', async () => {
  const db = new DatabaseSync(file())
  const store = sqliteAlertStore(db)
  const broken = { ...all[1]!, last: Number.NaN }
  await expect(store.put([all[0]!, broken], NOW)).rejects.toThrow()
  expect(await store.get(all[0]!.id)).toBeUndefined()
  await store.put([all[0]!], NOW)
  expect(await store.get(all[0]!.id)).toEqual(all[0])
  db.close()
})

test('what was written is there after the database is opened again', async () => {
  const path = file()
  const before = new DatabaseSync(path)
  await sqliteAlertStore(before).put(all, NOW)
  before.close()
  const after = new DatabaseSync(path)
  expect((await sqliteAlertStore(after).search({}, { limit: 100 })).alerts).toEqual(all)
  after.close()
})

test('refuses tables of another version, with a code', () => {
  const db = new DatabaseSync(file())
  sqliteAlertStore(db)
  db.exec(`UPDATE alert_schema SET version = ${ALERT_SCHEMA + 1}`)
  expect(() => sqliteAlertStore(db)).toThrow(expect.objectContaining({ code: 'STORE_VERSION' }))
  db.close()
})

test('tables of the version before are migrated: revisions get their place in the order in which they were written', async () => {
  const db = new DatabaseSync(file())
  const store = sqliteAlertStore(db)
  const [first, second] = all as [(typeof all)[0], (typeof all)[0]]
  await store.put([second], NOW)
  await store.put([first], NOW + 1)
  await store.put([{ ...second, revision: 2, level: 'serious' }], NOW + 2)
  const order = () => db.prepare('SELECT id, revision, seq FROM alert_history ORDER BY seq').all()
  const before = order()
  db.exec(
    'DROP INDEX alert_history_by_seq; ALTER TABLE alert_history DROP COLUMN seq; UPDATE alert_schema SET version = 2',
  )
  const migrated = sqliteAlertStore(db)
  expect(order()).toEqual(before)
  expect(before.map(({ seq }) => seq)).toEqual([1, 2, 3])
  await migrated.put([{ ...first, revision: 2, level: 'serious' }], NOW + 3)
  expect(order().at(-1)).toMatchObject({ id: first.id, revision: 2, seq: 4 })
  db.close()
})

test('places grow though what only grew is folded away', async () => {
  const db = new DatabaseSync(file())
  const store = sqliteAlertStore(db)
  const places: unknown[] = []
  let alert = all[0]!
  for (let n = 0; n < 6; n++) {
    await store.put([alert], NOW + n)
    places.push(db.prepare('SELECT max(seq) AS seq FROM alert_history').get()?.['seq'])
    alert = { ...alert, revision: alert.revision + 1, occurrences: alert.occurrences + 1 }
  }
  expect(places).toEqual([1, 2, 3, 4, 5, 6])
  expect(db.prepare('SELECT count(*) AS n FROM alert_history').get()).toEqual({ n: 2 })
  db.close()
})

const one = <T>(values: readonly T[]): fc.Arbitrary<T | undefined> =>
  fc.option(fc.constantFrom(...values), { nil: undefined })
const instants = all.map(({ last }) => last)
const anyFilter = fc.record({
  unit: one(['tinh', 'xa-a', 'xa-b', 'so-x', 'so-x-vp', 'không có']),
  rule: one(all.map(({ rule }) => rule.id)),
  clause: one(all.map(({ clause }) => clause.id)),
  level: fc.option(fc.uniqueArray(fc.constantFrom(...levels)), { nil: undefined }),
  person: one(['p-an', 'p-bich', 'p-dung']),
  account: one(all.flatMap(({ subject }) => subject.account ?? [])),
  machine: one(all.flatMap(({ subject }) => subject.machine ?? [])),
  text: one(['an', 'Đăng nhập', 'usb', 'DUNG', 'so x', '%', 'mật khẩu cb-0']),
  from: one(instants),
  to: one(instants),
  state: one(['open', 'withdrawn', 'silenced', 'all'] as const),
})

test('any filter finds in SQL exactly what the plain predicate lets through', async () => {
  const db = new DatabaseSync(':memory:')
  const store = sqliteAlertStore(db)
  await store.put(all, NOW)
  let hits = 0
  await fc.assert(
    fc.asyncProperty(anyFilter, fc.integer({ min: 0, max: 10 }), async (wanted, dropped) => {
      // Most random filters ask too much to find anything; forget some of what they ask.
      const asked = Object.entries(wanted).filter(([, value], i) => value !== undefined && (i + dropped) % 4 === 0)
      const filter = Object.fromEntries(asked) as AlertFilter
      const expected = all.filter((alert) => matches(filter, alert))
      hits += expected.length
      const { alerts, total } = await store.search(filter, { limit: 100 })
      expect(alerts).toEqual(expected)
      expect(total).toBe(expected.length)
    }),
    { numRuns: 300 },
  )
  expect(hits).toBeGreaterThan(100)
  db.close()
})
