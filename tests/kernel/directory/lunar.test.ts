import { expect, test } from 'vitest'
import { ancestorsDay, lunarDate, tet } from '../../../kernel/directory/lunar.ts'

test.each([
  [2024, '2024-02-10', '2024-04-18'],
  [2025, '2025-01-29', '2025-04-07'],
  [2026, '2026-02-17', '2026-04-26'],
  [2027, '2027-02-06', '2027-04-16'],
  [2028, '2028-01-26', '2028-04-04'],
  [2029, '2029-02-13', '2029-04-23'],
  [2030, '2030-02-02', '2030-04-12'],
  [2031, '2031-01-23', '2031-04-01'],
  [2032, '2032-02-11', '2032-04-19'],
])('in %i mùng 1 Tết is %s and Giỗ Tổ %s', (year, first, ancestors) => {
  expect([tet(year), ancestorsDay(year)]).toEqual([first, ancestors])
})

test.each([
  [1968, '1968-01-29'],
  [1985, '1985-01-21'],
  [2007, '2007-02-17'],
])('Tết %i is %s, as in Vietnam and not as in China', (year, first) => {
  expect(tet(year)).toBe(first)
})

test('a month after a leap month is counted past it', () => {
  expect(lunarDate(15, 8, 2025)).toBe('2025-10-06')
  expect(lunarDate(23, 12, 2025)).toBe('2026-02-10')
})
