import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import {
  addDays,
  DAY,
  type Duration,
  foldDay,
  foldDayStart,
  HOUR,
  localClock,
  localDate,
  localMinute,
  localTime,
  localWeekday,
  MINUTE,
  ms,
  SECOND,
  sayDate,
  sayInstant,
  sayMinutes,
  saySpan,
} from '../../kernel/time.ts'

/** Whole seconds of a century around now. */
const instant = fc
  .integer({ min: Date.UTC(1975, 5, 14) / 1_000, max: Date.UTC(2075, 0, 1) / 1_000 })
  .map((seconds) => seconds * SECOND)

/** The clocks of Vietnam by the runtime's own zone data: the oracle of our arithmetic. */
const clocks = new Intl.DateTimeFormat('sv-SE', {
  timeZone: 'Asia/Ho_Chi_Minh',
  dateStyle: 'short',
  timeStyle: 'medium',
})

describe('local time', () => {
  test('is what the zone’s own data say, to the second', () => {
    fc.assert(
      fc.property(instant, (at) => {
        expect(`${localDate(at)} ${localClock(at)}`).toBe(clocks.format(at))
      }),
    )
  })

  test('comes back from date and clock', () => {
    fc.assert(
      fc.property(instant, (at) => {
        expect(localTime(localDate(at), localClock(at))).toBe(at)
      }),
    )
  })

  test.each([
    ['2026-03-02T16:59:59Z', '2026-03-02', '23:59:59', 1439, 1],
    ['2026-03-02T17:00:00Z', '2026-03-03', '00:00:00', 0, 2],
    ['2026-03-01T16:59:59Z', '2026-03-01', '23:59:59', 1439, 7],
    ['2026-03-01T17:00:00Z', '2026-03-02', '00:00:00', 0, 1],
    ['1969-12-31T16:59:59Z', '1969-12-31', '23:59:59', 1439, 3],
  ])('%s is %s %s, minute %i of weekday %i', (utc, date, clock, minute, weekday) => {
    const at = Date.parse(utc)
    expect([localDate(at), localClock(at), localMinute(at), localWeekday(at)]).toEqual([date, clock, minute, weekday])
  })

  test('a clock may have seconds or none', () => {
    expect(localTime('2026-03-02', '07:30')).toBe(Date.parse('2026-03-02T00:30:00Z'))
    expect(localTime('2026-03-02', '07:30:05')).toBe(Date.parse('2026-03-02T00:30:05Z'))
  })
})

describe('a fold day', () => {
  test.each([
    ['04:59:59', '2026-03-01'],
    ['05:00:00', '2026-03-02'],
    ['23:59:59', '2026-03-02'],
    ['00:00:00', '2026-03-01'],
  ])('at %s of 2 March is %s', (clock, day) => {
    expect(foldDay(localTime('2026-03-02', clock))).toBe(day)
  })

  test('begins at five and holds exactly the instants whose day it is', () => {
    expect(localClock(foldDayStart('2026-03-02'))).toBe('05:00:00')
    fc.assert(
      fc.property(instant, (at) => {
        const start = foldDayStart(foldDay(at))
        expect(at).toBeGreaterThanOrEqual(start)
        expect(at).toBeLessThan(start + DAY)
        expect(foldDay(start)).toBe(foldDay(at))
        expect(foldDay(start - 1)).toBe(addDays(foldDay(at), -1))
      }),
    )
  })
})

describe('a duration', () => {
  test.each<[Duration, number]>([
    ['0s', 0],
    ['90s', 90 * SECOND],
    ['10m', 10 * MINUTE],
    ['8h', 8 * HOUR],
    ['7d', 7 * DAY],
    ['1.5h', 90 * MINUTE],
  ])('%s is %i ms', (text, span) => {
    expect(ms(text)).toBe(span)
  })

  test.each(['', '10', 'm', '10 m', '-1s', '10ms', '1w', '1,5h', '10m ', ' 10m', '10M', '.5h'])(
    '«%s» is none, and the message says what one looks like',
    (text) => {
      expect(() => ms(text as Duration)).toThrow(`not a duration: «${text}» (expected such as 90s, 10m, 8h, 7d)`)
    },
  )

  test.each([
    [0, '0 giây', '0 s'],
    [SECOND, '1 giây', '1 s'],
    [90 * SECOND, '90 giây', '90 s'],
    [MINUTE, '1 phút', '1 min'],
    [90 * MINUTE, '90 phút', '90 min'],
    [8 * HOUR, '8 giờ', '8 h'],
    [36 * HOUR, '36 giờ', '36 h'],
    [2 * DAY, '2 ngày', '2 d'],
    [1_500, '1.5 giây', '1.5 s'],
  ])('%i ms read «%s», «%s»: the largest unit without a rest', (span, vi, en) => {
    expect(saySpan(span)).toEqual({ vi, en })
  })
})

test('dates are counted over months and leap days', () => {
  expect(addDays('2026-02-28', 1)).toBe('2026-03-01')
  expect(addDays('2028-02-28', 1)).toBe('2028-02-29')
  expect(addDays('2026-01-01', -1)).toBe('2025-12-31')
  fc.assert(
    fc.property(instant, fc.integer({ min: -400, max: 400 }), (at, days) => {
      expect(addDays(localDate(at), days)).toBe(localDate(at + days * DAY))
    }),
  )
})

test('a reader sees day before month', () => {
  expect(sayDate('2026-07-03')).toBe('03/07/2026')
  expect(sayInstant(localTime('2026-07-03', '17:05:59'))).toBe('17:05 03/07/2026')
})

test.each([
  [11_400_000, '3 giờ 10 phút', '3 h 10 min'],
  [93_600_000, '26 giờ', '26 h'],
  [359_000, '6 phút', '6 min'],
  [0, '0 phút', '0 min'],
])('%i ms to the minute', (span, vi, en) => expect(sayMinutes(span)).toEqual({ vi, en }))
