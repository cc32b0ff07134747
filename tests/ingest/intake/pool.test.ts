import { Worker } from 'node:worker_threads'
import fc from 'fast-check'
import { expect, onTestFinished, test } from 'vitest'
import { maskFor } from '../../../deploy/mask-key.ts'
import { detectInstance, instancesOf } from '../../../deploy/sources.ts'
import { OLDEST } from '../../../ingest/intake/judge.ts'
import { createIntake, INTAKE_LIMITS } from '../../../ingest/intake/local.ts'
import { openPool, type PoolOptions } from '../../../ingest/intake/pool.ts'
import { deliveryReader, type ReadDelivery } from '../../../ingest/intake/read-delivery.ts'
import type { Delivery } from '../../../ingest/intake.ts'
import { openQuarantine } from '../../../ingest/quarantine.ts'
import { builtInSources } from '../../../ingest/sources/index.ts'
import { RECORDS } from '../../../ingest/wire.ts'
import { temporaryFolder } from '../../support/folder.ts'
import { openMemoryBus } from '../../support/memory-bus.ts'

const NOW = Date.UTC(2026, 2, 2, 1, 1)

const poolOf = (options: PoolOptions) => {
  const pool = openPool(options)
  onTestFinished(() => pool.close())
  return pool
}

/** The product's own threads. */
const productPool = (data: string, workers: number) =>
  poolOf({
    workers,
    start: () =>
      new Worker(new URL('../../../deploy/intake-worker.ts', import.meta.url), { workerData: { data, sources: [] } }),
    onCrash: (error) => {
      throw error
    },
  })

const tinyPool = (onCrash: PoolOptions['onCrash']) =>
  poolOf({
    workers: 1,
    start: () => new Worker(new URL('../../support/reading-worker.ts', import.meta.url)),
    onCrash,
  })

const samples = builtInSources.flatMap(({ id, samples }) => Object.values(samples).map(({ line }) => ({ id, line })))
const line = fc.oneof(
  fc.constantFrom(...samples.map((sample) => Buffer.from(sample.line))),
  fc
    .constantFrom('', ' ', '{"a":', 'password=BiMat123', 'Ngày giờ,Tài khoản,Hành động', 'mật\u0301')
    .map((text) => Buffer.from(text)),
  fc.uint8Array({ maxLength: 20 }),
)
const delivery: fc.Arbitrary<Delivery> = fc
  .record({
    lines: fc.array(line, { maxLength: 12 }),
    source: fc.constantFrom('auto', 'nobody', ...builtInSources.map(({ id }) => id)),
    placed: fc.boolean(),
    original: fc.boolean(),
    text: fc.constantFrom(undefined, {}, { heading: 'Thời gian,Người dùng' }),
  })
  .map(({ lines, source, placed, original, text }) => ({
    ...{ collector: 'thu-01', source, lines },
    ...(placed && { place: (index: number) => `a.log:${index * 7}` }),
    ...(original && {
      original: (index: number) =>
        index % 2 === 0 ? { bytes: 999, digest: 'ab'.repeat(16), cut: index === 2 } : undefined,
    }),
    ...(text && { text }),
  }))

/** What can be compared: bytes as text, errors by what they say. */
const comparable = ({ messages, refused, crashed, ...rest }: ReadDelivery) => ({
  ...rest,
  messages: messages.map(({ key, value }) => `${key} ${Buffer.from(value).toString()}`),
  refused: refused.map(({ index, refused: { raw, ...about } }) => ({
    index,
    ...about,
    raw: Buffer.from(raw).toString('hex'),
  })),
  crashed: crashed.map(({ error, parser }) => `${parser} ${error}`),
})

test('a thread reads every delivery as the main thread does', async () => {
  const data = temporaryFolder()
  const { lineBytes } = INTAKE_LIMITS
  const mask = maskFor(data)
  const here = deliveryReader({ instances: instancesOf([]), detect: detectInstance, mask, lineBytes, oldest: OLDEST })
  const pool = productPool(data, 1)
  let [stored, refused] = [0, 0]
  await fc.assert(
    fc.asyncProperty(delivery, async (one) => {
      const read = await pool.read(one, NOW)
      expect(comparable(read)).toEqual(comparable(await here(one, NOW)))
      stored += read.messages.length
      refused += read.refused.length
    }),
  )
  expect(Math.min(stored, refused)).toBeGreaterThan(10)
})

test('an intake with threads stores and refuses what one without them does', async () => {
  const data = temporaryFolder()
  const lines = samples.map((sample) => Buffer.from(sample.line))
  const through = async (workers: number) => {
    const bus = openMemoryBus()
    const quarantine = openQuarantine(temporaryFolder(), { clock: { now: () => NOW } })
    onTestFinished(() => quarantine.close())
    const fixed = { bus, quarantine, clock: { now: () => NOW }, instances: instancesOf([]), detect: detectInstance }
    const reader = workers > 0 && { reader: productPool(data, workers).read }
    const intake = createIntake({ ...fixed, mask: maskFor(data), ...reader })
    const parts = [0, 1, 2, 3].map((part) => lines.filter((_, i) => i % 4 === part))
    const outcomes = await Promise.all(
      parts.map((part) => intake.deliver({ collector: 'c', source: 'auto', lines: part })),
    )
    const values = bus.messages(RECORDS).map(({ value }) => Buffer.from(value).toString())
    const held = quarantine.list({ limit: 1000 }).map(({ id: _, ...rest }) => JSON.stringify(rest))
    // Deliveries of the same time may be stored in any order, and each may prove the minute: the id makes it one.
    const stored = [...new Set(values)].sort()
    // The worst clock first; of equals whoever was heard first.
    const skews = intake.skews().map((skew) => JSON.stringify(skew))
    // Each thread looks at the first lines it sees of a source: how many were looked at depends on how many threads there are.
    const { fields, ...counters } = intake.counters
    return { outcomes, stored, held: held.sort(), counters, looked: [...fields.keys()].sort(), skews: skews.sort() }
  }
  const [one, two] = [await through(0), await through(2)]
  expect(two).toEqual(one)
  expect(one.stored.length).toBeGreaterThan(30)
  expect(one.held.length).toBeGreaterThan(3)
})

const lineOf = (text: string): Delivery => ({ collector: 'c', source: 'tiny', lines: [Buffer.from(text)] })

test('a thread that ends is replaced, and what it was reading is read again', async () => {
  const crashes: number[] = []
  const pool = tinyPool((_, deliveries) => crashes.push(deliveries))
  const good = `${NOW} pc-01 an.nv`
  const results = await Promise.allSettled(
    [lineOf('die'), lineOf(good), lineOf(good)].map((one) => pool.read(one, NOW)),
  )
  expect(results.map(({ status }) => status)[0]).toBe('rejected')
  expect(results[0]).toMatchObject({ reason: { code: 'BACKPRESSURE' } })
  expect(crashes[0]).toBe(3)
  expect(crashes).toHaveLength(2)
  expect((await pool.read(lineOf(good), NOW)).messages).toHaveLength(1)
})

test('a pool that is closed reads nothing more, and says so to whoever waits', async () => {
  const pool = tinyPool(() => undefined)
  const waiting = pool.read(lineOf('quiet'), NOW)
  const outcome = expect(waiting).rejects.toThrow('closed')
  await pool.close()
  await outcome
  await expect(pool.read(lineOf('quiet'), NOW)).rejects.toThrow('closed')
})
