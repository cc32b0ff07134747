import fc from 'fast-check'
import { expect, test } from 'vitest'
import { matches } from '../../../../api/filter.ts'
import { levels } from '../../../../kernel/alert.ts'
import type { AlertFilter } from '../../../../kernel/ports.ts'
import { localTime } from '../../../../kernel/time.ts'
import { ownPrefix, withElastic } from '../../../stack/elasticsearch.ts'
import { elasticAlertStore } from '../../../support/elastic-store.ts'
import { sampleAlerts } from '../../../support/sample-alerts.ts'

const NOW = localTime('2026-03-04', '10:00')
const all = sampleAlerts(NOW)

const one = <T>(values: readonly T[]): fc.Arbitrary<T | undefined> =>
  fc.oneof({ weight: 4, arbitrary: fc.constant(undefined) }, { weight: 1, arbitrary: fc.constantFrom(...values) })
const instants = all.map(({ last }) => last)
const anyFilter = fc.record({
  unit: one(['tinh', 'xa-a', 'xa-b', 'so-x', 'so-x-vp', 'không có']),
  rule: one(all.map(({ rule }) => rule.id)),
  level: fc.option(fc.uniqueArray(fc.constantFrom(...levels)), { nil: undefined }),
  person: one(['p-an', 'p-bich', 'p-dung']),
  account: one(all.flatMap(({ subject }) => subject.account ?? [])),
  text: one(['an', 'Đăng nhập', 'usb', 'DUNG', 'so x', '%', '*', '?', '\\', 'E:\\bao', 'mật khẩu cb-0', 'pc-0?']),
  from: one(instants),
  to: one(instants),
  state: one(['open', 'withdrawn', 'silenced', 'all'] as const),
})

await withElastic('search in Elasticsearch', ({ client }) => {
  test('any filter finds what `matches` lets through, newest first', async () => {
    const store = await elasticAlertStore({ client, prefix: ownPrefix(client), lineage: 'a' })
    await store.put(all, NOW)
    let hits = 0
    await fc.assert(
      fc.asyncProperty(anyFilter, async (drawn) => {
        // What is `undefined` asks nothing, as what is absent.
        const filter = Object.fromEntries(
          Object.entries(drawn).filter(([, value]) => value !== undefined),
        ) as AlertFilter
        const expected = all.filter((alert) => matches(filter, alert)).map(({ id }) => id)
        const { alerts, total } = await store.search(filter, { limit: 100 })
        expect(alerts.map(({ id }) => id)).toEqual(expected)
        expect(total).toBe(expected.length)
        hits += total
      }),
      { numRuns: 150 },
    )
    expect(hits).toBeGreaterThan(100)
  })
})
