import { setTimeout as sleep } from 'node:timers/promises'
import { afterAll, describe, expect, onTestFinished, test, vi } from 'vitest'
import { freePort } from '../../../deploy/stack/tool.ts'
import { type KafkaBusOptions, openKafkaBus } from '../../../ingest/bus/kafka.ts'
import { openKafkaInput } from '../../../ingest/inputs/kafka.ts'
import type { Delivered } from '../../../kernel/ports.ts'
import { ownBroker, uniqueName } from '../../stack/kafka.ts'
import { collectorOf } from '../../stack/produce.ts'
import { openProxy } from '../../stack/proxy.ts'
import { memoryIntake } from '../../support/memory-intake.ts'

const behind = await freePort()
const proxy = await openProxy(behind)
afterAll(proxy.close)
const listeners = [{ name: 'PROXIED', protocol: 'PLAINTEXT', port: behind, advertised: proxy.port }] as const
const broker = await ownBroker({ listeners })

const openBus = async (address: string, options: Partial<KafkaBusOptions> = {}) => {
  const bus = await openKafkaBus({
    ...{ connection: { brokers: [address] }, prefix: `${uniqueName('crash')}.`, retryMs: 2 },
    ...options,
  })
  onTestFinished(() => bus.close())
  return bus
}
/** A killed broker is back within three seconds on a quiet machine. */
const TIMEOUT = 60_000
const numbered = (n: number) => ({ key: `pc-${n % 7}`, value: Buffer.from(`${n} ${'x'.repeat(500)}`) })
const numberOf = ({ value }: Delivered): number => Number(Buffer.from(value).toString().split(' ')[0])
const upTo = (count: number) => Array.from({ length: count }, (_, i) => i)

describe.skipIf(!broker)('Kafka, when something dies', () => {
  test(
    'a broker killed twice while publishing and reading costs nothing and doubles nothing',
    async () => {
      const bus = await openBus(broker!.url)
      const seen: Delivered[] = []
      await bus.subscribe('records', 0, async (batch) => void seen.push(...batch))
      let sent = 0
      let killing = true
      const publishing = (async () => {
        while (killing || sent < 2_000) {
          const calls = upTo(5).map((call) => upTo(10).map((i) => numbered(sent + call * 10 + i)))
          sent += 50
          await Promise.all(calls.map((call) => bus.publish('records', call)))
          await sleep(5)
        }
      })()
      for (const _ of [1, 2]) {
        await sleep(500)
        await broker!.restart('SIGKILL')
      }
      killing = false
      await publishing
      await vi.waitFor(() => expect(seen.length).toBeGreaterThanOrEqual(sent), { timeout: 30_000 })
      expect(seen.map(numberOf)).toEqual(upTo(sent))
      expect(seen.map(({ offset }) => offset)).toEqual(upTo(sent))
      expect(await bus.end('records')).toBe(sent)
      expect(bus.counters.replaced).toBe(0)
    },
    TIMEOUT,
  )

  test(
    'a consumer whose connection hangs is noticed, made anew and counted',
    async () => {
      const restarts: string[] = []
      const prefix = `${uniqueName('stall')}.`
      const reader = await openBus(`127.0.0.1:${proxy.port}`, {
        ...{ prefix, stallMs: 1_000, onRestart: (topic, { kind }) => restarts.push(`${topic} ${kind}`) },
      })
      const writer = await openBus(broker!.url, { prefix })
      await writer.publish('records', upTo(10).map(numbered))
      const seen: Delivered[] = []
      await reader.subscribe('records', 0, async (batch) => void seen.push(...batch))
      await vi.waitFor(() => expect(seen).toHaveLength(10), 15_000)
      proxy.hang()
      await writer.publish('records', upTo(20).slice(10).map(numbered))
      await vi.waitFor(() => expect(seen).toHaveLength(20))
      expect(seen.map(numberOf)).toEqual(upTo(20))
      expect(restarts).toEqual(['records stalled'])
      expect(reader.counters.stalled).toBe(1)
    },
    TIMEOUT,
  )

  test(
    'so is one of raw topics: what it had not read is read, and counted',
    async () => {
      const restarts: string[] = []
      const intake = memoryIntake()
      const collector = collectorOf([broker!.url])
      const topic = await collector.makeTopic(uniqueName('raw'), 3)
      const input = await openKafkaInput({
        ...{ connection: { brokers: [`127.0.0.1:${proxy.port}`] }, group: uniqueName('group'), intake },
        topics: [{ topic, collector: 'wef-01', source: 'winlogbeat' }],
        ...{ stallMs: 1_000, onRestart: ({ kind }) => restarts.push(kind), said: () => undefined },
      })
      onTestFinished(() => input.close())
      await collector.produce(topic, ['một'])
      await vi.waitFor(() => expect(intake.texts()).toEqual(['một']))
      proxy.hang()
      await collector.produce(topic, ['hai'])
      await vi.waitFor(() => expect(intake.texts()).toContain('hai'), 120_000)
      expect(restarts).toContain('stalled')
      expect(input.counters['stalled']).toBeGreaterThan(0)
    },
    3 * TIMEOUT,
  )
})
