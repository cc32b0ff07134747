import { rmSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { alertsIn, differences } from '../month/compare.ts'
import { ride } from '../month/feed.ts'
import { linesLost } from '../month/kept.ts'
import { type Month, writeMonth } from '../month/month.ts'
import { type Planned, rides } from '../month/rides.ts'
import { scratch } from '../month/scratch.ts'

/*
 * One month of a small province comes into the real product, in a process of its own with the clock of the deliveries: in order,
 * killed fifty times, shuffled, with whole machines a week late, every tenth line twice, decisions days late. What it says is the same.
 * `npm run month` does it with larger provinces.
 */

const KILLS = 50
const RIDE = { timeout: 600_000 }

let folder: string
let month: Month
let inOrder: Planned
let others: ReadonlyMap<string, Planned>
const dataOf = ({ name }: Planned): string => join(folder, name)

beforeAll(async () => {
  folder = scratch()
  month = writeMonth({ seed: 7, size: 'small', from: '2026-03-02', days: 30, machines: 0 }, folder)
  const [first, ...rest] = rides(month)
  inOrder = first
  others = new Map(rest.map((one) => [one.name, one]))
  await ride(month, inOrder.variant(), dataOf(inOrder))
}, RIDE.timeout)
afterAll(() => rmSync(folder, { recursive: true, force: true }))

test('the month in order has something of every rule', () => {
  const found = new Set([...alertsIn(dataOf(inOrder)).values()].map(({ rule }) => rule.id))
  expect([...new Set(month.truth.map(({ rule }) => rule))].filter((rule) => !found.has(rule))).toEqual([])
  expect(month.length).toBeGreaterThan(300_000)
})

test(`killed ${KILLS} times and resumed it is the same, and every line is kept`, RIDE, async () => {
  const killed = others.get('killed')!
  const variant = killed.variant()
  const { killed: where, damaged, cut } = await ride(month, variant, dataOf(killed), killed.killed?.(KILLS))
  console.table({ ...where, ...damaged })
  expect(Object.values(where).reduce((sum, times) => sum + times, 0)).toBe(KILLS)
  // What stands behind the last transaction of a database is nothing to it; the log and the archive say what they cut off.
  expect(cut).toBeGreaterThanOrEqual((damaged['log'] ?? 0) + (damaged['archive'] ?? 0))
  const differ = differences(alertsIn(dataOf(inOrder)), alertsIn(dataOf(killed)), variant.alike)
  expect(differ.join('\n')).toBe('')
  expect((await linesLost(dataOf(inOrder), dataOf(killed), month)).join('\n')).toBe('')
  rmSync(dataOf(killed), { recursive: true })
})

describe.each(['shuffled', 'a week late', 'twice', 'registers late'])('%s', (name) => {
  test('it is the same', RIDE, async () => {
    const other = others.get(name)!
    const variant = other.variant()
    await ride(month, variant, dataOf(other), other.killed?.(KILLS))
    const differ = differences(alertsIn(dataOf(inOrder)), alertsIn(dataOf(other)), variant.alike)
    expect(differ.join('\n')).toBe('')
    rmSync(dataOf(other), { recursive: true })
  })
})
