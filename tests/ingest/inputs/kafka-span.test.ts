import { Kafka, logLevel } from 'kafkajs'
import { describe, expect, onTestFinished, test } from 'vitest'
import { readSpan } from '../../../ingest/inputs/kafka-span.ts'
import { localTime, MINUTE } from '../../../kernel/time.ts'
import { sharedBrokers, uniqueName } from '../../stack/kafka.ts'
import { collectorOf } from '../../stack/produce.ts'
import { memoryIntake } from '../../support/memory-intake.ts'

const brokers = await sharedBrokers()
const [FROM, TO] = [localTime('2026-03-04', '08:00'), localTime('2026-03-04', '08:30') + MINUTE - 1]

describe.skipIf(!brokers)('a span of a raw topic', () => {
  test('is what bears a time of it, both ends included, in whatever order it stands in its partitions', {
    timeout: 120_000,
  }, async () => {
    const topic = await collectorOf(brokers!).makeTopic(uniqueName('span'), 2)
    const client = new Kafka({ brokers: [...brokers!], logLevel: logLevel.NOTHING })
    const producer = client.producer({ idempotent: true })
    await producer.connect()
    onTestFinished(() => producer.disconnect())
    const said = (partition: number, value: string, at: number) => ({ partition, value, timestamp: String(at) })
    const messages = [
      said(0, 'trước', FROM - 1),
      said(0, 'đầu', FROM),
      // A clock that is ahead.
      said(0, 'sau', TO + 1),
      said(0, 'cuối', TO),
      said(1, 'xa sau', TO + 60 * MINUTE),
      said(1, 'giữa', FROM + MINUTE),
      said(1, 'xa trước', FROM - 60 * MINUTE),
    ]
    // Each by itself: what is sent together may come to stand under one time.
    for (const one of messages) await producer.send({ topic, messages: [one] })
    const intake = memoryIntake()
    const done = await readSpan({
      ...{ connection: { brokers: brokers! }, topic: { topic, collector: 'wef-01', source: 'winlogbeat' } },
      ...{ from: FROM, to: TO, intake, clock: { now: () => TO } },
      ...{ onRestart: () => undefined, onProgress: () => undefined, said: () => undefined },
    })
    expect([...intake.texts()].sort()).toEqual(['cuối', 'giữa', 'đầu'])
    expect(done).toEqual({ lines: 3, refused: 0, missing: 0 })
  })
})
