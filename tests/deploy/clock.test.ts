import { describe, expect, test } from 'vitest'
import { steadyClock } from '../../deploy/clock.ts'
import { DAY, HOUR, MINUTE } from '../../kernel/time.ts'

const START = Date.parse('2026-03-02T01:00:00Z')

/** A clock on a wall and a monotonic clock that the test moves. */
const make = () => {
  let [wall, mono] = [START, 5_000.25]
  const clock = steadyClock(
    () => wall,
    () => mono,
  )
  return {
    clock,
    /** So much time passes; the wall is moved by `leap` besides. */
    pass(span: number, leap = 0): number {
      mono += span
      wall += span + leap
      return clock.now() - START
    },
  }
}

describe('the steady clock', () => {
  test('follows the wall as it goes, and says so', () => {
    const { clock, pass } = make()
    expect([clock.now() - START, pass(MINUTE), pass(3 * DAY)]).toEqual([0, MINUTE, 3 * DAY + MINUTE])
    expect(clock.jumped).toBe(false)
  })

  test.each([
    ['an hour ahead', HOUR],
    ['exactly a day ahead', DAY],
    ['an hour back', -HOUR],
    ['a year back', -365 * DAY],
  ])('follows a wall that is set %s', (_, leap) => {
    const { clock, pass } = make()
    expect(pass(MINUTE, leap)).toBe(MINUTE + leap)
    expect(clock.jumped).toBe(false)
  })

  test('does not follow a leap of more than a day, and goes on by the monotonic clock', () => {
    const { clock, pass } = make()
    expect(pass(MINUTE, DAY + 1)).toBe(MINUTE)
    expect(clock.jumped).toBe(true)
    expect(pass(5 * DAY)).toBe(5 * DAY + MINUTE)
    expect(clock.jumped).toBe(true)
  })

  test('follows the wall again as soon as it is back', () => {
    const { clock, pass } = make()
    pass(MINUTE, 365 * DAY)
    expect(pass(MINUTE, -365 * DAY + HOUR)).toBe(2 * MINUTE + HOUR)
    expect(clock.jumped).toBe(false)
  })

  test('a process that starts after the leap believes the wall', () => {
    const late = START + 365 * DAY
    const clock = steadyClock(
      () => late,
      () => 0,
    )
    expect([clock.now(), clock.jumped]).toEqual([late, false])
  })

  test('tells whole milliseconds', () => {
    const { clock, pass } = make()
    pass(0.4, 2 * DAY)
    pass(0.3)
    expect(Number.isInteger(clock.now())).toBe(true)
  })

  test('the clocks of this machine agree', () => {
    const clock = steadyClock()
    expect(Math.abs(clock.now() - Date.now())).toBeLessThan(1_000)
    expect(clock.jumped).toBe(false)
  })
})
