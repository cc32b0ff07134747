import { expect, test } from 'vitest'
import { watchUnread } from '../../../deploy/cluster/unread.ts'

/** A partition that ends at `high` and was read up to `next`; what a reader of its own finds there is said, and counted. */
const partition = (high: number, finds: () => boolean) => {
  const at = { next: 0, high, now: 0, peeks: 0 }
  const unread = watchUnread({
    ends: async () => [{ partition: 0, high: String(at.high) }],
    next: () => at.next,
    peek: async () => {
      at.peeks += 1
      return finds()
    },
    now: () => at.now,
  })
  return { at, unread }
}

test('more than marks can be waits, all of it, at once; what is read to its end never', async () => {
  const { at, unread } = partition(17, () => true)
  expect(await unread()).toBe(17)
  at.next = 17
  expect(await unread()).toBe(0)
  at.now = 600_000
  expect([await unread(), at.peeks]).toEqual([0, 0])
})

test('one alert and its mark that have stood for a minute are looked at: a reader that hangs is behind', async () => {
  const { at, unread } = partition(2, () => true)
  expect(await unread()).toBe(0)
  at.now = 59_000
  expect([await unread(), at.peeks]).toEqual([0, 0])
  at.now = 61_000
  expect([await unread(), await unread(), at.peeks]).toEqual([2, 2, 1])
})

test('marks alone are looked at once; what is written behind them has its own minute', async () => {
  const { at, unread } = partition(2, () => false)
  await unread()
  at.now = 61_000
  expect([await unread(), await unread(), at.peeks]).toEqual([0, 0, 1])
  at.high = 4
  expect(await unread()).toBe(0)
  at.now = 100_000
  expect([await unread(), at.peeks]).toEqual([0, 1])
  at.now = 122_000
  expect([await unread(), at.peeks]).toEqual([0, 2])
})

test('a look that failed is made again', async () => {
  let isAway = true
  const { at, unread } = partition(1, () => {
    if (isAway) throw new Error('nobody there')
    return true
  })
  await unread()
  at.now = 61_000
  await expect(unread()).rejects.toThrow('nobody there')
  isAway = false
  expect(await unread()).toBe(1)
})
