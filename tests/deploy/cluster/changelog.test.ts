import { readdirSync } from 'node:fs'
import { join } from 'node:path'
import pino from 'pino'
import { beforeAll, describe, expect, onTestFinished, test } from 'vitest'
import type { Row } from '../../../deploy/checkpoint.ts'
import { catchUp } from '../../../deploy/cluster/catch-up.ts'
import { type Changelog, isFenced, openChangelog } from '../../../deploy/cluster/changelog.ts'
import { openSlotFile } from '../../../deploy/cluster/slot-file.ts'
import { clusterTopics, ensureClusterTopics } from '../../../deploy/cluster/topics.ts'
import { STATE_VERSION } from '../../../deploy/migrations.ts'
import { kafkaClient } from '../../../ingest/kafka/client.ts'
import type { Alert } from '../../../kernel/alert.ts'
import { sharedBrokers, uniqueName } from '../../stack/kafka.ts'
import { temporaryFolder } from '../../support/folder.ts'
import { sampleAlerts } from '../../support/sample-alerts.ts'

const brokers = (await sharedBrokers()) ?? []
const SLOTS = 3
const long = { timeout: 120_000 }
const sampleAlert = (own: Partial<Alert>): Alert => ({ ...sampleAlerts(1_770_000_000_000)[0]!, ...own })

describe.skipIf(brokers.length === 0)('what Kafka holds of a slot', () => {
  const prefix = `${uniqueName('changelog')}.`
  const topics = clusterTopics(prefix)
  const client = kafkaClient({ brokers }, 'test', () => undefined)
  const admin = client.admin()
  beforeAll(async () => {
    await admin.connect()
    await ensureClusterTopics({ admin, brokers, prefix, slots: SLOTS })
    return () => admin.disconnect()
  }, 120_000)

  const log = pino({ level: 'silent' })
  const fileIn = (folder: string) => {
    const file = openSlotFile({ file: join(folder, 'slot.db'), log, clock: { now: () => 7 } })
    onTestFinished(file.close)
    return file
  }
  /** As a process does that is given the slot. */
  const takeUp = async (slot: number, folder: string, of = topics) => {
    const changelog = await openChangelog({ client, topics: of, transactionalId: `${prefix}${slot}`, slot })
    onTestFinished(changelog.close)
    const owner = await changelog.take()
    const file = fileIn(folder)
    const { signal } = new AbortController()
    const broker = { client, admin, brokers, prefix, onRestart: () => undefined }
    const { markAlerts } = changelog
    const read = await catchUp({ ...broker, topics: of, slot, owner, file, markAlerts, signal })
    changelog.from(read.alertsEnd)
    return { changelog, file, read }
  }
  const commit = (changelog: Changelog, offset: number, rows: readonly Row[], alerts: readonly Alert[] = []) =>
    changelog.commit({
      rows,
      alerts: alerts.map((alert) => ({ alert, written: 5 })),
      place: { version: STATE_VERSION, position: { offset, refill: 0, directory: 'v1' } },
    })
  const held = ({ db, ownOf, checkpoint }: ReturnType<typeof fileIn>) => ({
    position: checkpoint.position(),
    rows: ownOf(checkpoint.restore().saved)
      .map(({ space, key, value }) => `${space}/${key}=${value}`)
      .sort(),
    alerts: db
      .prepare('SELECT id, revision FROM alerts ORDER BY id')
      .all()
      .map(({ id, revision }) => `${id}.${revision}`),
    written: db
      .prepare('SELECT DISTINCT written FROM alert_history')
      .all()
      .map(({ written }) => written),
  })

  test('another process with an empty disk has all of it: rows, what is gone, alerts, position', long, async () => {
    const { changelog } = await takeUp(0, temporaryFolder())
    await commit(
      changelog,
      1,
      [
        ['a', '1', '"x"'],
        ['a', '2', '"y"'],
      ],
      [sampleAlert({ id: 'one', revision: 1 })],
    )
    await commit(
      changelog,
      2,
      [
        ['a', '1', undefined],
        ['b', '1', '{"z":1}'],
      ],
      [sampleAlert({ id: 'one', revision: 2 }), sampleAlert({ id: 'two', revision: 1 })],
    )
    const { file, read } = await takeUp(0, temporaryFolder())
    expect(read.anew).toBe(true)
    expect(held(file)).toEqual({
      position: { offset: 2, refill: 0, directory: 'v1' },
      rows: ['a/2=y', 'b/1=[object Object]'],
      alerts: ['one.2', 'two.1'],
      written: [5],
    })
  })

  test('one with a file reads only what came since, however large; one of another log begins anew', long, async () => {
    const folder = temporaryFolder()
    const first = await takeUp(1, folder)
    await commit(first.changelog, 1, [['a', '1', '1']], [sampleAlert({ id: 'one', revision: 1 })])
    const second = await takeUp(1, folder)
    expect(second.read).toMatchObject({ anew: true, rows: 1, alerts: 1 })

    // More than a request holds: several of them are one transaction.
    const large = Array.from({ length: 60 }, (_, i): Row => ['large', String(i), JSON.stringify('x'.repeat(150_000))])
    await commit(second.changelog, 2, large, [sampleAlert({ id: 'two', revision: 1 })])
    const third = await takeUp(1, folder)
    expect(third.read).toMatchObject({ anew: false, rows: 60, alerts: 1 })
    expect(held(third.file)).toMatchObject({ alerts: ['one.1', 'two.1'], position: { offset: 2 } })
    expect(held(third.file).rows).toHaveLength(61)

    const strange = await takeUp(2, temporaryFolder())
    await commit(strange.changelog, 9, [['c', '1', '1']])
    const moved = await takeUp(2, folder)
    expect(moved.read.anew).toBe(true)
    expect(held(moved.file)).toMatchObject({ rows: ['c/1=1'], alerts: [], position: { offset: 9 } })
  })

  test(
    'where Kafka has lost the state, its alerts are read all the same, and the file with the last of it is put aside',
    long,
    async () => {
      const folder = temporaryFolder()
      const first = await takeUp(0, folder)
      await commit(first.changelog, 5, [['s', '1', '1']], [sampleAlert({ id: 'kept', revision: 7 })])
      await takeUp(0, folder)
      const remade = { ...topics, state: clusterTopics(`${uniqueName('remade')}.`).state }
      await ensureClusterTopics({ admin, brokers, prefix: remade.state.replace(/state$/, ''), slots: SLOTS })
      const { changelog, file, read } = await takeUp(0, folder, remade)
      expect(read).toMatchObject({ anew: true, lost: true, place: undefined })
      expect(held(file).alerts).toContain('kept.7')
      expect(readdirSync(folder).some((name) => name.startsWith('slot.db.rieng-'))).toBe(true)
      // Where the alerts go on is known to whoever takes it up next.
      await commit(changelog, 1, [], [sampleAlert({ id: 'kept', revision: 8 })])
      const next = await takeUp(0, folder, remade)
      expect(held(next.file).alerts).toContain('kept.8')
    },
  )

  test('who had the slot before can commit no more, and leaves nothing behind', long, async () => {
    const zombie = await takeUp(2, temporaryFolder())
    await commit(zombie.changelog, 10, [['z', '1', '1']])
    const owner = await takeUp(2, temporaryFolder())
    await commit(owner.changelog, 11, [['z', '2', '1']])
    const refused = await commit(zombie.changelog, 12, [['z', '3', '1']], [sampleAlert({ id: 'zombie' })]).catch(
      (error: unknown) => error,
    )
    expect(isFenced(refused)).toBe(true)
    await commit(owner.changelog, 13, [['z', '4', '1']])
    const next = await takeUp(2, temporaryFolder())
    expect(held(next.file)).toMatchObject({ position: { offset: 13 }, alerts: [] })
    expect(held(next.file).rows.filter((row) => row.startsWith('z/'))).toEqual(['z/1=1', 'z/2=1', 'z/4=1'])
  })

  test('another number of slots than the topics have is refused', long, async () => {
    await expect(ensureClusterTopics({ admin, brokers, prefix, slots: SLOTS + 1 })).rejects.toMatchObject({
      code: 'BROKER_TOPIC',
      message: expect.stringContaining(`có ${SLOTS} phân vùng, cần đúng ${SLOTS + 1}`),
    })
  })
})
