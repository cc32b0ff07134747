import { setImmediate as turn } from 'node:timers/promises'
import { expect, test, vi } from 'vitest'
import { caughtUp } from '../../../deploy/cluster/caught-up.ts'

test('it is so once everything is saved that the log held at first, whatever came since', async () => {
  let [log, saved] = [7, 3]
  const isCaughtUp = caughtUp({ end: async () => log, isSaved: (end) => saved >= end })
  expect(isCaughtUp()).toBe(false)
  await turn()
  log = 1_000
  saved = 6
  expect(isCaughtUp()).toBe(false)
  saved = 7
  expect(isCaughtUp()).toBe(true)
  saved = 0
  expect(isCaughtUp()).toBe(true)
})

test('while nobody can say where the log ends it is not, and is asked again', async () => {
  let asked = 0
  let isAway = true
  const isCaughtUp = caughtUp({
    async end() {
      asked += 1
      if (isAway) throw new Error('Kafka không trả lời')
      return 5
    },
    isSaved: (end) => end === 5,
  })
  await vi.waitFor(() => {
    expect(isCaughtUp()).toBe(false)
    expect(asked).toBeGreaterThan(2)
  })
  isAway = false
  await vi.waitFor(() => expect(isCaughtUp()).toBe(true))
})
