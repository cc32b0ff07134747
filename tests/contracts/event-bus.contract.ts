import { describe, expect, onTestFinished, test, vi } from 'vitest'
import { isCoded } from '../../kernel/errors.ts'
import type { Delivered, EventBus, Message } from '../../kernel/ports.ts'

const bytes = (text: string): Uint8Array => Buffer.from(text)
const message = (n: number): Message => ({ key: `pc-${n % 7}`, value: bytes(`bản ghi ${n}`) })
const numbers = (count: number, from = 0) => Array.from({ length: count }, (_, i) => from + i)

/** Everything an `EventBus` promises (kernel/ports.ts), held against the real thing. `open` begins an empty bus. */
export const eventBusContract = (name: string, open: () => Promise<EventBus>): void => {
  const begin = async () => {
    const bus = await open()
    onTestFinished(() => bus.close())
    return bus
  }

  /** Collects what a subscription hands over. */
  const listen = async (bus: EventBus, topic: string, from: number) => {
    const seen: Delivered[] = []
    const sizes: number[] = []
    const subscription = await bus.subscribe(topic, from, async (batch) => {
      sizes.push(batch.length)
      seen.push(...batch)
    })
    return { seen, sizes, ...subscription }
  }

  describe(`${name}: the bus`, () => {
    test('numbers messages from 0 in the order of publishing and hands them over unchanged', async () => {
      const bus = await begin()
      expect([await bus.begin('records'), await bus.end('records')]).toEqual([0, 0])
      await bus.publish('records', numbers(3).map(message))
      expect(await bus.begin('records')).toBe(0)
      await bus.publish('records', [{ key: '', value: bytes('') }])
      expect(await bus.end('records')).toBe(4)
      const { seen } = await listen(bus, 'records', 0)
      await vi.waitFor(() => expect(seen).toHaveLength(4))
      expect(seen).toEqual(
        [...numbers(3).map(message), { key: '', value: bytes('') }].map((m, offset) => ({ ...m, offset })),
      )
    })

    test('takes any text as key and any bytes as value', async () => {
      const bus = await begin()
      const value = Buffer.concat([
        bytes('"\u0000\n‮ Nguyễn 🛡'),
        Buffer.from([0xff, 0x0a, 0xc3]),
        Buffer.alloc(300_000, 'x'),
      ])
      await bus.publish('records', [{ key: 'máy-01\n', value }])
      const { seen } = await listen(bus, 'records', 0)
      await vi.waitFor(() => expect(seen).toEqual([{ key: 'máy-01\n', value, offset: 0 }]))
    })

    test('keeps the order of one publisher and the messages of one call together under concurrent publishing', async () => {
      const bus = await begin()
      const calls = numbers(200).map((call) =>
        numbers(1 + (call % 5)).map((i) => ({ key: `${call}`, value: bytes(`${i}`) })),
      )
      await Promise.all(calls.map((call) => bus.publish('records', call)))
      const { seen } = await listen(bus, 'records', 0)
      await vi.waitFor(() => expect(seen).toHaveLength(calls.flat().length))
      expect(seen.map(({ offset }) => offset)).toEqual(numbers(seen.length))
      expect(seen.map(({ key, value }) => ({ key, value }))).toEqual(calls.flat())
    })

    test('begins a subscription at any offset and keeps topics apart', async () => {
      const bus = await begin()
      await bus.publish('records', numbers(10).map(message))
      await bus.publish('alerts', [message(99)])
      for (const from of [0, 1, 9, 10]) {
        const { seen } = await listen(bus, 'records', from)
        const rest = numbers(10 - from, from).map((n) => ({ ...message(n), offset: n }))
        await vi.waitFor(() => expect(seen).toEqual(rest))
      }
    })

    test.each([-1, 0.5, 11, Number.NaN])(
      'refuses to begin at %s, where no message is or will be next',
      async (from) => {
        const bus = await begin()
        await bus.publish('records', numbers(10).map(message))
        const refused = await bus.subscribe('records', from, async () => undefined).catch((error: unknown) => error)
        expect(isCoded(refused) && refused.code).toBe('BAD_ARGUMENT')
      },
    )

    test('goes on with what is published later, without a gap and without a repetition', async () => {
      const bus = await begin()
      await bus.publish('records', numbers(5).map(message))
      const { seen } = await listen(bus, 'records', 2)
      for (let n = 5; n < 50; n++) await bus.publish('records', [message(n)])
      await vi.waitFor(() => expect(seen).toHaveLength(48))
      expect(seen.map(({ offset }) => offset)).toEqual(numbers(48, 2))
    })

    test('hands over at most 1000 messages at once, one batch at a time', async () => {
      const bus = await begin()
      await bus.publish('records', numbers(2500).map(message))
      let running = 0
      const sizes: number[] = []
      await bus.subscribe('records', 0, async (batch) => {
        running += 1
        expect(running).toBe(1)
        await new Promise((resolve) => setTimeout(resolve, 5))
        sizes.push(batch.length)
        running -= 1
      })
      await vi.waitFor(() => expect(sizes.reduce((a, b) => a + b, 0)).toBe(2500))
      expect(Math.max(...sizes)).toBeLessThanOrEqual(1000)
    })

    test('offers a batch again until its handler takes it, and nothing after it before', async () => {
      const bus = await begin()
      await bus.publish('records', numbers(1500).map(message))
      const offered: (readonly [number, number])[] = []
      const taken: number[] = []
      await bus.subscribe('records', 0, async (batch) => {
        offered.push([batch[0]!.offset, batch.length])
        if (offered.length <= 2) throw new Error('not now')
        taken.push(...batch.map(({ offset }) => offset))
      })
      await vi.waitFor(() => expect(taken).toEqual(numbers(1500)))
      expect(offered.slice(0, 3)).toEqual([offered[0], offered[0], offered[0]])
    })

    test('a subscription that was stopped hears nothing more, others go on', async () => {
      const bus = await begin()
      const first = await listen(bus, 'records', 0)
      const second = await listen(bus, 'records', 0)
      await bus.publish('records', [message(0)])
      await vi.waitFor(() => expect([first.seen.length, second.seen.length]).toEqual([1, 1]))
      await first.stop()
      await bus.publish('records', [message(1)])
      await vi.waitFor(() => expect(second.seen).toHaveLength(2))
      expect(first.seen).toHaveLength(1)
    })

    test('stopping waits for the batch at hand, and ends a batch that keeps failing', async () => {
      const bus = await begin()
      await bus.publish('records', [message(0)])
      let finished = false
      let began = false
      const slow = await bus.subscribe('records', 0, async () => {
        began = true
        await new Promise((resolve) => setTimeout(resolve, 50))
        finished = true
      })
      await vi.waitFor(() => expect(began).toBe(true))
      await slow.stop()
      expect(finished).toBe(true)

      let tries = 0
      const failing = await bus.subscribe('records', 0, () => Promise.reject(new Error(`try ${++tries}`)))
      await vi.waitFor(() => expect(tries).toBeGreaterThan(0))
      await failing.stop()
      const before = tries
      await new Promise((resolve) => setTimeout(resolve, 50))
      expect(tries).toBe(before)
    })

    test('publishing nothing is nothing, and a closed bus takes nothing', async () => {
      const bus = await open()
      await bus.publish('records', [])
      expect(await bus.end('records')).toBe(0)
      await bus.close()
      await expect(bus.publish('records', [message(0)])).rejects.toThrow('closed')
    })
  })
}
