import { join } from 'node:path'
import pino from 'pino'
import { beforeAll, describe, expect, onTestFinished, test, vi } from 'vitest'
import { cleanup } from '../../../deploy/cleanup.ts'
import { catchUp } from '../../../deploy/cluster/catch-up.ts'
import { isFenced, openChangelog } from '../../../deploy/cluster/changelog.ts'
import { openSlot } from '../../../deploy/cluster/slot.ts'
import { openSlotFile } from '../../../deploy/cluster/slot-file.ts'
import { clusterTopics, ensureClusterTopics } from '../../../deploy/cluster/topics.ts'
import { STATE_VERSION } from '../../../deploy/migrations.ts'
import { loadCatalogue, loadRules } from '../../../detectors/load.ts'
import { YIELDS, type Yields } from '../../../detectors/yields.ts'
import { kafkaClient } from '../../../ingest/kafka/client.ts'
import { encodeWire, RECORDS } from '../../../ingest/wire.ts'
import { createDirectory } from '../../../kernel/directory/directory.ts'
import type { Observation } from '../../../kernel/event.ts'
import type { EventBus } from '../../../kernel/ports.ts'
import { HOUR, localTime, MINUTE, SECOND } from '../../../kernel/time.ts'
import { sharedBrokers, uniqueName } from '../../stack/kafka.ts'
import { townData } from '../../support/drive.ts'
import { temporaryFolder } from '../../support/folder.ts'
import { openMemoryBus } from '../../support/memory-bus.ts'

const brokers = (await sharedBrokers()) ?? []
const NIGHT = localTime('2026-03-02', '22:40')
const LATENESS = 120 * SECOND
const SLOTS = 7
const long = { timeout: 120_000 }
const patient = { timeout: 40_000, interval: 100 }

const login = (i: number) => {
  const at = NIGHT + i * SECOND
  const digest = `d${i}`
  const origin = { id: `pc-01/security/${i}`, at, received: at, source: 'winlogbeat', collector: 'c1', digest }
  const observation: Observation = {
    ...{ ...origin, action: 'login', user: 'an.nv@tinh', host: 'pc-01', system: 'windows', ok: true },
    via: 'interactive',
  }
  return {
    key: digest,
    value: encodeWire({ ...origin, stored: digest, parser: 't/1', raw: '', observations: [observation] }),
  }
}

describe.skipIf(brokers.length === 0)('a slot', () => {
  const prefix = `${uniqueName('slot')}.`
  const topics = clusterTopics(prefix)
  const client = kafkaClient({ brokers }, 'test', () => undefined)
  const admin = client.admin()
  const broker = { client, admin, brokers, prefix, onRestart: () => undefined }
  const { signal } = new AbortController()
  const log = pino({ level: 'silent' })
  beforeAll(async () => {
    await admin.connect()
    await ensureClusterTopics({ admin, brokers, prefix, slots: SLOTS })
    return () => admin.disconnect()
  }, 120_000)

  /** Slot `index` as a process with an empty folder takes it up; it has every entity. */
  const takeUp = async (index: number, bus: EventBus, of = topics, yields: Yields = new Map(), now = NIGHT) => {
    const opened = cleanup()
    onTestFinished(() => opened.run())
    const data = temporaryFolder()
    const world = { directory: createDirectory(townData), catalogue: loadCatalogue(), assumed: new Set<string>() }
    return openSlot(
      {
        ...{ slot: { index, of: 1 }, topics: of, broker, data, absences: new Set(), log, signal },
        latest: 'v1',
        clock: { now: () => now },
        slicing: { config: { data, folder: data, policy: [], sources: [], lateness: LATENESS }, sample: false },
        archive: {
          read: async function* () {
            /* nothing was archived */
          },
          gaps: async () => [],
        },
        detector: {
          ...{ bus, prints: new Map(), first: 'v1', changes: async () => [] },
          engine: { rules: await loadRules(), overrides: [], yields, lateness: LATENESS, sample: false },
          version: async () => ({ world, register: [] }),
          ...{ onAlerts: () => undefined, onTrouble: () => undefined },
        },
      },
      opened,
    )
  }
  const changelogOf = async (slot: number) => {
    const changelog = await openChangelog({ client, topics, transactionalId: `${prefix}detect.${slot}`, slot })
    onTestFinished(changelog.close)
    return changelog
  }
  /** What anybody would find who takes it up: fences whoever has it. */
  const onKafka = async (slot: number) => {
    const { take, markAlerts } = await changelogOf(slot)
    const owner = await take()
    const file = openSlotFile({ file: join(temporaryFolder(), 'slot.db'), log })
    onTestFinished(file.close)
    const { place } = await catchUp({ ...broker, topics, slot, owner, file, markAlerts, signal })
    const alerts = file.db.prepare('SELECT id, body FROM alerts').all()
    return {
      place,
      ids: alerts.map(({ id }) => String(id)),
      rows: file.ownOf(file.checkpoint.restore().saved),
      occurrences: alerts.map(({ body }) => (JSON.parse(String(body)) as { occurrences: number }).occurrences),
    }
  }
  const plant = async (slot: number, version: number) => {
    const changelog = await changelogOf(slot)
    await changelog.take()
    const waits = JSON.stringify({ waits: [{ lastLife: 9, after: { at: 1 } }] })
    const position = { offset: 0, refill: 0, directory: 'v1' }
    await changelog.commit({ rows: [['SOME-RULE', 'pc-01', waits]], alerts: [], place: { version, position } })
  }

  test(
    'goes on in other hands where it stood; who had it is told at his next commit, and nothing is doubled',
    long,
    async () => {
      const bus = openMemoryBus()
      await bus.publish(RECORDS, [login(1), login(2)])
      const first = await takeUp(0, bus)
      await vi.waitFor(() => expect(first.checkpoint.position()?.offset).toBe(2), patient)
      const second = await takeUp(0, bus)
      expect(second.detector.offset).toBe(2)
      expect(second.detector.engine.drain().alerts).toEqual([])
      await bus.publish(RECORDS, [login(3)])
      expect(isFenced(await first.failed)).toBe(true)
      await vi.waitFor(() => expect(second.checkpoint.position()?.offset).toBe(3), patient)
      expect(await onKafka(0)).toMatchObject({ place: { position: { offset: 3 } }, occurrences: [3] })
    },
  )

  test('since when a source yields an action goes with the slot, from process to process', long, async () => {
    const bus = openMemoryBus()
    const before: Yields = new Map([['bkav', ['malware.found']]])
    const after: Yields = new Map([['bkav', ['malware.found', 'heartbeat']]])
    const taken = async (yields: Yields, now: number) => {
      const slot = await takeUp(6, bus, topics, yields, now)
      const offset = await bus.end(RECORDS)
      await bus.publish(RECORDS, [login(offset)])
      await vi.waitFor(() => expect(slot.checkpoint.position()?.offset).toBe(offset + 1), patient)
      return [slot.detector.engine.since('bkav', 'malware.found'), slot.detector.engine.since('bkav', 'heartbeat')]
    }
    expect(await taken(before, NIGHT)).toEqual([-Infinity, Infinity])
    expect(await taken(after, NIGHT + HOUR)).toEqual([-Infinity, NIGHT + HOUR])
    expect(await taken(after, NIGHT + 2 * HOUR)).toEqual([-Infinity, NIGHT + HOUR])
    expect(await taken(before, NIGHT + 3 * HOUR)).toEqual([-Infinity, Infinity])
    expect(await taken(after, NIGHT + 4 * HOUR)).toEqual([-Infinity, NIGHT + 4 * HOUR])
  })

  test('state of an older build is this build’s from then on, on Kafka too', long, async () => {
    await plant(1, 2)
    await takeUp(1, openMemoryBus())
    const { place, rows } = await onKafka(1)
    expect(place?.version).toBe(STATE_VERSION)
    expect(rows.find(({ space }) => space === 'SOME-RULE')).toMatchObject({
      value: { waits: [{ after: { at: 1 } }], lived: 9 },
    })
  })

  test('goes on in a new folder when the log has forgotten what the slot no longer needs', long, async () => {
    const bus = openMemoryBus()
    const tick = (at: number) => ({ key: 'tick', value: encodeWire({ tick: at }) })
    await bus.publish(RECORDS, [login(1), login(2), ...[0, 10, 20].map((minutes) => tick(NIGHT + minutes * MINUTE))])
    const first = await takeUp(5, bus)
    await vi.waitFor(() => expect(first.checkpoint.position()).toMatchObject({ offset: 5, refill: 3 }), patient)
    const before = await onKafka(5)
    expect(before.occurrences).toEqual([2])
    await bus.publish(RECORDS, [login(1_300)])
    const subscribe: EventBus['subscribe'] = (topic, from, handler) => {
      if (from < 3) throw new Error('the log begins at 3')
      return bus.subscribe(topic, from, handler)
    }
    const second = await takeUp(5, { ...bus, begin: async () => 3, subscribe })
    await bus.publish(RECORDS, [tick(NIGHT + 30 * MINUTE)])
    await vi.waitFor(() => expect(second.checkpoint.position()?.offset).toBe(7), patient)
    expect(await onKafka(5)).toMatchObject({ ids: before.ids, occurrences: [3], place: { version: STATE_VERSION } })
  })

  test(
    'what the log has forgotten is not waited for: the state is made anew, on Kafka too, and the alerts stay',
    long,
    async () => {
      const bus = openMemoryBus()
      await bus.publish(RECORDS, [login(1), login(2)])
      const yields: Yields = new Map([['bkav', ['heartbeat']]])
      const first = await takeUp(3, bus, topics, yields)
      await vi.waitFor(() => expect(first.checkpoint.position()?.offset).toBe(2), patient)
      const before = await onKafka(3)
      expect(before.occurrences).toEqual([2])
      await bus.publish(RECORDS, [login(3), login(4), login(5), login(6)])
      const subscribe: EventBus['subscribe'] = (topic, from, handler) => {
        if (from < 5) throw new Error('the log begins at 5')
        return bus.subscribe(topic, from, handler)
      }
      const second = await takeUp(3, { ...bus, begin: async () => 5, subscribe }, topics, yields)
      expect(second.checkpoint.position()).toMatchObject({ offset: 5, refill: 5, watermark: NIGHT - LATENESS })
      const { place, rows, occurrences } = await onKafka(3)
      expect(place).toMatchObject({ version: 0, position: { offset: 5, refill: 5 } })
      // No archive tells since when a source yields what it does.
      const since = { space: YIELDS, key: 'bkav', value: { heartbeat: null } }
      expect({ rows, occurrences }).toEqual({ rows: [since], occurrences: [2] })
    },
  )

  test('where Kafka has lost the state but not the alerts, their revisions are gone on from', long, async () => {
    const bus = openMemoryBus()
    await bus.publish(RECORDS, [login(1), login(2)])
    const first = await takeUp(4, bus)
    await vi.waitFor(() => expect(first.checkpoint.position()?.offset).toBe(2), patient)
    const remade = `${uniqueName('slot-remade')}.`
    await ensureClusterTopics({ admin, brokers, prefix: remade, slots: SLOTS })
    const second = await takeUp(4, bus, { ...topics, state: clusterTopics(remade).state })
    const { ids } = await onKafka(4)
    expect(ids.map(second.checkpoint.stands)).toEqual([true])
    // Not from the beginning, as if nothing had ever been said.
    expect(second.checkpoint.position()?.watermark).toBeDefined()
  })

  test('state of a newer build is left alone', long, async () => {
    await plant(2, STATE_VERSION + 1)
    await expect(takeUp(2, openMemoryBus())).rejects.toMatchObject({ code: 'STORE_VERSION' })
    expect((await onKafka(2)).place?.version).toBe(STATE_VERSION + 1)
  })
})
