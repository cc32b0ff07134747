import { expect, test } from 'vitest'
import { instantOf } from '../../../deploy/cli/instant.ts'
import { DAY, localTime } from '../../../kernel/time.ts'

test('a moment is told in Vietnam’s time, or with its zone; a day alone is its first moment, or, as an end, its last', () => {
  const day = localTime('2026-03-05', '00:00')
  expect(instantOf('2026-03-05', 'from')).toBe(day)
  expect(instantOf('2026-03-05', 'to')).toBe(day + DAY - 1)
  expect(instantOf('2026-03-05T22:40', 'to')).toBe(localTime('2026-03-05', '22:40'))
  expect(instantOf('2026-03-05 22:40', 'from')).toBe(localTime('2026-03-05', '22:40'))
  for (const text of ['2026-03-05T15:40Z', '2026-03-05T10:40-05:00', '2026-03-05T22:40+0700'])
    expect(instantOf(text, 'from'), text).toBe(localTime('2026-03-05', '22:40'))
})

test.each(['mai', '2026-02-31T25:00', '05/03/2026', ''])(
  'what is no moment is refused with what was expected: %s',
  (text) => {
    expect(() => instantOf(text, 'to')).toThrow(/--to: cần ngày như 2026-03-01 hoặc thời điểm như 2026-03-01T22:40/)
  },
)
