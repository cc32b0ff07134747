import { expect, test } from 'vitest'
import { documentOf } from '../../../../api/store/elastic/document.ts'
import { monthIn, monthOf } from '../../../../api/store/elastic/names.ts'
import type { Document } from '../../../../api/store/elastic/nested.ts'
import { alertFields } from '../../../../kernel/alert-fields.ts'
import { localTime } from '../../../../kernel/time.ts'
import { nightLogin, spraying } from '../../../support/alerts.ts'
import { sampleAlerts } from '../../../support/sample-alerts.ts'

const NOW = localTime('2026-03-04', '10:00')
const around = { written: NOW, raised: NOW, lineage: 'a', grown: false, seq: 1 }
const pathsOf = (document: Document, prefix = ''): string[] =>
  Object.entries(document).flatMap(([name, value]) =>
    typeof value === 'object' && value !== null && !Array.isArray(value)
      ? pathsOf(value as Document, `${prefix}${name}.`)
      : [`${prefix}${name}`],
  )

const reason = { vi: 'sửa lịch', en: 'roster' }
const everything = nightLogin(NOW, {
  device: 'usb-7',
  but: {
    ended: NOW,
    withdrawn: { reason, at: NOW },
    unverifiable: { reason, at: NOW },
    silenced: { exception: 'NL-07', document: '07/QĐ-VP' },
    replaces: 'cũ',
    doubts: [reason],
  },
})

test('documents have the fields of the list, all of them and no others; those of people are not the engine’s', () => {
  const alerts = [everything, spraying(NOW), ...sampleAlerts(NOW)]
  const written = new Set(alerts.flatMap((alert) => pathsOf(documentOf(alert, around))))
  const listed = Object.keys(alertFields).filter((name) => !name.startsWith('triage.'))
  expect([...written].sort()).toEqual(listed.sort())
})

test('says when in UTC, and which day and hour it was in Vietnam', () => {
  // Tuesday 3 March, 00:30 in Vietnam: still Monday in UTC, and the fold day of Monday.
  const alert = nightLogin(localTime('2026-03-03', '00:30'), { occurrences: 1 })
  expect(documentOf(alert, around)).toMatchObject({
    '@timestamp': '2026-03-02T17:30:00.000Z',
    event: { severity: 1, ingested: new Date(NOW).toISOString() },
    user: { id: 'p-an', name: 'an.nv', domain: 'tinh', full_name: 'Nguyễn Văn An' },
    organization: { id: 'xa-a' },
    vonggac: {
      fold_day: '2026-03-02',
      person_day: 'ACC-01/p-an/2026-03-02',
      local: { date: '2026-03-03', hour: 0, weekday: 2 },
      unit: { path: ['tinh', 'xa-a'] },
      account: 'an.nv@tinh',
    },
  })
})

test.each([
  ['2026-04-01', '04:59', '2026.03'],
  ['2026-04-01', '05:00', '2026.04'],
])('what begins on %s at %s belongs to the month %s, by its fold day', (date, clock, month) => {
  expect(monthOf({ first: localTime(date, clock) })).toBe(month)
})

test.each([
  'vg-alerts-2026.13',
  'vg-alerts-2026.3',
  'vg-alerts-2026.03-x',
  'vg-notes-2026.03',
  'vgx-alerts-2026.03',
  'vg-alerts-',
])('«%s» is no index of ours', (index) => {
  expect(monthIn('vg', index)).toBeUndefined()
})
