import { expect, test } from 'vitest'
import type { Alert } from '../../kernel/alert.ts'
import type { AlertStore } from '../../kernel/ports.ts'
import { localTime } from '../../kernel/time.ts'
import { sampleAlerts } from '../support/sample-alerts.ts'

const NOW = localTime('2026-03-04', '10:00')
const all = sampleAlerts(NOW)

export const revised = (alert: Alert, but: Partial<Alert> = {}): Alert => ({
  ...alert,
  revision: alert.revision + 1,
  ...but,
})

const standings: readonly (readonly [what: string, change: Partial<Alert>])[] = [
  ['level', { level: 'high' }],
  ['lateness', { late: true }],
  ['silence', { silenced: { exception: 'NL-07', document: '07/QĐ-VP' } }],
  ['withdrawal', { withdrawn: { reason: { vi: 'sửa lịch', en: 'roster' }, at: NOW } }],
  ['end', { ended: NOW }],
  ['what it replaces', { replaces: 'cũ' }],
  ['version of the rule', { rule: { ...all[0]!.rule, version: '2' } }],
  ['binding text', { clause: { ...all[0]!.clause, basis: [], standing: 'sign' } }],
  ['subject', { subject: { machine: 'pc-01' } }],
  ['doubts', { doubts: [{ vi: 'ngày chưa chính thức', en: 'day not official' }] }],
]

/** What every alert store promises of an alert's history; part of the store's contract. */
export const historyPromises = (store: () => AlertStore): void => {
  test('remembers when each revision was written, whatever time its logs bear, and not when it was offered again', async () => {
    const [alert] = all as [Alert]
    const second = revised(alert, { level: 'high' })
    await store().put([alert], NOW + 1)
    await store().put([alert, second], NOW + 2)
    await store().put([alert, second], NOW + 3)
    expect(await store().history(alert.id)).toEqual([
      { alert, written: NOW + 1 },
      { alert: second, written: NOW + 2 },
    ])
  })

  test('revisions in a row that only grew leave the newest; the first stays', async () => {
    const first = { ...all[0]!, occurrences: 1 }
    let alert = first
    await store().put([first], NOW + 1)
    for (let n = 2; n <= 50; n++) {
      alert = revised(alert, { occurrences: n, last: alert.last + 1_000, say: { vi: `${n} lần`, en: `${n} times` } })
      await store().put([alert], NOW + n)
      expect(await store().get(alert.id)).toEqual(alert)
    }
    expect((await store().history(alert.id)).map(({ alert: { revision }, written }) => [revision, written])).toEqual([
      [1, NOW + 1],
      [50, NOW + 50],
    ])
  })

  test.each(standings)('a change of standing is kept for ever, with what stood before it: %s', async (_, change) => {
    const [plain] = all as [Alert]
    const changed = revised(revised(plain, { occurrences: 2 }), { occurrences: 2, ...change })
    const grown = revised(changed, { occurrences: 3 })
    const revisions = [plain, revised(plain, { occurrences: 2 }), changed, grown, revised(grown, { occurrences: 4 })]
    for (const alert of revisions) await store().put([alert], NOW)
    expect((await store().history(plain.id)).map(({ alert }) => alert.revision)).toEqual([1, 2, 3, 5])
  })

  test('fewer detections, or others in the same number, are no growth: they stay', async () => {
    const first = { ...all[0]!, occurrences: 5 }
    const fewer = revised(first, { occurrences: 3 })
    const others = revised(fewer, { say: { vi: 'khác', en: 'other' } })
    const more = revised(others, { occurrences: 9 })
    for (const alert of [first, fewer, others, more]) await store().put([alert], NOW)
    expect((await store().history(first.id)).map(({ alert }) => alert)).toEqual([first, fewer, others, more])
  })

  test('a withdrawn alert keeps its history', async () => {
    const [alert] = all as [Alert]
    const reason = { vi: 'nhập bổ sung lịch trực', en: 'roster entered' }
    const withdrawn = revised(alert, { withdrawn: { reason, at: NOW } })
    await store().put([alert], NOW)
    await store().put([withdrawn], NOW)
    expect((await store().history(alert.id)).map((kept) => kept.alert)).toEqual([alert, withdrawn])
    expect((await store().search({ state: 'open' }, { limit: 10 })).total).toBe(0)
    expect((await store().search({ state: 'withdrawn' }, { limit: 10 })).total).toBe(1)
    expect(await store().history('không có')).toEqual([])
  })
}
