import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import pino from 'pino'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { confirmVersion, directoryWatch, type WatchOptions } from '../../deploy/directory-watch.ts'
import { directoryData } from '../../kernel/directory/data.ts'
import { localTime, MINUTE, SECOND } from '../../kernel/time.ts'
import { temporaryFolder } from '../support/folder.ts'

const NOW = localTime('2026-03-02', '08:00')
const version = (name: string) => directoryData({}, 0, { version: name })

beforeEach(() => void vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'performance'] }))
afterEach(() => void vi.useRealTimers())

/** A watch over a folder in which a second version lies. */
const watching = (preview: WatchOptions['preview'], isCaughtUp?: () => boolean) => {
  const [folder, data] = [temporaryFolder(), temporaryFolder()]
  let latest = version('v1')
  let proposed = 0
  const watch = directoryWatch({
    folder,
    versions: {
      get latest() {
        return latest
      },
      accept: async (data) => {
        latest = data
      },
    },
    async propose() {
      proposed += 1
      return latest.version === 'v2' ? undefined : version('v2')
    },
    preview,
    intake: { publishDirectory: async () => undefined },
    ...{ clock: { now: () => NOW }, log: pino({ level: 'silent' }), confirmAbove: 20 },
    ...{ data, inForce: 'v1', ...(isCaughtUp && { isCaughtUp }) },
  })
  return {
    watch,
    change: (): void => writeFileSync(join(folder, `${proposed}.csv`), ''),
    confirm: (id: string): void => confirmVersion(data, id),
    proposed: () => proposed,
    inForce: () => latest.version,
  }
}

test('a version that cannot be judged is tried again ever more seldom, sooner where something changes, and taken over in the end', async () => {
  let tries = 0
  let isBroken = true
  const { watch, change, inForce } = watching(async () => {
    tries += 1
    if (isBroken) throw new Error('hết bộ nhớ')
    return { raised: 1, withdrawn: 0 }
  })
  await watch.look()
  await vi.advanceTimersByTimeAsync(10 * MINUTE)
  expect(watch.problem).toEqual({ code: 'DIRECTORY_WATCH_FAILED', text: 'hết bộ nhớ' })
  // After 4, 8, 16, 32 s, then each minute.
  expect(tries).toBeGreaterThan(10)
  expect(tries).toBeLessThan(16)

  const before = tries
  change()
  await vi.advanceTimersByTimeAsync(2 * SECOND)
  expect(tries).toBe(before + 1)

  isBroken = false
  await vi.advanceTimersByTimeAsync(MINUTE + 2 * SECOND)
  expect([watch.problem, inForce()]).toEqual([undefined, 'v2'])
  await watch.stop()
})

test('there is one look at a time: none stand in line behind one that takes long', async () => {
  const { promise, resolve } = Promise.withResolvers<{ raised: number; withdrawn: number }>()
  const { watch, change, proposed, inForce } = watching(() => promise)
  await vi.advanceTimersByTimeAsync(10 * MINUTE)
  change()
  await vi.advanceTimersByTimeAsync(10 * MINUTE)
  expect(proposed()).toBe(1)
  resolve({ raised: 0, withdrawn: 0 })
  await vi.advanceTimersByTimeAsync(2 * SECOND)
  expect([proposed(), inForce()]).toEqual([2, 'v2'])
  await watch.stop()
  change()
  await vi.advanceTimersByTimeAsync(MINUTE)
  expect(proposed()).toBe(2)
})

test('a stop drops what is being judged', async () => {
  const { watch, inForce } = watching(
    (_, signal) => new Promise((_, reject) => signal.addEventListener('abort', () => reject(signal.reason))),
  )
  const looking = watch.look()
  await vi.advanceTimersByTimeAsync(MINUTE)
  await watch.stop()
  await looking
  expect([watch.problem, inForce()]).toEqual([undefined, 'v1'])
})

test('a version that does too much waits, and is judged once', async () => {
  let tries = 0
  const { watch, change, inForce } = watching(async () => {
    tries += 1
    return { raised: 11, withdrawn: 10 }
  })
  await watch.look()
  change()
  await vi.advanceTimersByTimeAsync(10 * MINUTE)
  expect(watch.problem).toMatchObject({ code: 'DIRECTORY_NEEDS_CONFIRMATION', text: expect.stringContaining('21') })
  expect([tries, inForce()]).toEqual([1, 'v1'])
  await watch.stop()
})

test('whoever has just begun judges a version when it has read what there was; nothing has to change for that', async () => {
  let [isCaughtUp, judged] = [false, 0]
  const { watch, proposed, inForce } = watching(
    async () => {
      judged += 1
      return { raised: 0, withdrawn: 0 }
    },
    () => isCaughtUp,
  )
  await watch.look()
  await vi.advanceTimersByTimeAsync(10 * MINUTE)
  expect(watch.problem).toMatchObject({ code: 'DIRECTORY_WAITS', text: expect.stringContaining('đọc hết') })
  expect([judged, inForce(), proposed()]).toEqual([0, 'v1', 1])
  isCaughtUp = true
  await vi.advanceTimersByTimeAsync(2 * SECOND)
  expect([judged, inForce(), watch.problem]).toEqual([1, 'v2', undefined])
  await watch.stop()
})

test('a version that somebody has confirmed is taken over meanwhile', async () => {
  const { watch, inForce, confirm } = watching(
    () => Promise.reject(new Error('not asked')),
    () => false,
  )
  confirm('v2')
  await watch.look()
  expect([watch.problem, inForce()]).toEqual([undefined, 'v2'])
  await watch.stop()
})
