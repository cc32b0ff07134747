import { rmSync } from 'node:fs'
import { join } from 'node:path'
import fc from 'fast-check'
import { expect, test, vi } from 'vitest'
import { openEmbeddedBus } from '../../../ingest/bus/embedded.ts'
import { recent } from '../../../ingest/bus/recent.ts'
import { segmentAt } from '../../../ingest/bus/segment.ts'
import { temporaryFolder } from '../../support/folder.ts'

const segment = segmentAt('', 0)
const message = (bytes: number) => ({ key: '', value: Buffer.alloc(bytes) })

test('what every follower has behind it is forgotten, and what would be too much', () => {
  const latest = recent()
  const ahead = { offset: 0 }
  const behind = { offset: 0 }
  latest.join(ahead)
  latest.join(behind)
  latest.add(0, [message(1), message(1)], segment, 1)
  latest.add(2, [message(1)], segment, 2)
  ahead.offset = 3
  expect(latest.at(0)?.messages).toHaveLength(2)
  behind.offset = 2
  expect(latest.at(0)).toBeUndefined()
  expect(latest.at(2)?.messages.map(({ offset }) => offset)).toEqual([2])
  latest.leave(behind)
  expect(latest.at(2)).toBeUndefined()
  latest.join({ offset: 3 })
  for (let n = 3; n < 20; n++) latest.add(n, [message(4 * 1024 * 1024)], segment, n)
  expect(latest.at(3)).toBeUndefined()
  expect(latest.at(19)).toBeDefined()
})

test('a follower at the end is given what was published without the file being read', async () => {
  const folder = temporaryFolder()
  // Nothing that could be read reaches the disk.
  const write = async (_: unknown, bytes: Buffer): Promise<number> => bytes.length
  const bus = await openEmbeddedBus(folder, { onTrouble: () => undefined, write })
  const seen: string[] = []
  await bus.subscribe('records', 0, async (batch) => void seen.push(...batch.map(({ value }) => `${value}`)))
  for (let n = 0; n < 5; n++) await bus.publish('records', [{ key: '', value: Buffer.from(`${n}`) }])
  await vi.waitFor(() => expect(seen).toEqual(['0', '1', '2', '3', '4']))
  await bus.close()
})

test('nobody is told that it is safe what goes to a file that was deleted, and somebody is told of the deletion', async () => {
  const folder = temporaryFolder()
  const troubles: unknown[] = []
  const bus = await openEmbeddedBus(folder, { onTrouble: (trouble) => void troubles.push(trouble) })
  const message = { key: '', value: Buffer.from('x') }
  await bus.publish('records', [message])
  rmSync(join(folder, 'records'), { recursive: true })
  await expect(bus.publish('records', [message])).rejects.toMatchObject({ code: 'LOG_CORRUPT' })
  expect(troubles).toMatchObject([{ kind: 'reading', topic: 'records', offset: 1 }])
  await bus.close()
})

test('however a reader falls behind and catches up, it hears everything once and in order', async () => {
  const step = fc.record({
    count: fc.integer({ min: 1, max: 3 }),
    bytes: fc.constantFrom(1, 3_000_000),
    wait: fc.boolean(),
  })
  await fc.assert(
    fc.asyncProperty(fc.array(step, { maxLength: 12 }), async (steps) => {
      const bus = await openEmbeddedBus(temporaryFolder(), { segmentBytes: 8_000_000 })
      const heard: number[] = []
      let held = Promise.withResolvers<void>()
      await bus.subscribe('records', 0, async (batch) => {
        await held.promise
        heard.push(...batch.map(({ offset }) => offset))
      })
      let next = 0
      for (const { count, bytes, wait } of steps) {
        await bus.publish(
          'records',
          Array.from({ length: count }, () => message(bytes)),
        )
        next += count
        if (wait) continue
        held.resolve()
        await vi.waitFor(() => expect(heard).toHaveLength(next))
        held = Promise.withResolvers<void>()
      }
      held.resolve()
      await vi.waitFor(() => expect(heard).toEqual(Array.from({ length: next }, (_, n) => n)))
      await bus.close()
    }),
    { numRuns: 15 },
  )
}, 30_000)
