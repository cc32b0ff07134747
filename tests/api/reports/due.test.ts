import { expect, test } from 'vitest'
import { dueOf } from '../../../api/reports/due.ts'
import { periodOf } from '../../../api/reports/period.ts'
import { createCalendar } from '../../../kernel/directory/calendar.ts'

const calendar = createCalendar([
  {
    year: 2026,
    status: 'chinh_thuc',
    days: [
      { date: '2026-02-16', name: 'Tết', kind: 'L', status: 'chinh_thuc' },
      { date: '2026-02-17', name: 'Tết', kind: 'L', status: 'chinh_thuc' },
      { date: '2026-02-18', name: 'Tết', kind: 'L', status: 'chinh_thuc' },
      { date: '2026-02-19', name: 'Tết', kind: 'L', status: 'chinh_thuc' },
      { date: '2026-02-20', name: 'Tết', kind: 'L', status: 'chinh_thuc' },
      { date: '2026-04-04', name: 'làm bù', kind: 'S+', status: 'chinh_thuc' },
    ],
  },
])

test('a report is due so many working days after its period', () => {
  // 1, 2, 3 April are Wednesday to Friday.
  expect(dueOf(periodOf('2026-03')!, { workingDays: 3, remind: [1] }, calendar)).toEqual({
    due: '2026-04-03',
    remind: ['2026-04-02'],
  })
})

test('Tết and weekends are no working days, a Saturday worked instead is one', () => {
  const half = periodOf('2026-02', { administrative: true })!
  expect(half.last).toBe('2026-02-14')
  expect(dueOf(half, { workingDays: 2, remind: [1, 3] }, calendar)).toEqual({
    due: '2026-02-24',
    remind: ['2026-02-12', '2026-02-23'],
  })
  expect(dueOf(periodOf('2026-03')!, { workingDays: 4, remind: [0] }, calendar)).toEqual({
    due: '2026-04-04',
    remind: ['2026-04-04'],
  })
})
