import { expect, onTestFinished, test, vi } from 'vitest'
import { busAway, busExpiring } from '../../../deploy/kafka/findings.ts'
import { watchStanding } from '../../../deploy/kafka/standing.ts'
import { coded } from '../../../kernel/errors.ts'
import { DAY } from '../../../kernel/time.ts'

const NOW = 1_772_000_000_000

/** A log with a message a day up to now; the copy has so many of them. */
const standing = async (copied: number) => {
  const offsetAt = async (_topic: string, time: number): Promise<number> => Math.ceil((time - NOW) / DAY) + 100
  const far = { end: async () => 100, offsetAt }
  const watch = watchStanding({
    ...{ far, near: { end: async () => copied }, topic: 'records', retention: 7 * DAY, clock: { now: () => NOW } },
    every: 5,
  })
  onTestFinished(watch.stop)
  await vi.waitFor(() => expect(watch.standing).toBeDefined())
  return watch.standing!
}

test.each([
  [100, false],
  [99, false],
  [97, false],
  [96, true],
  [0, true],
])('a copy up to %i of a hundred days, of which seven are kept', async (copied, expiring) => {
  expect(await standing(copied)).toEqual({ end: 100, copied, expiring })
})

test('while the cluster is away the last look stands', async () => {
  let isAway = false
  const end = async (): Promise<number> => {
    if (isAway) throw new Error('away')
    return 7
  }
  const watch = watchStanding({
    ...{ far: { end, offsetAt: end }, near: { end: async () => 7 }, topic: 'records' },
    ...{ retention: DAY, clock: { now: () => NOW }, every: 5 },
  })
  onTestFinished(watch.stop)
  await vi.waitFor(() => expect(watch.standing).toBeDefined())
  isAway = true
  await new Promise((resolve) => setTimeout(resolve, 30))
  expect(watch.standing).toEqual({ end: 7, copied: 7, expiring: false })
})

test('what is said of it', () => {
  expect(busExpiring({ end: 100, copied: 60, expiring: true }).text.vi).toMatch(/^Còn 40 tin/)
  expect(busAway(coded('DISK_FULL', 'đầy')).text.vi).toMatch(/Không chép tiếp.*đầy$/)
  expect(busAway(new Error('đứt'))).toMatchObject({ code: 'BROKER_UNREACHABLE' })
})
