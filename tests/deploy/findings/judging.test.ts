import { expect, test } from 'vitest'
import { silent } from '../../../deploy/findings/judging.ts'
import { DAY, HOUR, MINUTE } from '../../../kernel/time.ts'

test.each([
  [2 * HOUR + MINUTE, 'đã im lặng 2 giờ'],
  [DAY, 'đã im lặng 1 ngày'],
  [47 * HOUR, 'đã im lặng 47 giờ'],
  [6_205 * HOUR, 'đã im lặng 258 ngày'],
])('for how long a source has been silent is said in hours, of more than two days in days: %d ms', (ms, said) => {
  expect(silent('c1/windows', 1_000, 1_000 + ms).text.vi).toContain(said)
})
