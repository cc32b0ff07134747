import { randomBytes } from 'node:crypto'
import kafkajs, { Kafka, logLevel } from 'kafkajs'
import { describe, expect, onTestFinished, test, vi } from 'vitest'
import { openKafkaInput } from '../../../ingest/inputs/kafka.ts'
import { sharedBrokers, uniqueName } from '../../stack/kafka.ts'
import { collectorOf } from '../../stack/produce.ts'
import { memoryIntake } from '../../support/memory-intake.ts'

const shared = await sharedBrokers()

/** Has the broker pack what comes to the topic, as its own clients do. */
const packWith = async (topic: string, codec: string): Promise<void> => {
  const admin = new Kafka({ brokers: [...shared!], logLevel: logLevel.NOTHING }).admin()
  await admin.connect()
  const configEntries = [{ name: 'compression.type', value: codec }]
  await admin.alterConfigs({
    validateOnly: false,
    resources: [{ type: kafkajs.ConfigResourceTypes.TOPIC, name: topic, configEntries }],
  })
  await admin.disconnect()
}

/** Short ones and long ones, what packs well and what does not; more than one block of each codec. */
const lines = Array.from({ length: 300 }, (_, i) =>
  i % 3 === 0 ? randomBytes(700).toString('base64') : `{"record_id":${i},"text":"${'đăng nhập sai '.repeat(i)}"}`,
)

describe.skipIf(!shared)('a raw topic', () => {
  test.each(['gzip', 'snappy', 'lz4', 'zstd'])('packed with %s is read', { timeout: 60_000 }, async (codec) => {
    const collector = collectorOf(shared!)
    const topic = await collector.makeTopic(uniqueName('raw'))
    await packWith(topic, codec)
    await collector.produce(topic, lines)
    const intake = memoryIntake()
    const input = await openKafkaInput({
      ...{ connection: { brokers: shared! }, group: uniqueName('group'), intake, said: () => undefined },
      topics: [{ topic, collector: 'wef-01', source: 'winlogbeat' }],
      onRestart: () => undefined,
    })
    onTestFinished(() => input.close())
    await vi.waitFor(() => expect(intake.taken.length).toBeGreaterThanOrEqual(lines.length), { timeout: 30_000 })
    expect(intake.texts()).toEqual(lines)
  })
})
