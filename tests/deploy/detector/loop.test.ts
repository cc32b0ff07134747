import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import pino from 'pino'
import { expect, onTestFinished, test, vi } from 'vitest'
import { sqliteAlertStore } from '../../../api/store/sqlite.ts'
import { openCheckpoint } from '../../../deploy/checkpoint.ts'
import { localSlicer } from '../../../deploy/detector/local-slicer.ts'
import { type DetectorOptions, startDetector } from '../../../deploy/detector/loop.ts'
import type { Version } from '../../../deploy/detector/restore.ts'
import { loadCatalogue, loadRules } from '../../../detectors/load.ts'
import { archiveOf } from '../../../ingest/archive/embedded.ts'
import { openEmbeddedBus } from '../../../ingest/bus/embedded.ts'
import { encodeWire, RECORDS } from '../../../ingest/wire.ts'
import { createDirectory } from '../../../kernel/directory/directory.ts'
import type { Observation } from '../../../kernel/event.ts'
import { localTime, SECOND } from '../../../kernel/time.ts'
import { committing } from '../../support/commit.ts'
import { townData } from '../../support/drive.ts'
import { temporaryFolder } from '../../support/folder.ts'
import { openMemoryBus } from '../../support/memory-bus.ts'

const NIGHT = localTime('2026-03-02', '22:40')

const login = (i: number): Buffer => {
  const at = NIGHT + i * SECOND
  const digest = `d${i}`
  const origin = { id: `pc-01/security/${i}`, at, received: at, source: 'winlogbeat', collector: 'c1', digest }
  const observation: Observation = {
    ...{ ...origin, action: 'login', user: 'an.nv@tinh', host: 'pc-01', system: 'windows', ok: true },
    via: 'interactive',
  }
  return encodeWire({ ...origin, stored: digest, parser: 't/1', raw: 'x'.repeat(200), observations: [observation] })
}

const openDetector = async (folder: string, refused: (version: string) => boolean = () => false) => {
  const bus = await openEmbeddedBus(join(folder, 'bus'), { retryMs: 5, onTrouble: () => undefined })
  const db = new DatabaseSync(join(folder, 'vonggac.db'))
  const store = sqliteAlertStore(db)
  const troubles: unknown[] = []
  const world = { directory: createDirectory(townData), catalogue: loadCatalogue(), assumed: new Set<string>() }
  const engine = { rules: await loadRules(), overrides: [], yields: new Map(), lateness: 120 * SECOND, sample: false }
  const checkpoint = openCheckpoint(db)
  const version = async (id: string): Promise<Version> => {
    if (refused(id)) throw new Error(`no version ${id} at present`)
    return { world, register: [] }
  }
  const options: DetectorOptions = {
    bus,
    slicer: localSlicer({
      ...{ engine, version, checkpoint },
      archive: archiveOf(join(folder, 'bus')),
      propose: async () => undefined,
      proposal: () => Promise.reject(new Error('nobody proposes a directory here')),
      close: () => Promise.resolve(),
    }),
    checkpoint: committing(checkpoint),
    engine,
    version,
    prints: new Map(),
    clock: { now: () => NIGHT },
    changes: async () => [],
    first: 'v1',
    log: pino({ level: 'silent' }),
    onAlerts: () => undefined,
    onTrouble: (error) => troubles.push(error),
  }
  const detector = await startDetector(options)
  onTestFinished(async () => {
    await detector.stop()
    await bus.close()
    db.close()
  })
  const publish = (values: readonly Uint8Array[]) =>
    bus.publish(
      RECORDS,
      values.map((value) => ({ key: '', value })),
    )
  return { db, store, troubles, detector, publish, options }
}

test('what could not be stored for want of room is stored when there is room, and the trouble is over', async () => {
  const { db, store, troubles, detector, publish } = await openDetector(temporaryFolder())
  await publish([encodeWire({ tick: NIGHT })])
  await detector.settled()
  const { page_count: pages } = db.prepare('PRAGMA page_count').get() as { page_count: number }
  db.exec(`PRAGMA max_page_count = ${pages}`)

  await publish(Array.from({ length: 40 }, (_, i) => login(i)))
  await vi.waitFor(() => expect(troubles.length).toBeGreaterThan(2))
  expect(troubles.at(-1)).toMatchObject({ code: 'DISK_FULL' })
  expect((await store.search({}, { limit: 9 })).total).toBe(0)

  db.exec('PRAGMA max_page_count = 1000000')
  await vi.waitFor(() => expect(troubles.at(-1)).toBeUndefined())
  await detector.settled()
  const { alerts } = await store.search({ rule: 'ACC-01a' }, { limit: 9 })
  expect(alerts).toMatchObject([{ entity: { value: 'an.nv@tinh' }, occurrences: 40 }])
})

test('what was taken and not saved yet when something failed is read again: all of it, and once', async () => {
  const tries: string[] = []
  const { store, troubles, detector, publish } = await openDetector(
    temporaryFolder(),
    (id) => id === 'v2' && tries.push(id) < 3,
  )
  await publish([encodeWire({ tick: NIGHT })])
  await detector.settled()
  await publish([1, 2, 3].map(login))
  await vi.waitFor(() => expect(detector.offset).toBe(4), { interval: 1 })
  await publish([login(4), encodeWire({ directory: 'v2' }), login(5)])
  await detector.settled()
  expect(tries).toHaveLength(3)
  expect(troubles).toMatchObject([{ message: 'no version v2 at present' }, {}, undefined])
  const { alerts } = await store.search({ rule: 'ACC-01a' }, { limit: 9 })
  expect(alerts).toMatchObject([{ entity: { value: 'an.nv@tinh' }, occurrences: 5 }])
})

test('of what was half taken nothing is saved, even where the state cannot be restored at once', async () => {
  let opened = 0
  const { store, troubles, publish } = await openDetector(temporaryFolder(), () => opened++ === 1)
  await publish([login(1), Buffer.from('no message')])
  await vi.waitFor(() => expect(troubles.length).toBeGreaterThan(3))
  expect(troubles[0]).toMatchObject({ message: 'no version v1 at present' })
  expect((await store.search({}, { limit: 9 })).total).toBe(0)
})

test('a tick that lies behind does not hide from a restart what still waits in the buffer', async () => {
  const { db, detector, publish } = await openDetector(temporaryFolder())
  await publish([encodeWire({ tick: NIGHT }), login(240), encodeWire({ tick: NIGHT - 1200 * SECOND })])
  await publish([encodeWire({ tick: NIGHT + 60 * SECOND })])
  await detector.settled()
  const { body } = db.prepare('SELECT body FROM position').get()!
  expect(JSON.parse(String(body))).toMatchObject({ offset: 4, refill: 0 })
})

test('a start says which sources yield what they did not, and of a state that does not say it, that it is taken as ever since', async () => {
  const { detector, publish, options } = await openDetector(temporaryFolder())
  await publish([encodeWire({ tick: NIGHT })])
  await detector.settled()
  await detector.stop()
  let ticks = 0
  /** What a start with these sources of its own says of them. */
  const said = async (yields: DetectorOptions['engine']['yields']): Promise<readonly unknown[]> => {
    const lines: { msg: string; sources?: unknown }[] = []
    const log = pino({}, { write: (line) => void lines.push(JSON.parse(line)) })
    const again = await startDetector({ ...options, log, engine: { ...options.engine, yields } })
    await publish([encodeWire({ tick: NIGHT + ++ticks * SECOND })])
    await again.settled()
    await again.stop()
    return lines.flatMap(({ msg, sources }) => (msg.includes('yield') ? (sources ?? msg) : []))
  }
  expect(await said(new Map([['bkav', ['login']]]))).toEqual([expect.stringContaining('taken as ever since')])
  expect(await said(new Map([['bkav', ['login', 'heartbeat']]]))).toEqual([{ bkav: ['heartbeat'] }])
  expect(await said(new Map([['bkav', ['login', 'heartbeat']]]))).toEqual([])
})

test('a slice that made the state anew is let go', async () => {
  const { detector, db, publish, options } = await openDetector(temporaryFolder())
  await publish([encodeWire({ tick: NIGHT })])
  await detector.settled()
  await detector.stop()
  db.exec("UPDATE state SET value = '{'")
  let dropped = 0
  const { slicer } = options
  const open: typeof slicer.open = (job, onProgress) => {
    const running = slicer.open(job, onProgress)
    const drop = (): void => {
      dropped++
      running.drop()
    }
    return { ...running, drop }
  }
  const again = await startDetector({ ...options, slicer: { ...slicer, open } })
  onTestFinished(again.stop)
  await publish([encodeWire({ tick: NIGHT + SECOND })])
  await again.settled()
  expect([again.state.found, dropped]).toEqual(['unreadable', 1])
})

test('a log that is shorter than what was already processed is refused, not read as if it were whole', async () => {
  const folder = temporaryFolder()
  const { detector, db, publish, options } = await openDetector(folder)
  await publish([encodeWire({ tick: NIGHT })])
  await detector.settled()
  await detector.stop()
  const emptied = openMemoryBus()
  const again = startDetector({ ...options, bus: emptied, checkpoint: committing(openCheckpoint(db)) })
  await expect(again).rejects.toMatchObject({ code: 'LOG_CORRUPT', message: expect.stringContaining('vị trí 1') })
})
