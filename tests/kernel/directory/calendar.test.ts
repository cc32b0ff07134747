import { describe, expect, test } from 'vitest'
import { createCalendar } from '../../../kernel/directory/calendar.ts'
import { CalendarYear } from '../../../kernel/directory/rows.ts'

const official = CalendarYear.parse({
  year: 2026,
  status: 'chinh_thuc',
  days: [
    { date: '2026-01-01', name: 'Tết Dương lịch', kind: 'L' },
    { date: '2026-01-02', name: 'hoán đổi với 10/01', kind: 'S-' },
    { date: '2026-01-10', name: 'hoán đổi với 02/01', kind: 'S+' },
    { date: '2026-04-27', name: 'nghỉ bù Giỗ Tổ', kind: 'B' },
    { date: '2026-08-31', name: 'hoán đổi với 22/8', kind: 'S-', status: 'du_kien' },
    { date: '2026-11-23', name: 'đề nghị hoán đổi', kind: '?' },
  ],
})

describe('a year with an official file', () => {
  const calendar = createCalendar([official])
  test.each([
    ['2026-01-01', 'holiday', false],
    ['2026-01-02', 'swapped-off', false],
    ['2026-01-10', 'swapped-on', false],
    ['2026-01-17', 'weekend', false],
    ['2026-04-27', 'holiday', false],
    ['2026-08-31', 'swapped-off', true],
    ['2026-11-23', 'working', true],
    ['2026-11-25', 'working', false],
    // The file, not the law, says what 30 April is.
    ['2026-04-30', 'working', false],
  ])('%s is a %s day, uncertain: %s', (date, kind, uncertain) => {
    expect(calendar(date)).toMatchObject({ kind, uncertain })
  })
})

describe('a year without a file is reckoned from the law', () => {
  const calendar = createCalendar([])
  test.each([
    ['2030-01-01', 'holiday', false],
    ['2030-02-01', 'holiday', true],
    ['2030-02-02', 'holiday', true],
    ['2030-02-04', 'holiday', true],
    // 02/02 and 03/02 are a weekend, and two days more may be given for them.
    ['2030-02-05', 'working', true],
    ['2030-02-06', 'working', true],
    ['2030-02-07', 'working', true],
    ['2030-02-08', 'working', false],
    ['2030-01-31', 'working', true],
    ['2030-04-12', 'holiday', false],
    ['2030-04-30', 'holiday', false],
    ['2030-05-01', 'holiday', false],
    ['2030-09-02', 'holiday', false],
    ['2030-09-03', 'working', true],
    ['2030-09-01', 'weekend', true],
    ['2030-11-24', 'holiday', false],
    // A Sunday, but Điều 111.3 does not reach 24/11.
    ['2030-11-25', 'working', false],
    ['2025-11-24', 'working', false],
    // A Saturday may be worked instead of some day; a Sunday never is.
    ['2030-03-02', 'weekend', true],
    ['2030-03-03', 'weekend', false],
    ['2030-03-04', 'working', false],
    // 01/05/2027 is a Saturday.
    ['2027-05-01', 'holiday', false],
    ['2027-05-03', 'holiday', false],
    // Giỗ Tổ 2026 is a Sunday.
    ['2026-04-27', 'holiday', false],
    // 02/09/2028 is a Saturday; 04/09 gives it back.
    ['2028-09-04', 'holiday', false],
  ])('%s is a %s day, uncertain: %s', (date, kind, uncertain) => {
    expect(calendar(date)).toMatchObject({ kind, uncertain })
  })

  test('every day of thirty years has an answer', () => {
    for (let day = Date.UTC(2015, 0, 1); day < Date.UTC(2045, 0, 1); day += 86_400_000) {
      expect(calendar(new Date(day).toISOString().slice(0, 10)).kind).toBeDefined()
    }
  })
})

test('a year whose file is only expected keeps its Saturdays open', () => {
  const calendar = createCalendar([{ year: 2027, status: 'du_kien', days: [] }])
  expect(calendar('2027-03-06')).toEqual({ kind: 'weekend', uncertain: true })
  expect(calendar('2027-03-08')).toEqual({ kind: 'working', uncertain: false })
})
