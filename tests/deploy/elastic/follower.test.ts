import { rmSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { expect, test } from 'vitest'
import type { Alert } from '../../../kernel/alert.ts'
import type { AlertStore } from '../../../kernel/ports.ts'
import { localTime } from '../../../kernel/time.ts'
import { revised } from '../../contracts/alert-history.contract.ts'
import { ownPrefix, withElastic } from '../../stack/elasticsearch.ts'
import { follow } from '../../support/elastic-follower.ts'
import { elasticFront } from '../../support/elastic-front.ts'
import { elasticAlertStore } from '../../support/elastic-store.ts'
import { temporaryFolder } from '../../support/folder.ts'
import { sampleAlerts } from '../../support/sample-alerts.ts'

const NOW = localTime('2026-03-04', '10:00')
const all = sampleAlerts(NOW)
const [alert, other] = all as [Alert, Alert]

/** All that a store holds, with the history of each. */
const whole = async (store: AlertStore) => {
  const { alerts } = await store.search({}, { limit: 1_000 })
  const histories = await Promise.all(alerts.map(({ id }) => store.history(id)))
  return alerts.map((one, i) => ({ one, history: histories[i] }))
}

await withElastic('what tells Elasticsearch of the alerts', ({ client, url }) => {
  const open = () => ({ url, prefix: ownPrefix(client), folder: temporaryFolder() })
  /** Elasticsearch as the API would read it. */
  const there = async (prefix: string, lineage: string): Promise<AlertStore> => {
    await client.indices.refresh({ index: `${prefix}-*` })
    return elasticAlertStore({ client, prefix, lineage })
  }
  const same = async (prefix: string, following: ReturnType<typeof follow>): Promise<void> => {
    await following.told()
    const copy = await whole(await there(prefix, following.place.read().lineage))
    expect(copy).toEqual(await whole(following.store))
    expect(copy.length).toBeGreaterThan(0)
  }

  test('brings over alerts with their history, and later what is written', async () => {
    const place = open()
    const following = follow(place)
    following.put(all, NOW)
    await same(place.prefix, following)
    following.put([revised(alert, { level: 'high' })], NOW + 1)
    following.put([revised(other, { occurrences: other.occurrences + 1, last: other.last + 1 })], NOW + 2)
    await same(place.prefix, following)
    expect(following.state()).toMatchObject({ sent: all.length + 2, n: 0, foreign: 0 })
  })

  test('catches up after it was away, with nothing lost and nothing doubled', async () => {
    const front = await elasticFront(url)
    const place = { ...open(), url: front.url }
    const following = follow(place)
    following.put(all.slice(0, 5), NOW)
    await following.told()
    await front.down()
    let growing = alert
    for (let n = 1; n <= 30; n++) {
      growing = revised(growing, { occurrences: growing.occurrences + 1, last: growing.last + 1_000 })
      following.put([growing, ...all.slice(5 + n, 6 + n)], NOW + n)
    }
    expect(await following.troubled()).toMatch(
      /^ELASTIC_UNREACHABLE: không kết nối được tới Elasticsearch \(http.*kiểm tra địa chỉ/,
    )
    expect(following.state().n).toBeGreaterThan(15)
    await front.up()
    await same(place.prefix, following)
  })

  test.each([1, 2, 3])('an answer that never comes (%i bulk requests) doubles nothing', async (bulks) => {
    const front = await elasticFront(url)
    const place = { ...open(), url: front.url }
    const following = follow(place)
    front.lose(bulks)
    following.put([...all, revised(alert, { level: 'high' })], NOW)
    await following.troubled()
    await same(place.prefix, following)
    expect(following.place.read().round).toBe(0)
  })

  test('goes on where it stood after the product was started again', async () => {
    const place = open()
    const before = follow(place)
    before.put(all.slice(0, 9), NOW)
    await before.told()
    const { lineage, cursor } = before.place.read()
    await before.stop()
    const after = follow(place)
    after.put(all.slice(9), NOW)
    await same(place.prefix, after)
    expect(after.state().sent).toBe(all.length - 9)
    expect(after.place.read()).toMatchObject({ lineage, cursor: cursor + all.length - 9, round: 0 })
  })

  test('sends all again where Elasticsearch has been emptied', async () => {
    const place = open()
    const before = follow(place)
    before.put(all, NOW)
    await before.told()
    await before.stop()
    await client.indices.delete({ index: Object.keys(await client.indices.get({ index: `${place.prefix}-*` })) })
    await same(place.prefix, await again(place))
  })

  test('sends all again where it is asked to, beside the running product', async () => {
    const place = open()
    const following = follow(place)
    following.put(all, NOW)
    await following.told()
    await client.deleteByQuery({ index: `${place.prefix}-alerts`, query: { match_all: {} }, refresh: true })
    following.place.resend()
    await sleep(50)
    await same(place.prefix, following)
  })

  test('a database that has lost its end, or is another one, takes the place of what was told', async () => {
    const place = open()
    const before = follow(place)
    before.put([alert, other, revised(alert, { level: 'serious' }), revised(revised(alert), { level: 'high' })], NOW)
    await before.told()
    await before.stop()
    for (const end of ['', '-wal', '-shm']) rmSync(join(place.folder, `vonggac.db${end}`), { force: true })
    const after = follow(place)
    after.put([alert], NOW + 5)
    while (after.state().foreign === 0) await sleep(20)
    const copy = await there(place.prefix, after.place.read().lineage)
    expect(await copy.get(alert.id)).toEqual(alert)
    expect(await copy.history(alert.id)).toEqual([{ alert, written: NOW + 5 }])
    expect(after.state().foreign).toBe(1)
  })

  test('what is refused is told and kept, and does not hold up the others', async () => {
    const place = open()
    const following = follow(place)
    const bad = { ...alert, id: 'x'.repeat(600) }
    following.put([bad, other], NOW)
    await following.told()
    expect(following.place.refused()).toMatchObject([
      { alert: bad.id, revision: 1, reason: expect.stringContaining('Validation Failed') },
    ])
    expect(await (await there(place.prefix, '')).get(other.id)).toEqual(other)
    expect(await following.store.get(bad.id)).toEqual(bad)
  })

  test('what has outlived its time is not sent again', async () => {
    const place = open()
    const following = follow({ ...place, oldest: '2026.03' })
    const old = { ...alert, id: 'cũ', first: localTime('2026-01-09', '10:00'), last: localTime('2026-01-09', '10:00') }
    following.put([old, other], NOW)
    await following.told()
    const { alerts } = await (await there(place.prefix, '')).search({}, { limit: 10 })
    expect(alerts).toEqual([other])
  })

  /** A later start, once it has compared. */
  const again = async (place: Parameters<typeof follow>[0]) => {
    const following = follow(place)
    while (following.place.read().round === 0) await sleep(20)
    return following
  }
})
