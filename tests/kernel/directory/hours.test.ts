import { describe, expect, test } from 'vitest'
import { type CalendarYear, HoursRule } from '../../../kernel/directory/rows.ts'
import { HOUR, MINUTE } from '../../../kernel/time.ts'
import { at, townWith } from './town.ts'

const calendar: CalendarYear[] = [
  {
    year: 2026,
    status: 'chinh_thuc',
    days: [
      { date: '2026-01-02', name: 'hoán đổi với 10/01', kind: 'S-', status: 'chinh_thuc' },
      { date: '2026-01-10', name: 'hoán đổi với 02/01', kind: 'S+', status: 'chinh_thuc' },
      { date: '2026-03-04', name: 'lễ mẫu', kind: 'L', status: 'chinh_thuc' },
      { date: '2026-03-11', name: 'đề nghị nghỉ', kind: '?', status: 'du_kien' },
    ],
  },
]
const rule = (given: Partial<HoursRule> & Pick<HoursRule, 'intervals'>): HoursRule =>
  HoursRule.parse({ unit: 'tinh', weekdays: [1, 2, 3, 4, 5], ...given })
const working = (directory: ReturnType<typeof townWith>, when: string, unit = 'xa-a') => directory.hours(unit, at(when))

describe('when nobody set hours', () => {
  const town = townWith({}, { calendar })
  test.each([
    ['2026-03-02 06:59:59', false, 'working'],
    ['2026-03-02 07:00', true, 'working'],
    ['2026-03-02 12:30', true, 'working'],
    ['2026-03-02 17:30', true, 'working'],
    ['2026-03-02 17:30:01', false, 'working'],
    ['2026-03-07 09:00', false, 'weekend'],
    ['2026-03-04 09:00', false, 'holiday'],
    ['2026-01-02 09:00', false, 'swapped-off'],
    ['2026-01-10 09:00', true, 'swapped-on'],
    ['2026-01-10 22:00', false, 'swapped-on'],
    ['2026-03-11 09:00', true, 'working'],
  ])('%s counts as working: %s (%s)', (when, is, day) => {
    expect(working(town, when)).toMatchObject({ working: is, day, uncertain: when.startsWith('2026-03-11') })
  })

  test('the reason is told in both languages', () => {
    expect(working(town, '2026-03-02 20:00').why).toEqual({
      vi: 'ngoài giờ làm việc (07:30–11:30, 13:30–17:00)',
      en: 'out of working hours (07:30–11:30, 13:30–17:00)',
    })
    expect(working(town, '2026-03-04 09:00').why.vi).toBe('nghỉ lễ: lễ mẫu')
    expect(working(town, '2026-03-07 09:00').why.vi).toBe('ngày nghỉ hằng tuần (thứ Bảy)')
    expect(working(town, '2026-03-11 09:00').why.vi).toContain('mới là dự kiến (đề nghị nghỉ)')
    expect(working(town, '2026-01-10 09:00').why.vi).toContain('ngày làm bù')
  })
})

describe('seasons', () => {
  const town = townWith(
    {},
    {
      calendar,
      hours: [
        rule({ season: { from: '04-16', to: '10-15' }, intervals: [{ from: '07:00', to: '11:00' }], graceMinutes: 0 }),
        rule({ season: { from: '10-16', to: '04-15' }, intervals: [{ from: '08:00', to: '11:00' }], graceMinutes: 0 }),
      ],
    },
  )
  test.each([
    ['2026-04-15 07:00', false],
    ['2026-04-16 07:00', true],
    ['2026-10-15 07:00', true],
    ['2026-10-16 07:00', false],
    ['2026-12-31 08:00', true],
    ['2026-01-05 08:00', true],
    ['2026-01-05 07:59:59', false],
    ['2026-01-05 11:00', true],
    ['2026-01-05 11:00:01', false],
  ])('at %s summer and winter hours give %s', (when, is) => {
    expect(working(town, when).working).toBe(is)
  })
})

test('the nearest unit with hours in force decides, from its effective date on', () => {
  const town = townWith(
    {},
    {
      calendar,
      hours: [
        rule({ intervals: [{ from: '08:00', to: '16:00' }], graceMinutes: 0 }),
        rule({ unit: 'xa-a', from: '2026-03-10', intervals: [{ from: '06:00', to: '14:00' }], graceMinutes: 0 }),
      ],
    },
  )
  expect(working(town, '2026-03-09 06:00').working).toBe(false)
  expect(working(town, '2026-03-10 06:00').working).toBe(true)
  expect(working(town, '2026-03-10 15:00').working).toBe(false)
  expect(working(town, '2026-03-10 15:00', 'xa-b').working).toBe(true)
})

test('a Saturday counter works on Saturdays, and on a swapped Saturday the whole day', () => {
  const hours = [
    rule({ unit: 'xa-a', intervals: [{ from: '08:00', to: '16:00' }] }),
    rule({ unit: 'xa-a', weekdays: [6], intervals: [{ from: '08:00', to: '11:00' }], graceMinutes: 0 }),
  ]
  const town = townWith({}, { calendar, hours })
  expect(working(town, '2026-03-07 11:00')).toMatchObject({ working: true, day: 'working' })
  expect(working(town, '2026-03-07 11:00:01').working).toBe(false)
  expect(working(town, '2026-01-10 15:00')).toMatchObject({ working: true, day: 'swapped-on' })
})

test('noon is after hours only where the unit says so, and then keeps its grace', () => {
  const intervals = [
    { from: '07:30', to: '11:30' },
    { from: '13:30', to: '17:00' },
  ]
  const town = townWith({}, { calendar, hours: [rule({ intervals, noonIsAfterHours: true, graceMinutes: 10 })] })
  expect(working(town, '2026-03-02 11:40').working).toBe(true)
  expect(working(town, '2026-03-02 11:40:01').working).toBe(false)
  expect(working(town, '2026-03-02 13:20').working).toBe(true)
})

describe('the end of the day', () => {
  const roster = [
    { person: 'p-an', kind: 'overtime' as const, from: '2026-03-02T18:00', to: '2026-03-02T21:00' },
    { person: 'p-an', kind: 'duty' as const, from: '2026-03-03T17:00', to: '2026-03-04T07:00' },
    { person: 'p-an', kind: 'leave' as const, from: '2026-03-05T00:00', to: '2026-03-05T23:59' },
  ]
  const town = townWith({ roster }, { calendar })
  test.each([
    ['an ordinary day ends with its grace', '2026-03-02 08:00', undefined, '2026-03-02 17:30'],
    ['at the very end it is still today', '2026-03-02 17:30', undefined, '2026-03-02 17:30'],
    ['in the evening the next working day counts', '2026-03-02 17:31', undefined, '2026-03-03 17:30'],
    ['over a holiday too', '2026-03-03 20:00', undefined, '2026-03-05 17:30'],
    ['over a weekend too', '2026-03-06 20:00', undefined, '2026-03-09 17:30'],
    ['overtime lengthens it', '2026-03-02 08:00', 'p-an', '2026-03-02 21:00'],
    ['night duty lengthens it past midnight', '2026-03-03 08:00', 'p-an', '2026-03-04 07:00'],
    ['during duty on a holiday', '2026-03-04 06:00', 'p-an', '2026-03-04 07:00'],
    ['leave does not', '2026-03-05 08:00', 'p-an', '2026-03-05 17:30'],
    ['another person’s overtime does not', '2026-03-02 08:00', 'p-bich', '2026-03-02 17:30'],
  ])('%s', (_, when, person, end) => {
    expect(town.endOfDay('xa-a', at(when), person)).toBe(at(end))
  })

  test('it is the last instant that counts as working', () => {
    for (let hour = 0; hour < 14 * 24; hour++) {
      const end = town.endOfDay('xa-a', at('2026-03-01') + hour * HOUR)
      expect([town.hours('xa-a', end).working, town.hours('xa-a', end + 1).working]).toEqual([true, false])
    }
  })
})

test.each([
  ['2026-03-02 08:00', 1, '2026-03-03 17:30'],
  ['2026-03-03 08:00', 1, '2026-03-05 17:30'],
  ['2026-03-06 23:00', 1, '2026-03-09 17:30'],
  ['2026-03-02 08:00', 3, '2026-03-06 17:30'],
  // 11/03 may be off: a deadline does not count it.
  ['2026-03-10 08:00', 1, '2026-03-12 17:30'],
  ['2026-03-02 08:00', 0, '2026-03-02 17:30'],
])('%s and %i working days more is %s', (when, days, end) => {
  expect(townWith({}, { calendar }).afterWorkingDays('xa-a', at(when), days)).toBe(at(end))
})

test.each([
  ['2026-03-02 08:00', 2 * HOUR, '2026-03-02 10:00'],
  ['2026-03-02 10:30', 2 * HOUR, '2026-03-02 14:30'],
  ['2026-03-02 16:00', 2 * HOUR, '2026-03-03 08:30'],
  ['2026-03-03 16:00', 2 * HOUR, '2026-03-05 08:30'],
  ['2026-03-07 12:00', 10 * MINUTE, '2026-03-09 07:40'],
  ['2026-03-02 07:30', 4 * HOUR, '2026-03-02 11:30'],
])('%s and %i ms of working time more is %s', (when, span, end) => {
  expect(townWith({}, { calendar }).afterWorkingTime('xa-a', at(when), span)).toBe(at(end))
})
