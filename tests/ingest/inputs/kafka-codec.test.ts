import kafkajs from 'kafkajs'
import { describe, expect, onTestFinished, test, vi } from 'vitest'
import { openKafkaInput } from '../../../ingest/inputs/kafka.ts'
import { isCoded } from '../../../kernel/errors.ts'
import { sharedBrokers, uniqueName } from '../../stack/kafka.ts'
import { collectorOf } from '../../stack/produce.ts'
import { memoryIntake } from '../../support/memory-intake.ts'

const shared = await sharedBrokers()
const { Snappy: SNAPPY } = kafkajs.CompressionTypes

/** Snappy that repeats everything word for word: valid, if not short (format_description.txt of google/snappy, 2.1). */
const literally = (bytes: Buffer): Buffer => {
  const head: number[] = []
  for (let rest = bytes.length; ; rest >>>= 7) {
    head.push(rest > 0x7f ? (rest & 0x7f) | 0x80 : rest)
    if (rest <= 0x7f) break
  }
  const length = Buffer.alloc(3)
  length.writeUInt8(61 << 2, 0)
  length.writeUInt16LE(bytes.length - 1, 1)
  return Buffer.concat([Buffer.from(head), length, bytes])
}

/** What a collector with Snappy writes; this process itself cannot read it. */
const produceSnappy = async (topic: string, lines: readonly string[]): Promise<void> => {
  const codecs: Record<number, unknown> = kafkajs.CompressionCodecs
  const before = codecs[SNAPPY]
  codecs[SNAPPY] = () => ({ compress: async ({ buffer }: { buffer: Buffer }) => literally(buffer) })
  try {
    await collectorOf(shared!).produce(topic, lines, SNAPPY)
  } finally {
    codecs[SNAPPY] = before
  }
}

describe.skipIf(!shared)('a raw topic with a compression that is not read', () => {
  test('is said by name with what to set, and no line is passed over', async () => {
    const collector = collectorOf(shared!)
    const topic = await collector.makeTopic(uniqueName('raw'))
    await collector.produce(topic, ['trước'])
    await produceSnappy(topic, ['nén snappy'])
    await collector.produce(topic, ['sau'])
    const intake = memoryIntake()
    const told: unknown[] = []
    const open = openKafkaInput({
      ...{ connection: { brokers: shared! }, group: uniqueName('group'), intake, said: () => undefined },
      topics: [{ topic, collector: 'wef-01', source: 'winlogbeat' }],
      onRestart: (restart) => told.push(restart),
    })
    // At a start it is an error; one that came to it while it ran goes on trying, and says so.
    const input = await open.catch((error: unknown) => error)
    if (input instanceof Error) {
      expect(isCoded(input) && input.code).toBe('BROKER_TOPIC')
      expect(input.message).toContain(`«${topic}»`)
      expect(input.message).toContain('compression.type=zstd')
    } else {
      const running = await open
      onTestFinished(() => running.close())
      await vi.waitFor(() => expect(running.trouble).toMatchObject({ code: 'BROKER_TOPIC' }), {
        timeout: 30_000,
        interval: 100,
      })
      expect(running.trouble?.message).toContain(`«${topic}»`)
      expect(running.trouble?.message).toContain('compression.type=zstd')
      expect(told.length).toBeGreaterThan(0)
    }
    expect(intake.taken.map(({ text }) => text)).not.toContain('sau')
  }, 60_000)
})
