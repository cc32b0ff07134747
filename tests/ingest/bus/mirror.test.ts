import { expect, onTestFinished, test, vi } from 'vitest'
import { type EmbeddedBusOptions, openEmbeddedBus } from '../../../ingest/bus/embedded.ts'
import { writeAt } from '../../../ingest/bus/log-file.ts'
import { startMirror } from '../../../ingest/bus/mirror.ts'
import { type CodedError, isCoded } from '../../../kernel/errors.ts'
import type { Delivered, EventBus, Message } from '../../../kernel/ports.ts'
import { temporaryFolder } from '../../support/folder.ts'
import { openMemoryBus } from '../../support/memory-bus.ts'

const messages = (from: number, to: number): Message[] =>
  Array.from({ length: to - from }, (_, i) => ({ key: `pc-${from + i}`, value: Buffer.from(`dòng ${from + i}`) }))

/** A copy in `folder`, and what a reader of it from its beginning heard. */
const copyOf = async (
  far: EventBus,
  folder: string,
  options: EmbeddedBusOptions = {},
  onMisfit: (error: CodedError) => void = () => undefined,
) => {
  const near = await openEmbeddedBus(folder, { retryMs: 5, onTrouble: () => undefined, ...options })
  const mirror = await startMirror({ far, near, topic: 'records', onMisfit }).catch(async (error: unknown) => {
    await near.close()
    throw error
  })
  const heard: Delivered[] = []
  await near.subscribe('records', await near.begin('records'), async (batch) => void heard.push(...batch))
  let closed = false
  const close = async () => {
    if (closed) return
    closed = true
    await mirror.stop()
    await near.close()
  }
  onTestFinished(close)
  return { near, mirror, heard, close }
}
const quietly = () => openMemoryBus({ retryMs: 5, onTrouble: () => undefined })
const placed = (some: readonly Message[], from = 0) => some.map((message, i) => ({ ...message, offset: from + i }))
const code = async (work: Promise<unknown>): Promise<string> =>
  work.then(
    () => 'it began',
    (error: unknown) => (isCoded(error) ? error.code : String(error)),
  )

test('the copy has every message at its place, and goes on where it was', async () => {
  const [far, folder] = [quietly(), temporaryFolder()]
  await far.publish('records', messages(0, 2500))
  const first = await copyOf(far, folder)
  await vi.waitFor(() => expect(first.heard).toEqual(placed(messages(0, 2500))))
  await first.close()
  await far.publish('records', messages(2500, 2600))
  const second = await copyOf(far, folder)
  await vi.waitFor(() => expect(second.heard).toHaveLength(2600))
  expect(second.heard.slice(2500)).toEqual(placed(messages(2500, 2600), 2500))
})

test('a full disk copies nothing twice and leaves nothing out', async () => {
  let room = 3
  const write: EmbeddedBusOptions['write'] = (file, bytes, position) =>
    room-- > 0 || room < -5
      ? writeAt(file, bytes, position)
      : Promise.reject(Object.assign(new Error('full'), { code: 'ENOSPC' }))
  const far = quietly()
  const { heard, mirror, near } = await copyOf(far, temporaryFolder(), { write })
  const said = new Set<unknown>()
  for (let from = 0; from < 100; from += 10) {
    await far.publish('records', messages(from, from + 10))
    await vi.waitFor(
      async () => {
        said.add(isCoded(mirror.trouble) && mirror.trouble.code)
        expect(await near.end('records')).toBe(from + 10)
      },
      { interval: 2 },
    )
  }
  await vi.waitFor(() => expect(heard).toEqual(placed(messages(0, 100))))
  expect(said).toContain('DISK_FULL')
  expect(mirror.trouble).toBeUndefined()
})

test('a log that ends before the copy, or has forgotten what the copy lacks, is LOG_CORRUPT', async () => {
  const [far, folder] = [quietly(), temporaryFolder()]
  await far.publish('records', messages(0, 10))
  const first = await copyOf(far, folder)
  await vi.waitFor(() => expect(first.heard).toHaveLength(10))
  await first.close()
  const shorter = quietly()
  await shorter.publish('records', messages(0, 9))
  expect(await code(copyOf(shorter, folder))).toBe('LOG_CORRUPT')
  await far.publish('records', messages(10, 30))
  expect(await code(copyOf({ ...far, begin: async () => 11 }, folder))).toBe('LOG_CORRUPT')
  expect(await code(copyOf({ ...far, begin: async () => 10 }, folder))).toBe('it began')
})

test('another log that has grown past the copy is told by its content, and nothing of it is copied', async () => {
  const [far, folder] = [quietly(), temporaryFolder()]
  await far.publish('records', messages(0, 10))
  const first = await copyOf(far, folder)
  await vi.waitFor(() => expect(first.heard).toHaveLength(10))
  await first.close()
  const cut = quietly()
  await cut.publish('records', [...messages(0, 9), ...messages(50, 80)])
  const told: string[] = []
  expect(await code(copyOf(cut, folder, {}, ({ message }) => told.push(message)))).toBe('LOG_CORRUPT')
  expect(told).toEqual([expect.stringContaining('tin khác ở vị trí 9')])
  const near = await openEmbeddedBus(folder)
  expect(await near.end('records')).toBe(10)
  await near.close()
  await far.publish('records', messages(10, 20))
  const second = await copyOf(far, folder)
  await vi.waitFor(async () => expect(await second.near.end('records')).toBe(20))
})
