import { expect, onTestFinished, test, vi } from 'vitest'
import { watchWhole } from '../../../deploy/cluster/whole.ts'

/** A copy of one partition, and what a reader of its own would find. */
const copy = (high: number) => {
  const stopping = new AbortController()
  onTestFinished(() => stopping.abort())
  const state = { high, next: 0, isThere: true, isAway: false, peeked: 0 }
  const whole = watchWhole({
    ends: async () => {
      if (state.isAway) throw new Error('away')
      return [{ partition: 0, high: String(state.high) }]
    },
    next: () => state.next,
    peek: async () => {
      state.peeked++
      return state.isThere
    },
    signal: stopping.signal,
    every: 1,
  })
  return { state, ...whole }
}
const passed = (): Promise<void> => new Promise((resolve) => setTimeout(resolve, 30))

test('a copy is whole once it has what there was, not what came since; once emptied, when it has that again', async () => {
  const { state, isWhole, anew } = copy(10)
  state.next = 8
  await vi.waitFor(() => expect(state.peeked).toBeGreaterThan(2))
  expect(isWhole()).toBe(false)
  state.high = 20
  state.next = 9 // The last one is the broker's mark.
  await vi.waitFor(() => expect(isWhole()).toBe(true))
  state.next = 0
  anew()
  await passed()
  expect(isWhole()).toBe(false)
  state.next = 20
  await vi.waitFor(() => expect(isWhole()).toBe(true))
})

test('where nothing is left that a reader would be shown, nothing is waited for', async () => {
  const { state, isWhole } = copy(10)
  state.isThere = false
  await vi.waitFor(() => expect(isWhole()).toBe(true))
})

test('a broker that is away is asked again', async () => {
  const { state, isWhole, anew } = copy(10)
  state.isAway = true
  state.next = 10
  anew()
  await passed()
  expect(isWhole()).toBe(false)
  state.isAway = false
  await vi.waitFor(() => expect(isWhole()).toBe(true))
})

test('a topic without anything is whole', async () => {
  const { isWhole } = copy(0)
  await vi.waitFor(() => expect(isWhole()).toBe(true))
})
