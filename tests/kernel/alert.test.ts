import { expect, test } from 'vitest'
import { Alert, higher, levelNames, levels, lowered } from '../../kernel/alert.ts'
import { localTime } from '../../kernel/time.ts'
import { sampleAlerts } from '../support/sample-alerts.ts'

test('the higher of two levels, whichever comes first', () => {
  for (const [i, a] of levels.entries())
    for (const [j, b] of levels.entries()) expect(higher(a, b)).toBe(levels[Math.max(i, j)])
})

test('one step down, and low stays low', () => {
  expect(levels.map(lowered)).toEqual(['low', 'low', 'medium', 'high'])
})

test('the levels have their names of Cao Bằng, Điều 10', () => {
  expect(levels.map((level) => levelNames[level])).toEqual(['thấp', 'trung bình', 'cao', 'nghiêm trọng'])
})

test('an alert is plain JSON: reading it back changes nothing', () => {
  const alerts = sampleAlerts(localTime('2026-03-04', '10:00'))
  expect(alerts.length).toBeGreaterThan(0)
  for (const alert of alerts) expect(Alert.parse(JSON.parse(JSON.stringify(alert)))).toEqual(alert)
})

test.each([
  ['a revision of zero', { revision: 0 }],
  ['a level of its own', { level: 'critical' }],
  ['a standing of its own', { clause: { id: 'X', title: { vi: 'x', en: 'x' }, basis: [], standing: 'guilty' } }],
  ['no evidence list', { evidence: undefined }],
])('is refused with %s', (_, but) => {
  const [alert] = sampleAlerts(localTime('2026-03-04', '10:00'))
  expect(Alert.safeParse({ ...alert, ...but }).success).toBe(false)
})
