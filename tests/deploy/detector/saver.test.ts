import { beforeEach, expect, onTestFinished, test, vi } from 'vitest'
import type { Run } from '../../../deploy/detector/restore.ts'
import { openSaver, type SaverOptions } from '../../../deploy/detector/saver.ts'
import type { Drained } from '../../../detectors/engine.ts'
import type { Alert } from '../../../kernel/alert.ts'

beforeEach(() => {
  vi.useFakeTimers()
  onTestFinished(() => void vi.useRealTimers())
})

const change = (key: string) => ({ space: 's', key, value: key })
const alert = { id: 'a' } as Alert // nobody looks into it here

/** A stream that is told what it did, and what was written of it. */
const openStream = (write: SaverOptions['write'] = () => []) => {
  let undrained: Drained = { alerts: [], changes: [] }
  const engine = {
    watermark: 5,
    earliest: Infinity,
    get hasAlerts() {
      return undrained.alerts.length > 0
    },
    drain() {
      const drained = undrained
      undrained = { alerts: [], changes: [] }
      return drained
    },
  }
  // As much of an engine as a saver needs.
  const run = { engine, offset: 0, refill: 0, directory: 'v1', found: 'current', lost: false } as unknown as Run
  const written: { offset: number; keys: string; alerts: number }[] = []
  const due: unknown[] = []
  /** So many hold the stream. */
  const held = { now: 0 }
  const saver = openSaver({
    standing: () => run,
    fault: () => undefined,
    hold: async (work) => {
      held.now++
      try {
        return await work()
      } finally {
        held.now--
      }
    },
    write: (batch, position) => {
      const keys = batch.changes.map(({ key }) => key).join('')
      written.push({ offset: position.offset, keys, alerts: batch.alerts.length })
      return write(batch, position)
    },
    onDrained: () => undefined,
    onAlerts: () => undefined,
    onDue: (error) => due.push(error),
  })
  const did = (key: string, alerts: readonly Alert[] = []): void => {
    undrained = { alerts: [...undrained.alerts, ...alerts], changes: [...undrained.changes, change(key)] }
  }
  return {
    ...{ saver, written, due, held },
    change: did,
    take(key: string, alerts: readonly Alert[] = [], messages = 1): void {
      did(key, alerts)
      run.offset += messages
      saver.soon()
    },
  }
}

const STORM = 1_000

test('alerts, and what is little, wait a quarter of a second after the last time, all else two seconds', async () => {
  const { saver, written, take } = openStream()
  take('a', [], STORM)
  await vi.advanceTimersByTimeAsync(0)
  take('b', [], STORM)
  await vi.advanceTimersByTimeAsync(1_900)
  expect(written).toEqual([{ offset: STORM, keys: 'a', alerts: 0 }])
  await vi.advanceTimersByTimeAsync(200)
  expect([written.at(-1), saver.offset]).toEqual([{ offset: 2 * STORM, keys: 'b', alerts: 0 }, 2 * STORM])
  take('c', [], STORM)
  await vi.advanceTimersByTimeAsync(200)
  take('d', [alert])
  await vi.advanceTimersByTimeAsync(100)
  expect(written.slice(2)).toEqual([{ offset: 3 * STORM + 1, keys: 'cd', alerts: 1 }])
  take('e')
  await vi.advanceTimersByTimeAsync(300)
  expect(written.slice(3)).toEqual([{ offset: 3 * STORM + 2, keys: 'e', alerts: 0 }])
  // Little at first, and then much: it waits with the rest.
  take('f')
  take('g', [], STORM)
  await vi.advanceTimersByTimeAsync(1_000)
  expect(written).toHaveLength(4)
})

test('while it writes the stream goes on, and what it did then is written by itself, with its own position', async () => {
  const { promise, resolve } = Promise.withResolvers<readonly Alert[]>()
  const { saver, written, take } = openStream(() => promise)
  take('a')
  take('b', [alert])
  await vi.advanceTimersByTimeAsync(5_000)
  expect([written, saver.offset]).toEqual([[{ offset: 1, keys: 'a', alerts: 0 }], 0])
  resolve([])
  await vi.advanceTimersByTimeAsync(0)
  expect(saver.offset).toBe(1)
  // It took long: the next one does not follow on its heels.
  await vi.advanceTimersByTimeAsync(500)
  expect(written).toHaveLength(1)
  await vi.advanceTimersByTimeAsync(100)
  expect(written.slice(1)).toEqual([{ offset: 2, keys: 'b', alerts: 1 }])
})

test.each([
  [40, 250],
  [80, 400],
  [150, 500],
  [300, 250],
  [450, 600],
])(
  'alerts raised while %d ms are spent on writing wait %d ms more, so that they are told in time',
  async (took, pause) => {
    const { written, take } = openStream(() => new Promise((resolve) => setTimeout(() => resolve([]), took)))
    take('a', [alert])
    await vi.advanceTimersByTimeAsync(1)
    take('b', [alert])
    await vi.advanceTimersByTimeAsync(took + pause - 20)
    expect(written).toHaveLength(1)
    await vi.advanceTimersByTimeAsync(40)
    expect(written).toHaveLength(2)
  },
)

test('what could not be written is written with what came after it, and said both times', async () => {
  let full = true
  const { saver, written, due, take } = openStream(() => {
    if (full) throw new Error('full')
    return []
  })
  take('a')
  await vi.advanceTimersByTimeAsync(0)
  take('b')
  await expect(saver.save()).rejects.toThrow('full')
  full = false
  await vi.advanceTimersByTimeAsync(1_000)
  expect([written.map(({ keys }) => keys), saver.offset]).toEqual([['a', 'ab', 'ab'], 2])
  expect(due).toMatchObject([{ message: 'full' }, undefined])
})

test('at the end the rest is written, and nothing after it', async () => {
  const { saver, written, take } = openStream()
  take('a')
  await vi.advanceTimersByTimeAsync(0)
  take('b')
  await saver.stop()
  take('c')
  await vi.advanceTimersByTimeAsync(10_000)
  expect(written.map(({ keys }) => keys)).toEqual(['a', 'b'])
})

test('saved beside the stream: it is held to take note of what it did, and not while that is written', async () => {
  const first = Promise.withResolvers<readonly Alert[]>()
  const { saver, written, held, take } = openStream(() => (written.length === 1 ? first.promise : []))
  const gave = saver.saveBeside(() => 'told')
  await vi.advanceTimersByTimeAsync(0)
  expect([held.now, written.length]).toEqual([0, 1])
  take('a', [alert])
  // Whoever comes meanwhile waits for the writing, and holds nobody for it.
  const other = saver.saveBeside(() => 'told, too')
  await vi.advanceTimersByTimeAsync(5_000)
  expect([held.now, written.length, saver.isBehind]).toEqual([0, 1, true])
  first.resolve([])
  expect(await Promise.all([gave, other])).toEqual(['told', 'told, too'])
  expect(written.slice(1)).toEqual([{ offset: 1, keys: 'a', alerts: 1 }])
  expect(saver.isBehind).toBe(false)
})

test('what was taken note of is written with what comes next, also where the writing under way fails', async () => {
  let fails = true
  const slow = Promise.withResolvers<readonly Alert[]>()
  const { saver, written, take } = openStream(() => (fails ? slow.promise : []))
  take('a')
  await vi.advanceTimersByTimeAsync(0)
  take('b')
  saver.keep()
  expect(saver.isBehind).toBe(true)
  fails = false
  slow.reject(new Error('full'))
  await vi.advanceTimersByTimeAsync(1_000)
  expect(written.map(({ keys, offset }) => [keys, offset])).toEqual([
    ['a', 1],
    ['ab', 2],
  ])
  expect([saver.isBehind, saver.offset]).toEqual([false, 2])
})

test('what was taken note of is written by itself where nothing comes', async () => {
  const { saver, written, change: did } = openStream()
  did('a')
  saver.keep()
  await saver.saveBeside(() => undefined)
  did('b')
  saver.keep()
  saver.soon()
  await vi.advanceTimersByTimeAsync(1_000)
  expect(written.map(({ keys }) => keys)).toEqual(['a', 'b'])
})
