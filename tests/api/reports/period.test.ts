import fc from 'fast-check'
import { expect, test } from 'vitest'
import { daysOf, periodAt, periodBefore, periodOf, sayPeriod } from '../../../api/reports/period.ts'
import { addDays, DAY, foldDay, localTime, SECOND } from '../../../kernel/time.ts'

test('a month is its days, from 05:00 to 05:00', () => {
  const period = periodOf('2026-03')!
  expect(period).toMatchObject({ first: '2026-03-01', last: '2026-03-31', calendar: 'civil' })
  expect(period.from).toBe(localTime('2026-03-01', '05:00'))
  expect(period.to).toBe(localTime('2026-04-01', '05:00'))
  expect(sayPeriod(period)).toBe('tháng 3 năm 2026')
})

test('an administrative month goes from the 15th of the month before to the 14th', () => {
  const march = periodOf('2026-03', { administrative: true })!
  expect(march).toMatchObject({ id: '2026-03-hc', first: '2026-02-15', last: '2026-03-14' })
  expect(periodOf('2026-01', { administrative: true })).toMatchObject({ first: '2025-12-15', last: '2026-01-14' })
  // 04:59:59 on the 15th is still the night of the 14th.
  const border = localTime('2026-03-15', '05:00')
  expect(periodAt(foldDay(border - SECOND), 'month', 'administrative').id).toBe('2026-03-hc')
  expect(periodAt(foldDay(border), 'month', 'administrative').id).toBe('2026-04-hc')
  expect(march.to).toBe(border)
})

test('weeks are those of ISO 8601', () => {
  expect(periodOf('2026-W01')).toMatchObject({ first: '2025-12-29', last: '2026-01-04' })
  expect(periodOf('2026-W53')).toMatchObject({ first: '2026-12-28', last: '2027-01-03' })
  expect(periodOf('2025-W53')).toBeUndefined()
  expect(periodOf('2026-W00')).toBeUndefined()
})

test.each(['2026-13', '2026-02-30', '2026', 'x', '2026-W54', ''])('«%s» names no period', (name) => {
  expect(periodOf(name)).toBeUndefined()
})

test('only a month has an administrative form', () => {
  expect(periodOf('2026-W10', { administrative: true })).toBeUndefined()
})

const kinds = fc.constantFrom(
  ['day', 'civil'] as const,
  ['week', 'civil'] as const,
  ['month', 'civil'] as const,
  ['month', 'administrative'] as const,
)

test('every day lies in one period of a kind, periods follow without a gap, and their names lead back', () => {
  fc.assert(
    fc.property(fc.integer({ min: 0, max: 9_000 }), kinds, (n, [kind, calendar]) => {
      const date = addDays('2015-01-01', n)
      const period = periodAt(date, kind, calendar)
      expect(daysOf(period)).toContain(date)
      const before = periodBefore(period)
      expect(before.to).toBe(period.from)
      const name = period.id.replace('-hc', '')
      expect(periodOf(name, { administrative: calendar === 'administrative' })).toEqual(period)
      expect(period.to - period.from).toBe(daysOf(period).length * DAY)
    }),
  )
})
