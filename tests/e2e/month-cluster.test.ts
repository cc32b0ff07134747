import { rmSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { ensureElasticsearch } from '../../deploy/stack/elasticsearch-files.ts'
import { ensureJars } from '../../deploy/stack/jars.ts'
import type { Alert } from '../../kernel/alert.ts'
import { alikeIn, type Cluster, clusterRide } from '../month/cluster.ts'
import { alertsIn, differences } from '../month/compare.ts'
import { ride } from '../month/feed.ts'
import { linesLost } from '../month/kept.ts'
import { type Month, writeMonth } from '../month/month.ts'
import { rides } from '../month/rides.ts'
import { scratch } from '../month/scratch.ts'
import { standstillIn } from '../month/standstill.ts'
import { notTested } from '../stack/shared.ts'

/*
 * Some days of a small province come into the product as a province runs it: two ingesters, three detectors and what tells Elasticsearch, on a broker
 * and a node of their own, each of which is killed while it has something to do; an ingester stands still for twenty minutes. It says what
 * the embedded product says of the same lines. `npm run month -- --cluster` does it with larger provinces, with one detector too, and without kills.
 */

const DETECTORS = 3
const KILLS = 8
const RIDE = { timeout: 1_800_000 }

const receiptsOf = ({ evidence }: Alert): number =>
  evidence.flatMap(({ events }) => events).reduce((sum, { received }) => sum + received, 0)
/** The same proofs were received later. */
const isLater = (one: Alert, other: Alert): boolean => receiptsOf(one) > receiptsOf(other)

let folder: string
let month: Month
beforeAll(() => {
  folder = scratch()
  month = writeMonth({ seed: 7, size: 'small', from: '2026-03-02', days: 5, machines: 0 }, folder)
})
afterAll(() => rmSync(folder, { recursive: true, force: true }))

test(
  `on Kafka and Elasticsearch, killed ${KILLS} times, it is the same and every line is kept`,
  RIDE,
  async ({ skip }) => {
    try {
      await Promise.all([ensureJars(), ensureElasticsearch()])
    } catch (error) {
      notTested('kafka and elasticsearch', error instanceof Error ? error.message : String(error))
      skip()
    }
    const [{ variant }] = rides(month)
    const inOrder = join(folder, 'in order')
    await ride(month, variant(), inOrder)
    const expected = alertsIn(inOrder)
    const cluster: Cluster = { detectors: DETECTORS, kills: KILLS, standstill: standstillIn(month, expected.values()) }
    const site = join(folder, 'cluster')
    const { alerts, doubled, killed, wiped, seconds } = await clusterRide(month, variant(), site, cluster)
    console.table({ ...killed, wiped, seconds })
    expect(new Set(Object.values(killed))).toEqual(new Set([KILLS / 8]))
    expect(wiped).toBeGreaterThan(0)
    for (const [where, found] of Object.entries(alerts))
      expect(differences(expected, found, alikeIn(cluster)).join('\n'), where).toBe('')
    expect(doubled).toEqual([])
    // What stood still proves something, and came late.
    const late = [...alerts['topic']!].filter(([id, alert]) => isLater(alert, expected.get(id)!))
    expect(late.length).toBeGreaterThan(0)
    for (let i = 1; i <= DETECTORS; i++)
      expect((await linesLost(inOrder, join(site, `detect-${i}`), month)).join('\n'), `detect-${i}`).toBe('')
    expect(expected.size).toBeGreaterThan(20)
  },
)
