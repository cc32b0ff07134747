import { readdirSync } from 'node:fs'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { beforeAll, describe, expect, onTestFinished, test, vi } from 'vitest'
import { sqliteAlertStore } from '../../../api/store/sqlite.ts'
import { copyAlerts } from '../../../deploy/cluster/alerts-copy.ts'
import { openChangelog } from '../../../deploy/cluster/changelog.ts'
import { clusterTopics, ensureClusterTopics } from '../../../deploy/cluster/topics.ts'
import { peekOf } from '../../../deploy/cluster/unread.ts'
import { STATE_VERSION } from '../../../deploy/migrations.ts'
import { kafkaClient } from '../../../ingest/kafka/client.ts'
import type { Restart } from '../../../ingest/kafka/consumer.ts'
import type { Alert } from '../../../kernel/alert.ts'
import { sharedBrokers, uniqueName } from '../../stack/kafka.ts'
import { temporaryFolder } from '../../support/folder.ts'
import { sampleAlerts } from '../../support/sample-alerts.ts'

const brokers = (await sharedBrokers()) ?? []
const SLOTS = 2
const long = { timeout: 120_000 }
const patient = { timeout: 60_000, interval: 100 }
const sampleAlert = (own: Partial<Alert>): Alert => ({ ...sampleAlerts(1_770_000_000_000)[0]!, ...own })

describe.skipIf(brokers.length === 0)('the copy of all slots’ alerts', () => {
  const client = kafkaClient({ brokers }, 'test', () => undefined)
  const admin = client.admin()
  beforeAll(async () => {
    await admin.connect()
    return () => admin.disconnect()
  }, 120_000)

  /** A topic of alerts, and who writes to it. */
  const site = async () => {
    const prefix = `${uniqueName('copy')}.`
    const topics = await ensureClusterTopics({ admin, brokers, prefix, slots: SLOTS })
    const write = async (slot: number, alerts: readonly Alert[]): Promise<void> => {
      const changelog = await openChangelog({ client, topics, transactionalId: `${prefix}${slot}`, slot })
      const position = { offset: 0, refill: 0, directory: 'v1' }
      for (const alert of alerts)
        await changelog.commit({
          ...{ rows: [], alerts: [{ alert, written: 5 }] },
          place: { version: STATE_VERSION, position },
        })
      await changelog.close()
    }
    return { prefix, write }
  }
  const database = () => {
    const folder = temporaryFolder()
    const db = new DatabaseSync(join(folder, 'vonggac.db'))
    onTestFinished(() => db.close())
    sqliteAlertStore(db)
    const revisions = () =>
      Object.fromEntries(
        db
          .prepare('SELECT id, revision FROM alerts')
          .all()
          .map(({ id, revision }) => [String(id), revision]),
      )
    return { db, folder, revisions }
  }
  const copyInto = async (db: DatabaseSync, prefix: string) => {
    const told: Restart[] = []
    const fresh: string[] = []
    const { stop } = await copyAlerts({
      ...{ client, admin, brokers, prefix, db, topic: clusterTopics(prefix).alerts },
      onAlerts: (alerts) => fresh.push(...alerts.map(({ id, revision }) => `${id} ${revision}`)),
      onRestart: (_topic, restart) => told.push(restart),
    })
    onTestFinished(stop)
    return { stop, told, fresh }
  }

  test('a copy that is taken up again goes on, and tells nothing twice', long, async () => {
    const { prefix, write } = await site()
    const { db, revisions } = database()
    await write(0, [sampleAlert({ id: 'a', revision: 1 }), sampleAlert({ id: 'a', revision: 2 })])
    const first = await copyInto(db, prefix)
    await vi.waitFor(() => expect(revisions()).toEqual({ a: 2 }), patient)
    await first.stop()
    await write(0, [sampleAlert({ id: 'a', revision: 3 })])
    await write(1, [sampleAlert({ id: 'b', revision: 1 })])
    const second = await copyInto(db, prefix)
    await vi.waitFor(() => expect(revisions()).toEqual({ a: 3, b: 1 }), patient)
    expect(second.fresh.sort()).toEqual(['a 3', 'b 1'])
    expect(second.told).toEqual([])
  })

  test.each([
    ['shorter than what was copied', 1],
    ['longer than what was copied', 6],
  ])('a topic that was made again, %s, is read anew, and what there was is put aside', long, async (_, n) => {
    const old = await site()
    const { db, folder, revisions } = database()
    await old.write(
      0,
      Array.from({ length: 3 }, (_one, i) => sampleAlert({ id: 'a', revision: 5 + i })),
    )
    const first = await copyInto(db, old.prefix)
    await vi.waitFor(() => expect(revisions()).toEqual({ a: 7 }), patient)
    await first.stop()

    const made = await site()
    await made.write(
      0,
      Array.from({ length: n }, (_one, i) => sampleAlert({ id: 'a', revision: 1 + i })),
    )
    const second = await copyInto(db, made.prefix)
    await vi.waitFor(() => expect(revisions()).toEqual({ a: n }), patient)
    expect(second.told).toMatchObject([{ kind: 'refused', error: { code: 'LOG_CORRUPT' } }])
    const aside = readdirSync(folder).find((name) => name.startsWith('vonggac.db.rieng-'))!
    const kept = new DatabaseSync(join(folder, aside), { readOnly: true })
    expect(kept.prepare('SELECT revision FROM alerts').get()).toEqual({ revision: 7 })
    kept.close()
  })

  test('a reader of its own finds an alert that the copy lacks', long, async () => {
    const { prefix, write } = await site()
    await write(1, [sampleAlert({ id: 'a', revision: 1 })])
    const broker = { client, admin, brokers, prefix, onRestart: () => undefined }
    const stopping = new AbortController()
    const peek = peekOf(broker, clusterTopics(prefix).alerts, stopping.signal)
    await vi.waitFor(async () => expect(await peek(1, 0)).toBe(true), patient)
    stopping.abort()
    expect(await peek(1, 0)).toBe(false)
  })
})
