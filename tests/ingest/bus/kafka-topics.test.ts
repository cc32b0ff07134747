import { randomBytes } from 'node:crypto'
import kafkajs, { Kafka, logLevel } from 'kafkajs'
import { describe, expect, onTestFinished, test, vi } from 'vitest'
import type { Trouble } from '../../../ingest/bus/follow.ts'
import { openKafkaBus } from '../../../ingest/bus/kafka.ts'
import { createTopic, type TopicSettings } from '../../../ingest/kafka/topics.ts'
import { isCoded } from '../../../kernel/errors.ts'
import type { Delivered } from '../../../kernel/ports.ts'
import { DAY } from '../../../kernel/time.ts'
import { sharedBrokers, uniqueName } from '../../stack/kafka.ts'

const shared = await sharedBrokers()
const brokers = [...(shared ?? [])]
const admin = new Kafka({ brokers, logLevel: logLevel.NOTHING }).admin()
const settings: TopicSettings = { partitions: 1, retentionMs: 3 * DAY, maxMessageBytes: 8 * 1024 * 1024 }

const open = async (prefix = `${uniqueName('topics')}.`, lasting: readonly string[] = []) => {
  const troubles: Trouble[] = []
  const onTrouble = (trouble: Trouble): void => void troubles.push(trouble)
  const bus = await openKafkaBus({ connection: { brokers }, prefix, settings, lasting, onTrouble, retryMs: 2 })
  await admin.connect()
  onTestFinished(async () => {
    await bus.close()
    await admin.disconnect()
  })
  return { bus, prefix, topic: `${prefix}records`, troubles }
}
const message = (value: string | Buffer) => ({ key: '', value: Buffer.from(value) })
const soon = (happened: () => void): Promise<void> => vi.waitFor(happened, { interval: 20 })

describe.skipIf(!shared)('topics of Kafka', () => {
  test('one is made at its first use, with what was asked for', async () => {
    const { bus, topic } = await open()
    await bus.publish('records', [message('một')])
    const resources = [{ type: kafkajs.ConfigResourceTypes.TOPIC, name: topic }]
    const { resources: described } = await admin.describeConfigs({ resources, includeSynonyms: false })
    const values = new Map(described[0]!.configEntries.map(({ configName, configValue }) => [configName, configValue]))
    expect(Object.fromEntries(values)).toMatchObject({
      'cleanup.policy': 'delete',
      'retention.ms': String(3 * DAY),
      'max.message.bytes': String(8 * 1024 * 1024),
      'compression.type': 'producer',
    })
    expect((await admin.fetchTopicMetadata({ topics: [topic] })).topics[0]!.partitions).toHaveLength(1)
  })

  test('one that lasts is kept for ever', async () => {
    const { bus, prefix } = await open(undefined, ['keys'])
    await bus.publish('keys', [message('một')])
    const resources = [
      { type: kafkajs.ConfigResourceTypes.TOPIC, name: `${prefix}keys`, configNames: ['retention.ms'] },
    ]
    const { resources: described } = await admin.describeConfigs({ resources, includeSynonyms: false })
    expect(described[0]!.configEntries.map(({ configValue }) => configValue)).toEqual(['-1'])
  })

  const kept = { name: 'retention.ms', value: String(3 * DAY) }
  const large = { name: 'max.message.bytes', value: String(8 * 1024 * 1024) }
  test.each([
    ['several partitions', 3, [kept, large], 'có 3 phân vùng, cần đúng 1'],
    [
      'compaction',
      1,
      [kept, large, { name: 'cleanup.policy', value: 'compact' }],
      'cleanup.policy=compact, cần delete',
    ],
    [
      'a day only',
      1,
      [large, { name: 'retention.ms', value: String(DAY) }],
      `retention.ms=${DAY}, cần ít nhất ${3 * DAY}`,
    ],
    ['small messages', 1, [kept, { name: 'max.message.bytes', value: '1000' }], 'max.message.bytes=1000'],
  ])('one with %s will not do', async (_, numPartitions, configEntries, said) => {
    const { bus, topic } = await open()
    await createTopic(admin, { topic, numPartitions, replicationFactor: 1, configEntries })
    const refused: unknown = await bus.end('records').catch((error: unknown) => error)
    expect(isCoded(refused) && refused.code).toBe('BROKER_TOPIC')
    expect(String(refused)).toContain(`«${topic}»`)
    expect(String(refused)).toContain(said)
  })

  test('one that is kept for ever will do', async () => {
    const { bus, topic } = await open()
    const configEntries = [{ name: 'retention.ms', value: '-1' }, large]
    await createTopic(admin, { topic, numPartitions: 1, replicationFactor: 1, configEntries })
    expect(await bus.end('records')).toBe(0)
  })

  test('what no request can carry is refused, what one cannot is cut, and nobody waits for it', async () => {
    const { bus } = await open()
    const refused: unknown = await bus.publish('records', [message(Buffer.alloc(5_000_000))]).catch((error) => error)
    expect(isCoded(refused) && refused.code).toBe('BAD_ARGUMENT')
    await bus.publish(
      'records',
      Array.from({ length: 9 }, () => message(randomBytes(1_000_000))),
    )
    expect(await bus.end('records')).toBe(9)
  })

  test('a topic that takes less than it did says so, and takes what is small enough after that', async () => {
    const { bus, topic } = await open()
    await bus.publish('records', [message('một')])
    const configEntries = [{ name: 'max.message.bytes', value: '1000' }]
    const resources = [{ type: kafkajs.ConfigResourceTypes.TOPIC, name: topic, configEntries }]
    await admin.alterConfigs({ validateOnly: false, resources })
    const refused: unknown = await bus.publish('records', [message(randomBytes(5_000))]).catch((error) => error)
    expect(isCoded(refused) && refused.code).toBe('BROKER_TOPIC')
    expect(String(refused)).toContain('max.message.bytes')
    await bus.publish('records', [message('hai')])
    expect(await bus.end('records')).toBe(2)
  })

  test('a topic that was removed and made again is written on: nothing that is said to be stored is missing', async () => {
    const { bus, topic } = await open()
    for (let i = 0; i < 3; i++) await bus.publish('records', [message('trước')])
    await admin.deleteTopics({ topics: [topic] })
    await soon(async () => expect(await admin.listTopics()).not.toContain(topic))
    await createTopic(admin, { topic, numPartitions: 1, replicationFactor: 1 })
    let stored = 0
    for (let i = 0; i < 3; i++) await bus.publish('records', [message('sau')]).then(() => stored++)
    expect(await bus.end('records')).toBe(stored)
  })

  test('messages that went before they were read end the subscription: nothing is passed over in silence', async () => {
    const { bus, topic, troubles } = await open()
    const { promise: released, resolve: release } = Promise.withResolvers<void>()
    const seen: Delivered[] = []
    await bus.subscribe('records', 0, async (batch) => {
      await released
      seen.push(...batch)
    })
    // More than is fetched ahead.
    for (let i = 0; i < 10; i++)
      await bus.publish(
        'records',
        Array.from({ length: 4 }, () => message(randomBytes(1_000_000))),
      )
    await admin.fetchTopicOffsets(topic) // the client finds out who leads the topic only so
    await admin.deleteTopicRecords({ topic, partitions: [{ partition: 0, offset: '39' }] })
    release()
    await soon(() => expect(troubles).toHaveLength(1))
    expect(troubles[0]).toMatchObject({ kind: 'reading', topic: 'records', error: { code: 'LOG_CORRUPT' } })
    expect(seen.length).toBeLessThan(39)
    expect(seen.map(({ offset }) => offset)).toEqual(seen.map((_, i) => i))
  })

  test('so does a topic that was removed and made again', async () => {
    const { bus, prefix, topic, troubles } = await open()
    const seen: Delivered[] = []
    await bus.subscribe('records', 0, async (batch) => void seen.push(...batch))
    await bus.publish('records', [message('a'), message('b'), message('c')])
    await soon(() => expect(seen).toHaveLength(3))
    await admin.deleteTopics({ topics: [topic] })
    const { bus: other } = await open(prefix)
    await soon(async () => void (await other.publish('records', [message('d')])))
    await soon(() => expect(troubles).toHaveLength(1))
    expect(troubles[0]).toMatchObject({ kind: 'reading', error: { code: 'LOG_CORRUPT' } })
    expect(seen).toHaveLength(3)
  })
})
