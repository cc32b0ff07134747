import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { describe, expect, onTestFinished, test } from 'vitest'
import { sqliteAlertStore } from '../../api/store/sqlite.ts'
import { openCheckpoint, type Position } from '../../deploy/checkpoint.ts'
import { STATE_VERSION } from '../../deploy/migrations.ts'
import { createEngine } from '../../detectors/engine.ts'
import type { Change } from '../../detectors/state.ts'
import { YIELDS } from '../../detectors/yields.ts'
import type { Alert } from '../../kernel/alert.ts'
import { DAY, localTime } from '../../kernel/time.ts'
import { commit } from '../support/commit.ts'
import { temporaryFolder } from '../support/folder.ts'
import { sampleAlerts } from '../support/sample-alerts.ts'

const NOW = localTime('2026-03-04', '10:00')
const POSITION: Position = { offset: 12, refill: 7, directory: 'v1' }
const change = (key: string, value: unknown, space = 'TST-01'): Change => ({ space, key, value })
const [alert, other] = sampleAlerts(NOW) as [Alert, Alert]

const file = (): string => join(temporaryFolder(), 'state.sqlite')
const open = (path: string): DatabaseSync => {
  const db = new DatabaseSync(path)
  onTestFinished(() => {
    if (db.isOpen) db.close()
  })
  // The alerts' tables are the store's own.
  sqliteAlertStore(db)
  return db
}
const byKey = (changes: readonly Change[]) => changes.toSorted((a, b) => (a.key < b.key ? -1 : 1))

describe('what was committed', () => {
  test('is nothing at the very first start', () => {
    expect(openCheckpoint(open(file())).restore()).toEqual({ position: undefined, saved: [], found: 'current' })
  })

  test('is there again after the process is gone: state, position and alerts', async () => {
    const path = file()
    const db = open(path)
    const values = [{ at: 1, waits: [{ due: 2 }] }, [1, 'a', null], 0, '', false, { 'ổ đĩa': 'E:\\bc.docx' }]
    const changes = values.map((value, i) => change(`k${i}`, value))
    const written = commit(openCheckpoint(db), { alerts: [alert], changes }, POSITION)
    expect(written).toEqual([alert])
    db.close()

    const again = open(path)
    const { position, saved } = openCheckpoint(again).restore()
    expect(position).toEqual(POSITION)
    expect(byKey(saved)).toEqual(byKey(changes))
    expect(await sqliteAlertStore(again).get(alert.id)).toEqual(alert)
  })

  test('is the newest value under each space and key; what is gone is gone', () => {
    const checkpoint = openCheckpoint(open(file()))
    commit(checkpoint, { alerts: [], changes: [change('a', 1), change('b', 1), change('a', 1, 'TST-02')] }, POSITION)
    commit(
      checkpoint,
      { alerts: [], changes: [change('a', 2), change('b', undefined), change('c', undefined)] },
      { ...POSITION, offset: 13 },
    )
    const { position, saved } = checkpoint.restore()
    expect(position?.offset).toBe(13)
    expect(saved).toHaveLength(2)
    expect(saved).toEqual(expect.arrayContaining([change('a', 2), change('a', 1, 'TST-02')]))
  })

  test('tells only of the alerts that were new: a batch offered again changes nothing', () => {
    const checkpoint = openCheckpoint(open(file()))
    commit(checkpoint, { alerts: [alert], changes: [] }, POSITION)
    expect(commit(checkpoint, { alerts: [alert, other], changes: [] }, POSITION)).toEqual([other])
    const next = { ...alert, revision: alert.revision + 1, occurrences: alert.occurrences + 1 }
    expect(commit(checkpoint, { alerts: [next], changes: [] }, POSITION)).toEqual([next])
    expect(commit(checkpoint, { alerts: [alert], changes: [] }, POSITION)).toEqual([])
  })

  test('stands where it was stored and not withdrawn', () => {
    const checkpoint = openCheckpoint(open(file()))
    const shown = { ...alert, withdrawn: undefined } as unknown as Alert
    commit(checkpoint, { alerts: [JSON.parse(JSON.stringify(shown)) as Alert], changes: [] }, POSITION)
    expect([checkpoint.stands(alert.id), checkpoint.stands('x')]).toEqual([true, false])
    const withdrawn = { ...alert, revision: alert.revision + 1, withdrawn: { reason: { vi: 'x', en: 'x' }, at: NOW } }
    commit(checkpoint, { alerts: [withdrawn], changes: [] }, POSITION)
    expect(checkpoint.stands(alert.id)).toBe(false)
  })
})

describe('an error in the middle', () => {
  test('leaves nothing of its batch, and the next batch is saved', async () => {
    const db = open(file())
    const checkpoint = openCheckpoint(db)
    commit(checkpoint, { alerts: [], changes: [change('a', 1)] }, POSITION)
    const circular: { self?: unknown } = {}
    circular.self = circular
    const broken = [change('a', 2), change('b', circular)]
    expect(() => commit(checkpoint, { alerts: [alert], changes: broken }, { ...POSITION, offset: 99 })).toThrow(
      'circular',
    )
    expect(checkpoint.restore()).toEqual({ position: POSITION, saved: [change('a', 1)], found: 'current' })
    expect(await sqliteAlertStore(db).get(alert.id)).toBeUndefined()

    commit(checkpoint, { alerts: [alert], changes: [change('a', 3)] }, { ...POSITION, offset: 100 })
    expect(checkpoint.restore()).toMatchObject({ position: { ...POSITION, offset: 100 }, saved: [change('a', 3)] })
    expect(await sqliteAlertStore(db).get(alert.id)).toEqual(alert)
  })

  test('also one of the alerts, after the state was written', () => {
    const db = open(file())
    const checkpoint = openCheckpoint(db)
    const broken = { ...alert, id: undefined } as unknown as Alert
    expect(() => commit(checkpoint, { alerts: [broken], changes: [change('a', 1)] }, POSITION)).toThrow()
    expect(checkpoint.restore()).toMatchObject({ position: undefined, saved: [] })
    expect(db.isTransaction).toBe(false)
  })
})

describe('state of another build', () => {
  const lived = { ...POSITION, watermark: NOW, earliest: NOW - DAY }
  const saved = [
    change('watermark', NOW, 'engine'),
    change('["ACC-11a",{}]', { rule: 'ACC-11a', from: 1, to: 2 }, 'target'),
    change('a', 1),
  ]
  const withVersion = (version: number, position: Position = lived) => {
    const db = open(file())
    commit(openCheckpoint(db), { alerts: [alert], changes: saved }, position)
    db.exec(`UPDATE position SET version = ${version}`)
    return db
  }

  test('an older one is migrated, once, and what it waited for waits on', () => {
    const db = withVersion(1)
    const migrated = byKey(
      saved.map((one) => (one.space === 'target' ? { ...one, value: { ...(one.value as object), asked: NOW } } : one)),
    )
    const { found, position, saved: changes } = openCheckpoint(db).restore()
    expect({ found, position, changes: byKey(changes) }).toEqual({
      found: 'migrated',
      position: lived,
      changes: migrated,
    })
    const again = openCheckpoint(db).restore()
    expect({ found: again.found, changes: byKey(again.saved) }).toEqual({ found: 'current', changes: migrated })
  })

  test('what waits about one entity shares its last sign of life since version 3', () => {
    const db = open(file())
    const wait = (at: number, lastLife: number) => ({ after: { at }, due: at + 9, lastLife })
    const changes = [
      change('pc-01', { waits: [wait(1, 5), wait(6, 6), wait(3, 7)] }, 'EPP-01'),
      change('pc-02', { waits: [wait(1, 1)] }, 'EPP-01'),
      change('c1/windows', [1, 2]),
    ]
    commit(openCheckpoint(db), { alerts: [], changes }, lived)
    db.exec('UPDATE position SET version = 2')
    const now = (at: number) => ({ after: { at }, due: at + 9 })
    expect(byKey(openCheckpoint(db).restore().saved)).toEqual(
      byKey([
        change('pc-01', { waits: [now(1), now(6), now(3)], lived: 7 }, 'EPP-01'),
        change('pc-02', { waits: [now(1)] }, 'EPP-01'),
        change('c1/windows', [1, 2]),
      ]),
    )
  })

  test('who only reads migrates for itself alone', () => {
    const db = withVersion(1)
    expect(openCheckpoint(db, { readOnly: true }).restore().found).toBe('migrated')
    expect(openCheckpoint(db, { readOnly: true }).restore().found).toBe('migrated')
  })

  test.each<[string, (db: DatabaseSync) => void]>([
    ['of a newer build', (db) => db.exec(`UPDATE position SET version = ${STATE_VERSION + 1}`)],
    ['that is no JSON', (db) => db.exec("UPDATE state SET value = '{' WHERE key = 'a'")],
  ])('one %s is not given; where the stream stood and the alerts are still there', async (_, damage) => {
    const db = withVersion(STATE_VERSION)
    damage(db)
    const checkpoint = openCheckpoint(db)
    expect(checkpoint.restore()).toEqual({ found: 'unreadable', position: lived, saved: [] })
    checkpoint.discard(lived)
    // Until it was made anew it is not taken for an empty one.
    expect(checkpoint.restore()).toEqual({ found: 'unreadable', position: lived, saved: [] })
    expect(await sqliteAlertStore(db).get(alert.id)).toEqual(alert)
    commit(checkpoint, { alerts: [], changes: [change('b', 1)] }, lived)
    expect(checkpoint.restore()).toEqual({ found: 'current', position: lived, saved: [change('b', 1)] })
  })

  test('since when sources yield what they do no archive can tell: it outlives state that cannot be read', () => {
    const db = withVersion(STATE_VERSION)
    const since = change('bkav', { heartbeat: NOW, 'malware.found': null }, YIELDS)
    const checkpoint = openCheckpoint(db)
    commit(checkpoint, { alerts: [], changes: [since] }, lived)
    db.exec("UPDATE state SET value = '{' WHERE key = 'a'")
    expect(checkpoint.restore()).toEqual({ found: 'unreadable', position: lived, saved: [since] })
    checkpoint.discard(lived)
    expect(checkpoint.restore()).toEqual({ found: 'unreadable', position: lived, saved: [since] })
  })

  test('one whose position does not say how far the stream had come says it itself', () => {
    const db = withVersion(STATE_VERSION + 1, POSITION)
    expect(openCheckpoint(db).restore().position).toEqual({ ...POSITION, watermark: NOW })
  })
})

test('who only reads writes no table', () => {
  const path = file()
  const db = open(path)
  expect(() => openCheckpoint(db, { readOnly: true })).toThrow('no such table')
  commit(openCheckpoint(db), { alerts: [], changes: [change('a', 1)] }, POSITION)
  const reader = new DatabaseSync(path, { readOnly: true })
  onTestFinished(() => reader.close())
  expect(openCheckpoint(reader, { readOnly: true }).restore().saved).toEqual([change('a', 1)])
})

test('what the log may forget is what a power failure cannot take back: nothing more while somebody reads', () => {
  const path = file()
  const checkpoint = openCheckpoint(open(path))
  commit(checkpoint, { alerts: [], changes: [change('a', 1)] }, { ...POSITION, refill: 3 })
  const reader = new DatabaseSync(path, { readOnly: true })
  onTestFinished(() => reader.close())
  reader.exec('BEGIN')
  expect(reader.prepare('SELECT count(*) AS n FROM state').get()).toEqual({ n: 1 })
  commit(checkpoint, { alerts: [], changes: [change('a', 2)] }, { ...POSITION, refill: 5 })
  expect(checkpoint.durable()).toBe(undefined)
  reader.exec('COMMIT')
  expect(checkpoint.durable()).toBe(5)
})

describe('the alerts before a slice over [from, to)', () => {
  const at = (first: number, last: number, ended?: number): Alert => ({
    ...alert,
    id: `${first} ${last}`,
    rule: { ...alert.rule, id: 'EPP-01' },
    first,
    last,
    ...(ended !== undefined && { ended }),
  })
  const standing = async (one: Alert, absence = false): Promise<boolean> => {
    const checkpoint = openCheckpoint(open(file()), { absences: new Set(absence ? ['EPP-01'] : []) })
    commit(checkpoint, { alerts: [one], changes: [] }, POSITION)
    expect(await checkpoint.previous('ACC-99', -Infinity, Infinity)).toEqual([])
    return (await checkpoint.previous('EPP-01', NOW, NOW + DAY)).length === 1
  }
  test.each<[string, Alert, boolean, boolean]>([
    ['last act at its beginning', at(NOW - DAY, NOW), true, true],
    ['last act before it', at(NOW - DAY, NOW - 1), false, true],
    ['first act at its end', at(NOW + DAY, NOW + DAY), false, false],
    ['first act before its end', at(NOW + DAY - 1, NOW + 2 * DAY), true, true],
    ['an episode that ended before it', at(NOW - 2 * DAY, NOW - DAY, NOW - 1), false, false],
    // Only an absence has an end: what the other rules' alerts would say there is never asked.
    ['an episode that ended in it', at(NOW - 2 * DAY, NOW - DAY, NOW), false, true],
  ])('%s', async (_, one, ofDays, ofAbsences) => {
    expect([await standing(one), await standing(one, true)]).toEqual([ofDays, ofAbsences])
  })
})

test('what an engine saves is what another begins with', () => {
  const checkpoint = openCheckpoint(open(file()))
  const world = { directory: {}, catalogue: new Map(), assumed: new Set() } as never
  const make = (saved: readonly Change[]) =>
    createEngine({
      rules: [],
      overrides: [],
      world,
      yields: new Map(),
      lateness: 0,
      register: [],
      saved,
      sample: false,
    })
  const engine = make([])
  engine.tick(NOW)
  commit(checkpoint, engine.drain(), POSITION)
  expect(make(checkpoint.restore().saved).watermark).toBe(NOW)
})
