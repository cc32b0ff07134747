import { rmSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { archiveOf } from '../../ingest/archive/embedded.ts'
import { type Observation, outranks } from '../../kernel/event.ts'
import { alertsIn, differences } from '../month/compare.ts'
import { ride } from '../month/feed.ts'
import { type Month, writeMonth } from '../month/month.ts'
import { rides } from '../month/rides.ts'
import { scratch } from '../month/scratch.ts'

/*
 * Some days of a province in which clocks are hours wrong, handed over as collectors do it: the product's clock gives the receipt, and what
 * the product makes of the machines' clocks is in its records. In order, killed and resumed, with decisions days late: it says the same.
 */

const KILLS = 8
const RIDE = { timeout: 900_000 }

let folder: string
let month: Month
beforeAll(() => {
  folder = scratch()
  month = writeMonth(
    { ...{ seed: 7, size: 'small', from: '2026-03-02', days: 4, machines: 0 }, live: true, clocks: 'hours' },
    folder,
  )
})
afterAll(() => rmSync(folder, { recursive: true, force: true }))

/** What is said of the clock of each event by the delivery of it that counts: what is sent again after a kill was stored already, and the clock is known better by then. */
const clocksIn = async (data: string): Promise<ReadonlyMap<string, Observation['clock']>> => {
  const told = new Map<string, Observation>()
  for await (const batch of archiveOf(join(data, 'data/bus')).read({ from: -Infinity, to: Infinity }))
    for (const o of batch) {
      const before = told.get(o.id)
      if (o.action !== 'source.delivery' && (!before || outranks(o, before))) told.set(o.id, o)
    }
  return new Map([...told].map(([id, { clock }]) => [id, clock]))
}

test('days of wrong clocks are the same in order, killed and resumed, and with registers late', RIDE, async () => {
  const [inOrder, ...others] = rides(month)
  const dataOf = (name: string): string => join(folder, name)
  const first = dataOf(inOrder.name)
  const riding = async ({ name, variant, killed }: (typeof others)[number]) => ({
    ...{ name, alike: variant().alike },
    ...(await ride(month, variant(), dataOf(name), killed?.(KILLS))),
  })
  await riding(inOrder)
  const clocks = await clocksIn(first)
  expect([...clocks.values()].filter((clock) => typeof clock === 'number').length).toBeGreaterThan(1_000)
  expect(alertsIn(first).size).toBeGreaterThan(30)

  for (const { name, alike, killed } of await Promise.all(others.map(riding))) {
    expect(differences(alertsIn(first), alertsIn(dataOf(name)), alike).join('\n'), name).toBe('')
    expect(await clocksIn(dataOf(name)), name).toEqual(clocks)
    const deaths = Object.values(killed).reduce((sum, times) => sum + times, 0)
    expect(deaths).toBe(name === 'killed' ? KILLS : 0)
  }
})
