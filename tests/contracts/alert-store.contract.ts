import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { matches } from '../../api/filter.ts'
import type { Alert } from '../../kernel/alert.ts'
import type { AlertFilter, AlertStore } from '../../kernel/ports.ts'
import { HOUR, localTime } from '../../kernel/time.ts'
import { nightLogin } from '../support/alerts.ts'
import { sampleAlerts } from '../support/sample-alerts.ts'
import { historyPromises, revised } from './alert-history.contract.ts'

const NOW = localTime('2026-03-04', '10:00')
const all = sampleAlerts(NOW)

/** How many of the sample each filter must find: an oracle that finds nothing proves nothing. */
const filters: readonly (readonly [why: string, filter: AlertFilter, found: number])[] = [
  ['nothing asked', {}, 27],
  ['every state', { state: 'all' }, 27],
  ['open only', { state: 'open' }, 25],
  ['withdrawn only', { state: 'withdrawn' }, 1],
  ['silenced only', { state: 'silenced' }, 1],
  ['one level', { level: ['serious'] }, 2],
  ['two levels', { level: ['serious', 'high'] }, 7],
  ['no level at all', { level: [] }, 0],
  ['a unit with its subtree', { unit: 'so-x' }, 8],
  ['the leaf of that subtree', { unit: 'so-x-vp' }, 7],
  ['the whole province', { unit: 'tinh' }, 27],
  ['a part of a unit id', { unit: 'so' }, 0],
  ['a rule', { rule: 'ACC-11a' }, 2],
  ['a clause', { clause: 'ACC-01' }, 3],
  ['a person', { person: 'p-an' }, 2],
  ['an account', { account: 'nghi@tinh' }, 2],
  ['a machine', { machine: 'pc-05' }, 2],
  ['text without tone marks', { text: 'nguyen van an' }, 2],
  ['text with them, in upper case', { text: 'PHẠM ĐỨC' }, 2],
  ['words in any order', { text: 'usb-7 cuong' }, 1],
  ['text with what means something to a query language', { text: "%' OR _" }, 0],
  ['text of nothing but spaces', { text: '  ' }, 27],
  ['from on, inclusive', { from: all[3]!.last }, 4],
  ['up to, inclusive', { to: all[3]!.last }, 24],
  ['several at once', { unit: 'xa-a', level: ['low'], state: 'open', to: NOW - HOUR }, 2],
]

const ids = (alerts: readonly Alert[]): string[] => alerts.map(({ id }) => id)

/** What every alert store promises; each adapter runs it against the real thing. `open` gives an empty store. */
export const alertStoreContract = (name: string, open: () => Promise<AlertStore>): void => {
  describe(`alert store: ${name}`, () => {
    let store: AlertStore
    beforeEach(async () => {
      store = await open()
    })
    afterEach(() => store.close())

    test('gives back what was put in, whole', async () => {
      await store.put(all, NOW)
      for (const alert of all) expect(await store.get(alert.id)).toEqual(alert)
      expect(await store.get('không có')).toBeUndefined()
    })

    test('a newer revision takes the place of the older', async () => {
      const [alert] = all as [Alert]
      await store.put([alert], NOW)
      await store.put([revised(alert, { level: 'high', occurrences: 9 })], NOW)
      expect(await store.get(alert.id)).toMatchObject({ revision: 2, level: 'high', occurrences: 9 })
      expect(await store.count({}, 'level')).toEqual({ high: 1 })
    })

    test('an equal or older revision changes nothing', async () => {
      const [alert] = all as [Alert]
      const second = revised(alert)
      await store.put([alert, second], NOW)
      await store.put(
        [
          { ...second, level: 'serious' },
          { ...alert, level: 'serious' },
        ],
        NOW,
      )
      expect(await store.get(alert.id)).toEqual(second)
      expect((await store.history(alert.id)).map((kept) => kept.alert)).toEqual([alert, second])
    })

    test('an alert about an address is found by it', async () => {
      await store.put([{ ...all[0]!, subject: { address: '192.0.2.77' } }], NOW)
      expect((await store.search({ text: '192.0.2.77' }, { limit: 10 })).total).toBe(1)
      expect((await store.search({ text: '192.0.2.78' }, { limit: 10 })).total).toBe(0)
    })

    historyPromises(() => store)

    test.each(filters)('finds what the filter asks for: %s', async (_, filter, found) => {
      await store.put(all, NOW)
      const expected = all.filter((alert) => matches(filter, alert))
      const { alerts, total, next } = await store.search(filter, { limit: 100 })
      expect(ids(alerts)).toEqual(ids(expected))
      expect({ total, next }).toEqual({ total: found, next: undefined })
    })

    test('gives the newest act first, and by id within one instant', async () => {
      const at = NOW - HOUR
      const same = ['b', 'c', 'a'].map((id) => ({ ...nightLogin(at), id }))
      await store.put([...same, { ...nightLogin(at + 1), id: 'z' }], NOW)
      expect(ids((await store.search({}, { limit: 10 })).alerts)).toEqual(['z', 'a', 'b', 'c'])
    })

    test.each([1, 2, 5, 27, 100])(
      'pages of %i hold everything once, though alerts arrive in between',
      async (limit) => {
        await store.put(all, NOW)
        const seen: string[] = []
        let cursor: string | undefined
        let arrivals = 0
        do {
          const page = await store.search({}, { limit, ...(cursor !== undefined && { cursor }) })
          seen.push(...ids(page.alerts))
          cursor = page.next
          await store.put([{ ...nightLogin(NOW + ++arrivals * 1_000), id: `mới-${arrivals}` }], NOW)
        } while (cursor !== undefined)
        expect(seen).toEqual(ids(all))
      },
    )

    test('refuses a cursor it did not give', async () => {
      for (const cursor of ['', 'vớ vẩn', Buffer.from('[1]').toString('base64url')]) {
        await expect(store.search({}, { limit: 1, cursor })).rejects.toMatchObject({ code: 'BAD_ARGUMENT' })
      }
    })

    test('counts by level, rule and unit what the filter lets through', async () => {
      const { unit: _, ...nowhere } = all[0]!.subject
      await store.put([...all, { ...all[0]!, id: 'không đơn vị', subject: nowhere }], NOW)
      expect(await store.count({ state: 'open' }, 'level')).toEqual({ serious: 2, high: 5, medium: 2, low: 17 })
      expect(await store.count({ clause: 'ACC-01' }, 'rule')).toEqual({ 'ACC-01a': 4 })
      expect(await store.count({ level: ['high'] }, 'unit')).toEqual({ 'xa-a': 1, 'xa-b': 2, 'so-x': 1, tinh: 1 })
      expect(await store.count({ account: 'an.nv@tinh' }, 'unit')).toEqual({ 'xa-a': 2, '': 1 })
      expect(await store.count({ text: 'không có ai như vậy' }, 'level')).toEqual({})
    })
  })
}
