import kafkajs from 'kafkajs'
import { beforeAll, describe, expect, onTestFinished, test } from 'vitest'
import type { Row } from '../../../deploy/checkpoint.ts'
import { type Batch, openChangelog } from '../../../deploy/cluster/changelog.ts'
import { writeState } from '../../../deploy/cluster/changelog-record.ts'
import { savedOnKafka } from '../../../deploy/cluster/saved.ts'
import { readAlerts, readPlaces } from '../../../deploy/cluster/standing.ts'
import { ensureClusterTopics } from '../../../deploy/cluster/topics.ts'
import { loadConfig } from '../../../deploy/config.ts'
import { STATE_VERSION } from '../../../deploy/migrations.ts'
import { ASIDE, RUNNING, WAITING } from '../../../detectors/queue.ts'
import { YIELDS } from '../../../detectors/yields.ts'
import { kafkaClient } from '../../../ingest/kafka/client.ts'
import type { Alert } from '../../../kernel/alert.ts'
import { DAY } from '../../../kernel/time.ts'
import { sharedBrokers, uniqueName } from '../../stack/kafka.ts'
import { writeConfig } from '../../support/config.ts'
import { temporaryFolder } from '../../support/folder.ts'
import { sampleAlerts } from '../../support/sample-alerts.ts'

const brokers = (await sharedBrokers()) ?? []
const SLOTS = 2
const NOW = 1_770_000_000_000
const long = { timeout: 180_000 }
const never = new AbortController().signal

const alertOf = (id: string, own: Partial<Alert> = {}): Alert => ({ ...sampleAlerts(NOW)[0]!, id, ...own })
const target = (entity: string) => ({
  ...{ rule: 'ACC-01a', scope: { kind: 'entity', value: entity }, from: NOW, to: NOW, asked: NOW },
  reason: { vi: 'x', en: 'x' },
})
const row = (space: string, key: string, value: unknown): Row => [
  space,
  key,
  value === undefined ? undefined : JSON.stringify(value),
]
const unjudged = (entity: string) => ({ rule: 'ACC-04', entity, from: NOW, to: NOW, reason: 'pipeline' })

describe.skipIf(brokers.length === 0)('what all slots had saved, as somebody reads it who has none of them', () => {
  const client = kafkaClient({ brokers }, 'test', () => undefined)
  const admin = client.admin()
  beforeAll(async () => {
    await admin.connect()
    return () => admin.disconnect()
  }, 120_000)

  /** A site without any history, and the owners of its slots. */
  const site = async () => {
    const prefix = `${uniqueName('saved')}.`
    const topics = await ensureClusterTopics({ admin, brokers, prefix, slots: SLOTS })
    const kafka = { brokers: [...brokers], prefix }
    const config = loadConfig(writeConfig(temporaryFolder(), { kafka, detector: { slots: SLOTS } }))
    const ownerOf = async (slot: number) => {
      const options = { client, topics, transactionalId: `${prefix}detect.${slot}`, slot }
      const changelog = await openChangelog(options)
      onTestFinished(changelog.close)
      await changelog.take()
      changelog.from(0)
      return {
        commit: (offset: number, { rows = [], alerts = [], place }: Partial<Batch> = {}) =>
          changelog.commit({
            ...{ rows, alerts },
            place: {
              version: STATE_VERSION,
              position: { offset, refill: 0, directory: 'v1', watermark: NOW + offset },
              ...place,
            },
          }),
      }
    }
    const broker = { client, admin, brokers, prefix, topics, slots: SLOTS, onRestart: () => undefined }
    return { topics, ownerOf, broker, saved: () => savedOnKafka(config, NOW - DAY, new Set(['ACC-04'])) }
  }
  const written = (...alerts: readonly Alert[]) => alerts.map((alert) => ({ alert, written: NOW }))

  test('queue, what could not be judged and alerts of all slots, as of the slowest', long, async () => {
    const { ownerOf, saved, broker } = await site()
    const [first, second] = [await ownerOf(0), await ownerOf(1)]
    await first.commit(5, {
      rows: [row(WAITING, 'a', target('a')), row(WAITING, 'b', target('b')), row('pc-01', 'x', { big: true })],
      alerts: written(alertOf('one', { revision: 1, first: NOW }), alertOf('old', { last: NOW - 9 * DAY })),
    })
    await first.commit(9, {
      rows: [
        row(YIELDS, 'bkav', { heartbeat: null, login: NOW }),
        row(WAITING, 'a', undefined),
        row(ASIDE, 'c', { ...target('c'), error: 'x' }),
      ],
      alerts: written(
        alertOf('one', { revision: 2, occurrences: 7, first: NOW }),
        alertOf('ahead', { first: NOW + 8 }),
      ),
    })
    await second.commit(7, {
      rows: [
        row(YIELDS, 'bkav', { heartbeat: NOW }),
        row(RUNNING, 'd', target('d')),
        row('indeterminate', 'e', unjudged('e')),
      ],
      alerts: written(
        alertOf('two', { first: NOW }),
        // An absence that began long ago and goes on.
        alertOf('lasting', { rule: { ...alertOf('x').rule, id: 'ACC-04' }, first: NOW - 9 * DAY, last: NOW - 9 * DAY }),
      ),
    })
    const { alerts, waiting, since, ...rest } = await saved()
    expect(since('bkav', 'heartbeat')).toBe(NOW)
    expect(since('bkav', 'login')).toBe(Number.POSITIVE_INFINITY)
    expect(rest).toEqual({
      ...{ offset: 7, watermark: NOW + 7, directory: 'v1', remaking: false },
      ...{ aside: [{ ...target('c'), error: 'x' }], unjudged: [unjudged('e')] },
    })
    expect(waiting).toEqual([target('b'), target('d')])
    expect(alerts.map(({ id, occurrences }) => [id, occurrences]).sort()).toEqual(
      [
        ['lasting', alertOf('x').occurrences],
        ['one', 7],
        ['two', alertOf('x').occurrences],
      ].sort(),
    )
    expect((await readPlaces(broker, never)).map((place) => place?.position.offset)).toEqual([9, 7])
    // As of the commit before: what came with the next is none of its.
    const before = await readAlerts(broker, [2, 0], () => true, never)
    expect(before.map(({ id, revision }) => [id, revision])).toEqual([
      ['one', 1],
      ['old', alertOf('x').revision],
    ])
  })

  test(
    'a slot that never said anything is no zero, nor is one that is made anew, of another build, or behind the register',
    long,
    async () => {
      const { ownerOf, saved } = await site()
      const first = await ownerOf(0)
      await first.commit(5)
      await expect(saved()).rejects.toMatchObject({
        code: 'BAD_ARGUMENT',
        message: expect.stringMatching(/phần việc 1/),
      })
      const second = await ownerOf(1)
      const position = { offset: 5, refill: 0, directory: 'v1', watermark: NOW }
      await second.commit(5, { rows: [row(WAITING, 'a', target('a'))], place: { version: 0, position } })
      expect(await saved()).toMatchObject({ remaking: true, waiting: [], watermark: NOW })
      await second.commit(6, {
        place: { version: STATE_VERSION, position: { ...position, directory: 'v2', offset: 6 } },
      })
      expect(await saved()).toMatchObject({
        ...{ remaking: false, directory: 'v1' },
        waiting: [target('a'), { rule: '*', scope: { kind: 'all' } }],
      })
      await second.commit(7, { place: { version: STATE_VERSION + 1, position } })
      await expect(saved()).rejects.toMatchObject({ code: 'STORE_VERSION' })
    },
  )

  test('of a commit that was not finished nothing counts', long, async () => {
    const { ownerOf, saved, topics, broker } = await site()
    for (const slot of [0, 1]) await (await ownerOf(slot)).commit(5)
    const dying = client.producer({
      ...{ transactionalId: `${broker.prefix}detect.1`, idempotent: true, maxInFlightRequests: 1 },
      createPartitioner: kafkajs.Partitioners.DefaultPartitioner,
    })
    await dying.connect()
    onTestFinished(() => dying.disconnect())
    const transaction = await dying.transaction()
    const { key, value } = writeState({ kind: 'row', row: row(WAITING, 'a', target('a')) })
    await transaction.send({ topic: topics.state, messages: [{ key, value, partition: 1 }] })
    // It reads no further before somebody decides it: whoever takes the slot up does.
    const reading = saved()
    await (await ownerOf(1)).commit(6)
    expect(await reading).toMatchObject({ waiting: [] })
    expect(await saved()).toMatchObject({ waiting: [], offset: 5 })
  })

  test('a topic with other partitions than there are slots is not read in part', long, async () => {
    const { broker } = await site()
    await expect(readPlaces({ ...broker, slots: SLOTS - 1 }, never)).rejects.toMatchObject({ code: 'BROKER_TOPIC' })
  })
})
