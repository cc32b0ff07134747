import { rmSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { alikeIn, clusterRide, victims } from '../month/cluster.ts'
import { alertsIn, differences } from '../month/compare.ts'
import { ride } from '../month/feed.ts'
import { type Month, writeMonth } from '../month/month.ts'
import { rides } from '../month/rides.ts'
import { scratch } from '../month/scratch.ts'

/*
 * A small month as a province runs it: two ingesters, three detectors and the API's process on a real broker and a real node, each of them
 * killed and started again, one ingester still for twenty minutes. What Elasticsearch holds in the end is what one process on its own log
 * finds. `npm run month -- --cluster` does it with larger ones, and with one detector.
 */

const RIDE = 1_500_000

let folder: string
let month: Month

beforeAll(() => {
  folder = scratch()
  month = writeMonth({ seed: 7, size: 'small', from: '2026-03-02', days: 7, machines: 0 }, folder)
})
afterAll(() => rmSync(folder, { recursive: true, force: true }))

describe('the month on Kafka and Elasticsearch', () => {
  test('everything killed and resumed, it is the same', { timeout: RIDE }, async () => {
    const [{ variant }] = rides(month)
    const reference = join(folder, 'in order')
    await ride(month, variant(), reference)
    const cluster = { detectors: 3, kills: 2 * victims.length, standstill: true }
    const { alerts, killed } = await clusterRide(month, variant(), join(folder, 'cluster'), cluster)
    expect(killed).toEqual(Object.fromEntries(victims.map((victim) => [victim, 2])))
    const expected = alertsIn(reference)
    expect(expected.size).toBeGreaterThan(50)
    expect(differences(expected, alerts, alikeIn(cluster)).join('\n')).toBe('')
  })
})
