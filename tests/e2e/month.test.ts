import { rmSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { alertsIn, differences } from '../month/compare.ts'
import { type Ride, ride } from '../month/feed.ts'
import { linesLost } from '../month/kept.ts'
import { type Month, writeMonth } from '../month/month.ts'
import { points } from '../month/orders.ts'
import { type Planned, rides } from '../month/rides.ts'
import { scratch } from '../month/scratch.ts'

/*
 * One month of a small province comes into the real product, in a process of its own with the clock of the deliveries: in order,
 * killed fifty times, shuffled, with whole machines a week late, every tenth line twice, decisions days late. What it says is the same.
 * `npm run month` does it with larger provinces.
 */

const KILLS = 50
const RIDE = { timeout: 1_500_000 }

let folder: string
let month: Month
let inOrder: Planned
let others: ReadonlyMap<string, Planned>
const dataOf = ({ name }: Planned): string => join(folder, name)
const rode = new Map<string, Promise<Ride>>()

/** Two at a time, for a product is one thread's work most of the time; the longest, the last ones, first. */
const rideAll = (planned: readonly Planned[]): void => {
  const waiting = planned.toReversed().map((one) => ({ one, ...Promise.withResolvers<Ride>() }))
  for (const { one, promise } of waiting) {
    rode.set(one.name, promise)
    promise.catch(() => undefined) // its own test hears of it
  }
  const lane = async (): Promise<void> => {
    for (let next = waiting.shift(); next; next = waiting.shift()) {
      const { one, resolve, reject } = next
      await ride(month, one.variant(), dataOf(one), one.killed?.(KILLS)).then(resolve, reject)
    }
  }
  for (const run of [lane, lane]) void run()
}

const differencesOf = (one: Planned): string =>
  differences(alertsIn(dataOf(inOrder)), alertsIn(dataOf(one)), one.variant().alike).join('\n')

beforeAll(async () => {
  folder = scratch()
  month = writeMonth({ seed: 7, size: 'small', from: '2026-03-02', days: 30, machines: 0 }, folder)
  const [first, ...rest] = rides(month)
  inOrder = first
  others = new Map(rest.map((one) => [one.name, one]))
  await ride(month, inOrder.variant(), dataOf(inOrder))
  rideAll(rest)
}, RIDE.timeout)
afterAll(() => rmSync(folder, { recursive: true, force: true }))

test('the month in order has something of every rule', () => {
  const found = new Set([...alertsIn(dataOf(inOrder)).values()].map(({ rule }) => rule.id))
  expect([...new Set(month.truth.map(({ rule }) => rule))].filter((rule) => !found.has(rule))).toEqual([])
  expect(month.length).toBeGreaterThan(300_000)
})

test(`killed ${KILLS} times and resumed it is the same, and every line is kept`, RIDE, async () => {
  const killed = others.get('killed')!
  const { killed: where, damaged, cut } = await rode.get('killed')!
  console.table({ ...where, ...damaged })
  expect(Object.values(where).reduce((sum, times) => sum + times, 0)).toBe(KILLS)
  expect(points.filter((at) => at !== 'slice' && where[at] === undefined)).toEqual([])
  // What stands behind the last transaction of a database is nothing to it; the log and the archive say what they cut off.
  expect(cut).toBeGreaterThanOrEqual((damaged['log'] ?? 0) + (damaged['archive'] ?? 0))
  expect(differencesOf(killed)).toBe('')
  expect((await linesLost(dataOf(inOrder), dataOf(killed), month)).join('\n')).toBe('')
  rmSync(dataOf(killed), { recursive: true })
})

describe.each(['shuffled', 'a week late', 'twice', 'registers late'])('%s', (name) => {
  test('it is the same', RIDE, async () => {
    const other = others.get(name)!
    const { killed } = await rode.get(name)!
    // Only what is late is computed again beside the stream: there it has to die while a slice is under way.
    if (other.killed) expect(killed['slice']).toBeGreaterThan(0)
    expect(differencesOf(other)).toBe('')
    rmSync(dataOf(other), { recursive: true })
  })
})
