import { existsSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { describe, expect, onTestFinished, test } from 'vitest'
import type { SourceInstance } from '../../ingest/intake/judge.ts'
import { createIntake } from '../../ingest/intake/local.ts'
import { masker } from '../../ingest/mask.ts'
import { openQuarantine, type Quarantine, type Refused } from '../../ingest/quarantine.ts'
import { RECORDS } from '../../ingest/wire.ts'
import { ok } from '../../kernel/result.ts'
import { temporaryFolder } from '../support/folder.ts'
import { openMemoryBus } from '../support/memory-bus.ts'
import { recordsIn } from '../support/records-in.ts'
import { tinyInstance, tinySource } from '../support/tiny-source.ts'

const NOW = Date.UTC(2026, 2, 2, 1, 0, 30)
let now = NOW
const clock = { now: () => now }

const line = (text: string, more: Partial<Refused> = {}): Refused => ({
  received: NOW,
  collector: 'thu-01',
  source: 'tiny',
  place: '',
  reason: 'malformed',
  detail: 'Cần: thời gian, máy, người dùng.',
  parser: 'tiny/1',
  bytes: text.length,
  digest: text.padEnd(32, '0').slice(0, 32),
  cut: false,
  raw: Buffer.from(text),
  ...more,
})

const begin = (folder = temporaryFolder(), maxBytes?: number): Quarantine => {
  const quarantine = openQuarantine(folder, { clock, ...(maxBytes === undefined ? {} : { maxBytes }) })
  onTestFinished(() => quarantine.close())
  return quarantine
}

describe('the quarantine', () => {
  test('lists what it holds, newest first, by reason, and gives a line back as it was put in', () => {
    const quarantine = begin()
    quarantine.put([line('một'), line('hai', { reason: 'time', place: 'a.log:7' })])
    quarantine.put([line('ba')])
    expect(quarantine.list({ limit: 9 }).map(({ digest }) => digest.slice(0, 3))).toEqual(['ba0', 'hai', 'một'])
    expect(quarantine.list({ limit: 2 })).toHaveLength(2)
    const [timed] = quarantine.list({ limit: 9, reason: 'time' })
    const { raw: _, ...listed } = line('hai', { reason: 'time', place: 'a.log:7' })
    expect(timed).toEqual({ ...listed, id: 2, times: 1 })
    expect(Buffer.from(quarantine.open(2, 'an.nv')!.raw).toString()).toBe('hai')
    expect(quarantine.open(99, 'an.nv')).toBeUndefined()
  })

  test('keeps the heading a line stood under, of the last time it came', () => {
    const quarantine = begin()
    quarantine.put([line('một', { heading: 'a,b' }), line('hai')])
    quarantine.put([line('một', { heading: 'b,a' })])
    expect(quarantine.open(1, 'an.nv')).toMatchObject({ heading: 'b,a', times: 2 })
    expect(quarantine.open(2, 'an.nv')).not.toHaveProperty('heading')
    expect(quarantine.list({ limit: 9 })[0]).not.toHaveProperty('heading')
  })

  test('written by the version before it, is read on', () => {
    const folder = temporaryFolder()
    const before = openQuarantine(folder, { clock })
    before.put([line('một')])
    before.close()
    const database = new DatabaseSync(join(folder, 'quarantine.db'))
    database.exec('ALTER TABLE refused DROP COLUMN heading; PRAGMA user_version = 1')
    database.close()
    const quarantine = begin(folder)
    quarantine.put([line('hai', { heading: 'a,b' })])
    expect(Buffer.from(quarantine.open(1, 'an.nv')!.raw).toString()).toBe('một')
    expect(quarantine.open(2, 'an.nv')).toMatchObject({ heading: 'a,b' })
  })

  test('every opening is written down before the line is shown, and can neither be changed nor taken away', () => {
    const folder = temporaryFolder()
    const quarantine = begin(folder)
    quarantine.put([line('một')])
    expect(() => quarantine.open(1, ' ')).toThrow(expect.objectContaining({ code: 'BAD_ARGUMENT' }))
    quarantine.open(1, 'an.nv')
    now = NOW + 1000
    quarantine.open(1, 'binh.tt')
    now = NOW
    expect(quarantine.openings(9)).toEqual([
      { line: 1, by: 'binh.tt', at: NOW + 1000 },
      { line: 1, by: 'an.nv', at: NOW },
    ])
    const database = new DatabaseSync(join(folder, 'quarantine.db'))
    expect(() => database.exec('DELETE FROM opened')).toThrow('kept')
    expect(() => database.exec("UPDATE opened SET by = 'x'")).toThrow('kept')
    database.close()
  })

  test('holds no line in clear on the disk; the key is for its owner alone', () => {
    const folder = temporaryFolder()
    const quarantine = begin(folder)
    quarantine.put([line('a line that nobody may read on the disk', { digest: '0'.repeat(32) })])
    for (const name of readdirSync(folder))
      expect(readFileSync(join(folder, name)).includes('nobody may read'), name).toBe(false)
    expect(statSync(join(folder, 'quarantine.key')).mode & 0o777).toBe(0o600)
    expect(readFileSync(join(folder, 'quarantine.key'))).toHaveLength(32)
  })

  test('two lines whose bytes were exchanged in the database are not shown', () => {
    const folder = temporaryFolder()
    const quarantine = begin(folder)
    quarantine.put([line('một'), line('hai')])
    const database = new DatabaseSync(join(folder, 'quarantine.db'))
    database.exec('UPDATE refused SET sealed = (SELECT sealed FROM refused WHERE id = 1) WHERE id = 2')
    database.close()
    expect(() => quarantine.open(2, 'an.nv')).toThrow()
  })

  test('lasts over a restart; without its key, or with another, it does not open and makes no new one', () => {
    const folder = temporaryFolder()
    const first = openQuarantine(folder, { clock })
    first.put([line('một')])
    first.close()
    const again = openQuarantine(folder, { clock })
    expect(Buffer.from(again.open(1, 'an.nv')!.raw).toString()).toBe('một')
    again.close()
    const key = join(folder, 'quarantine.key')
    writeFileSync(key, Buffer.alloc(32, 1))
    expect(() => openQuarantine(folder, { clock })).toThrow(expect.objectContaining({ code: 'CONFIG_INVALID' }))
    rmSync(key)
    expect(() => openQuarantine(folder, { clock })).toThrow(expect.objectContaining({ code: 'CONFIG_INVALID' }))
    expect(existsSync(key)).toBe(false)
  })

  test('a database of another version is STORE_VERSION', () => {
    const folder = temporaryFolder()
    openQuarantine(folder, { clock }).close()
    const database = new DatabaseSync(join(folder, 'quarantine.db'))
    database.exec('PRAGMA user_version = 99')
    database.close()
    expect(() => openQuarantine(folder, { clock })).toThrow(expect.objectContaining({ code: 'STORE_VERSION' }))
  })

  test('the same line of the same place is one line with a count and its first receipt', () => {
    const quarantine = begin()
    quarantine.put([line('một'), line('một', { received: NOW - 5 }), line('một', { place: 'a:1' })])
    quarantine.put([line('một', { received: NOW + 5, parser: 'tiny/2' })])
    expect(quarantine.list({ limit: 9 })).toMatchObject([
      { place: 'a:1', times: 1 },
      { place: '', times: 3, received: NOW - 5, parser: 'tiny/2' },
    ])
    expect(quarantine.counters.lines).toBe(2)
  })

  test('the oldest lines give way above the limit, and are counted over restarts', () => {
    const folder = temporaryFolder()
    const quarantine = openQuarantine(folder, { clock, maxBytes: 400 })
    for (let n = 0; n < 10; n++) quarantine.put([line(`${n}`.padEnd(72, 'x'))]) // 100 bytes sealed
    expect(quarantine.list({ limit: 99 }).map(({ digest }) => digest[0])).toEqual(['9', '8', '7', '6'])
    expect(quarantine.counters).toEqual({ lines: 4, bytes: 400, full: 1, dropped: 6, droppedBytes: 600 })
    quarantine.put([line('too long for all of it'.padEnd(1000, 'x'))])
    expect(quarantine.counters).toEqual({ lines: 0, bytes: 0, full: 0, dropped: 11, droppedBytes: 2028 })
    quarantine.close()
    expect(begin(folder).counters.dropped).toBe(11)
  })
})

describe('replaying', () => {
  const fixed: SourceInstance = tinyInstance({
    source: {
      ...tinySource(),
      parser: 2,
      parse: (_, context) => ok([{ ...origin(context), action: 'power.on', host: 'pc-01' }]),
    },
  })
  const origin = ({
    received,
    collector,
    digest,
    place,
  }: {
    received: number
    collector: string
    digest: string
    place: string
  }) => ({
    id: `${digest}@${place}`,
    at: NOW - 1000,
    received,
    source: 'tiny',
    collector,
    digest,
  })

  const world = () => {
    const quarantine = begin()
    const bus = openMemoryBus()
    const intakeWith = (instance: SourceInstance) =>
      createIntake({ bus, quarantine, clock, mask: masker(Buffer.alloc(32)), instances: [instance] })
    const records = () =>
      bus
        .messages(RECORDS)
        .flatMap(recordsIn)
        .filter(({ raw }) => raw !== '')
    const deliver = (lines: readonly string[]) =>
      intakeWith(tinyInstance()).deliver({
        collector: 'thu-01',
        source: 'tiny',
        lines: lines.map((text) => Buffer.from(text)),
        place: (index) => `a.log:${index}`,
        received: NOW - 500,
      })
    return { quarantine, intakeWith, records, deliver }
  }

  test('after a fix, what is accepted leaves, with its first receipt, place and digest', async () => {
    const { quarantine, intakeWith, records, deliver } = world()
    await deliver(['garbage', 'rubbish password=BiMat123'])
    const digests = quarantine.list({ limit: 9 }).map(({ digest }) => digest)
    now = NOW + 86_400_000
    expect(await quarantine.replay('all', intakeWith(fixed))).toEqual({ accepted: 2, refused: 0 })
    now = NOW
    expect(quarantine.counters).toMatchObject({ lines: 0, bytes: 0, dropped: 0 })
    expect(records()).toMatchObject([{ received: NOW - 500 }, { received: NOW - 500 }])
    expect(records().map(({ observations }) => observations[0]!.id.split('@')[1])).toEqual(['a.log:0', 'a.log:1'])
    expect(
      records()
        .map(({ digest }) => digest)
        .sort(),
    ).toEqual(digests.sort())
    expect(JSON.stringify(records())).not.toContain('BiMat123')
  })

  test('a line that was for no source is read by what its collector is configured for today', async () => {
    const { quarantine, intakeWith } = world()
    await intakeWith(fixed).deliver({ collector: 'thu-01', source: 'auto', lines: [Buffer.from('garbage')] })
    expect(await quarantine.replay('all', intakeWith(fixed))).toEqual({ accepted: 0, refused: 1 })
    const defaultOf = (collector: string) => (collector === 'thu-01' ? 'tiny' : 'auto')
    expect(await quarantine.replay('all', intakeWith(fixed), defaultOf)).toEqual({ accepted: 1, refused: 0 })
  })

  test('what is refused again stays as it was, counted neither twice nor anew', async () => {
    const { quarantine, intakeWith, records, deliver } = world()
    await deliver(['garbage', 'rubbish password=BiMat123'])
    const before = quarantine.list({ limit: 9 })
    expect(await quarantine.replay('all', intakeWith(tinyInstance()))).toEqual({ accepted: 0, refused: 2 })
    expect(quarantine.list({ limit: 9 })).toEqual(before)
    expect(records()).toEqual([])
  })

  test('only the lines asked for are offered, and unknown ones are nobody', async () => {
    const { quarantine, intakeWith, deliver } = world()
    await deliver(['one', 'two', 'three'])
    expect(await quarantine.replay([2, 77], intakeWith(fixed))).toEqual({ accepted: 1, refused: 0 })
    expect(quarantine.list({ limit: 9 }).map(({ id }) => id)).toEqual([3, 1])
  })

  test('a line of which only the beginning was kept is never offered', async () => {
    const { quarantine, intakeWith, records, deliver } = world()
    await deliver(['x'.repeat(1024 * 1024 + 1)])
    expect(await quarantine.replay('all', intakeWith(fixed))).toEqual({ accepted: 0, refused: 1 })
    expect(quarantine.counters.lines).toBe(1)
    expect(records()).toEqual([])
  })
})
