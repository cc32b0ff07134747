import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { watchStall } from '../../../ingest/kafka/stall.ts'

beforeEach(() => void vi.useFakeTimers())
afterEach(() => void vi.useRealTimers())

const watched = (isBehind: () => Promise<boolean>) => {
  let stalls = 0
  const watch = watchStall({ isBehind, stallMs: 1_000, stalled: () => void stalls++ })
  return { watch, stalls: () => stalls }
}
const pass = (ms: number): Promise<unknown> => vi.advanceTimersByTimeAsync(ms)

test('messages that do not come for so long, and still not at the next look, are a stall', async () => {
  const { watch, stalls } = watched(async () => true)
  await pass(1_000)
  expect(stalls()).toBe(0)
  await pass(250)
  expect(stalls()).toBe(1)
  watch.stop()
  await pass(5_000)
  expect(stalls()).toBe(1)
})

test('nothing to read is no stall, nor is what was written a moment ago', async () => {
  let behind = false
  const { watch, stalls } = watched(async () => behind)
  await pass(10_000)
  behind = true
  await pass(250)
  behind = false
  await pass(250)
  behind = true
  await pass(250)
  await watch.during(async () => undefined)
  await pass(1_200)
  expect(stalls()).toBe(0)
  watch.stop()
})

test('a batch at hand may take as long as it likes; a cluster that cannot be asked is no stall', async () => {
  const slow = watched(async () => true)
  const working = slow.watch.during(() => new Promise<void>((resolve) => setTimeout(resolve, 10_000)))
  await pass(10_000)
  await working
  const away = watched(() => Promise.reject(new Error('nobody there')))
  await pass(900)
  expect([slow.stalls(), away.stalls()]).toEqual([0, 0])
  await pass(400)
  expect([slow.stalls(), away.stalls()]).toEqual([1, 0])
  slow.watch.stop()
  away.watch.stop()
})
