import { readdirSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test, vi } from 'vitest'
import { openEmbeddedBus } from '../../../ingest/bus/embedded.ts'
import { isCoded } from '../../../kernel/errors.ts'
import type { Delivered, EventBus } from '../../../kernel/ports.ts'
import { eventBusContract } from '../../contracts/event-bus.contract.ts'
import { temporaryFolder } from '../../support/folder.ts'

const quiet = { retryMs: 2, onTrouble: () => undefined }
eventBusContract('embedded', () => openEmbeddedBus(temporaryFolder(), quiet))
eventBusContract('embedded, a segment a group', () => openEmbeddedBus(temporaryFolder(), { ...quiet, segmentBytes: 1 }))

const all = async (bus: EventBus, from = 0): Promise<Delivered[]> => {
  const seen: Delivered[] = []
  const { stop } = await bus.subscribe('records', from, async (batch) => void seen.push(...batch))
  const end = await bus.end('records')
  await vi.waitFor(() => expect(seen).toHaveLength(end - from))
  await stop()
  return seen
}

test('a log goes on after closing where it was, over segments, whatever offset one begins at', async () => {
  const folder = temporaryFolder()
  const repairs: unknown[] = []
  const options = { segmentBytes: 2000, onRepair: (repair: unknown) => repairs.push(repair) }
  const written: Delivered[] = []
  for (let round = 0; round < 5; round++) {
    const bus = await openEmbeddedBus(folder, options)
    for (let n = 0; n < 20; n++) {
      const message = { key: 'pc-01', value: Buffer.from(`${round}/${n} ${'x'.repeat(n * 20)}`) }
      await bus.publish('records', [message])
      written.push({ ...message, offset: written.length })
    }
    await bus.close()
  }
  expect(readdirSync(join(folder, 'records')).length).toBeGreaterThan(5)
  const bus = await openEmbeddedBus(folder, options)
  for (const from of [0, 1, 19, 20, 21, 57, 99, 100]) expect(await all(bus, from)).toEqual(written.slice(from))
  await bus.close()
  expect(repairs).toEqual([])
})

test('a folder has one writer: the second is told DATA_LOCKED, and may come when the first is gone', async () => {
  const folder = temporaryFolder()
  const first = await openEmbeddedBus(folder)
  const second = await openEmbeddedBus(folder).catch((error: unknown) => error)
  expect(isCoded(second) && second.code).toBe('DATA_LOCKED')
  await first.close()
  await (await openEmbeddedBus(folder)).close()
})

test.each(['../up', '', 'A', 'a/b', '.hidden'])('«%s» is no name of a topic', async (topic) => {
  const bus = await openEmbeddedBus(temporaryFolder())
  const refused = await bus.publish(topic, [{ key: '', value: Buffer.alloc(0) }]).catch((error: unknown) => error)
  await bus.close()
  expect(isCoded(refused) && refused.code).toBe('BAD_ARGUMENT')
})

test('publishes of the same time share one sync', async () => {
  let writes = 0
  const bus = await openEmbeddedBus(temporaryFolder(), {
    write: async (file, bytes, position) => {
      writes += 1
      return (await file.write(bytes, 0, bytes.length, position)).bytesWritten
    },
  })
  await Promise.all(
    Array.from({ length: 500 }, (_, n) => bus.publish('records', [{ key: '', value: Buffer.from(`${n}`) }])),
  )
  await bus.close()
  expect(writes).toBeLessThanOrEqual(2)
})
