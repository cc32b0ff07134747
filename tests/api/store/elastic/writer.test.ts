import { expect, test } from 'vitest'
import { aliasOf, indexOf } from '../../../../api/store/elastic/names.ts'
import { mappingOf } from '../../../../api/store/elastic/template.ts'
import { openWriter } from '../../../../api/store/elastic/writer.ts'
import type { Alert } from '../../../../kernel/alert.ts'
import { alertFields } from '../../../../kernel/alert-fields.ts'
import { DAY, localTime } from '../../../../kernel/time.ts'
import { revised } from '../../../contracts/alert-history.contract.ts'
import { ownPrefix, withElastic } from '../../../stack/elasticsearch.ts'
import { elasticAlertStore } from '../../../support/elastic-store.ts'
import { sampleAlerts } from '../../../support/sample-alerts.ts'

const NOW = localTime('2026-03-04', '10:00')
const all = sampleAlerts(NOW)
const [alert] = all as [Alert]

await withElastic('what is written to Elasticsearch', ({ client }) => {
  const open = async (lineage = 'a', prefix = ownPrefix(client)) => {
    const store = await elasticAlertStore({ client, prefix, lineage })
    const writer = openWriter({ client, prefix, lineage })
    const source = async (id: string): Promise<Record<string, unknown>> => {
      await client.indices.refresh({ index: aliasOf(prefix, 'alerts') })
      const { hits } = await client.search({ index: aliasOf(prefix, 'alerts'), query: { term: { 'event.id': id } } })
      expect(hits.hits).toHaveLength(1)
      return hits.hits[0]!._source as Record<string, unknown> // any object
    }
    return { store, writer, prefix, source }
  }

  test('what people decided stays, whatever the engine writes', async () => {
    const { store, prefix, source } = await open()
    await store.put([alert], NOW)
    const triage = { state: 'acknowledged', assignee: 'p-truc' }
    await client.update({ index: indexOf(prefix, 'alerts', '2026.03'), id: alert.id, doc: { triage } })
    await store.put([revised(alert, { level: 'high' })], NOW)
    expect(await source(alert.id)).toMatchObject({ triage, vonggac: { level: 'high', revision: 2 } })
    expect(await store.get(alert.id)).toMatchObject({ revision: 2, level: 'high' })
  })

  test('what an alert no longer is goes', async () => {
    const { store, source } = await open()
    const withdrawn = { reason: { vi: 'sửa lịch', en: 'roster' }, at: NOW }
    await store.put([{ ...alert, withdrawn }], NOW)
    expect(await source(alert.id)).toMatchObject({ vonggac: { state: 'withdrawn', withdrawn: {} } })
    await store.put([revised(alert)], NOW)
    expect(await source(alert.id)).toMatchObject({ vonggac: { state: 'open' } })
    expect(await source(alert.id)).not.toHaveProperty('vonggac.withdrawn')
  })

  test('an alert stays in the month it was first put in, though its first act moves', async () => {
    const { store, prefix } = await open()
    await store.put([alert], NOW)
    await store.put([revised(alert, { first: alert.first - 40 * DAY })], NOW)
    expect((await store.search({}, { limit: 10 })).total).toBe(1)
    expect(Object.keys(await client.indices.get({ index: `${prefix}-*` })).sort()).toEqual([
      indexOf(prefix, 'alerts', '2026.03'),
      indexOf(prefix, 'revisions', '2026.03'),
    ])
  })

  test('one that cannot be written does not cost the others', async () => {
    const { writer, store } = await open()
    const [bad, immense, good] = all.slice(0, 3) as [Alert, Alert, Alert]
    const refused = await writer.write([
      { alert: { ...bad, last: Number.NaN }, written: NOW },
      // No id may be so long: all that goes with it in one request is refused.
      { alert: { ...immense, id: 'x'.repeat(600) }, written: NOW },
      { alert: good, written: NOW },
    ])
    expect([...refused.keys()]).toEqual([`${bad.id}/1`, `${'x'.repeat(600)}/1`])
    for (const reason of refused.values()) expect(reason).toMatch(/\w/)
    expect(await store.get(good.id)).toEqual(good)
    expect((await store.search({}, { limit: 10 })).total).toBe(1)
  })

  test('a database made anew takes the place of the former one, and leaves no old history', async () => {
    const { store, prefix } = await open('a')
    await store.put([alert, revised(alert, { level: 'high' }), revised(revised(alert), { level: 'low' })], NOW)
    const anew = (await open('b', prefix)).store
    await anew.put([alert], NOW + 1)
    expect(await anew.get(alert.id)).toEqual(alert)
    expect(await anew.history(alert.id)).toEqual([{ alert, written: NOW + 1 }])
  })

  test('every field of the list is mapped in the index, as a board asks for it', async () => {
    const { store, prefix } = await open()
    await store.put(all, NOW)
    const { fields } = await client.fieldCaps({ index: aliasOf(prefix, 'alerts'), fields: '*' })
    for (const name of Object.keys(alertFields)) expect(fields, name).toHaveProperty([name])
    expect(mappingOf('alerts').dynamic).toBe(false)
  })

  test('what a board would ask: days and hours of Vietnam, words without marks', async () => {
    const { store, prefix } = await open()
    // 23:30 on the 3rd in Vietnam is 16:30 UTC, and 00:30 on the 4th is still the 3rd in UTC.
    const at = (clock: string, date: string): Alert => {
      const first = localTime(date, clock)
      return {
        ...alert,
        id: date,
        first,
        last: first,
        local: { date, hour: Number(clock.slice(0, 2)), day: 'working' },
      }
    }
    await store.put([at('23:30', '2026-03-03'), at('00:30', '2026-03-04')], NOW)
    const answer = await client.search({
      index: aliasOf(prefix, 'alerts'),
      query: { query_string: { query: 'message:(dang AND nhap)', analyze_wildcard: true } },
      aggregations: {
        days: { date_histogram: { field: '@timestamp', calendar_interval: '1d', time_zone: 'Asia/Ho_Chi_Minh' } },
        local: { terms: { field: 'vonggac.local.date', order: { _key: 'asc' } } },
      },
    })
    expect(answer.aggregations).toMatchObject({
      days: { buckets: [{ doc_count: 1 }, { doc_count: 1 }] },
      local: { buckets: [{ key: '2026-03-03' }, { key: '2026-03-04' }] },
    })
  })
})
