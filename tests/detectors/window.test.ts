import fc from 'fast-check'
import { expect, test } from 'vitest'
import { between } from '../../detectors/window.ts'

const time = fc.oneof(fc.integer({ min: 0, max: 20 }), fc.constantFrom(-Infinity, Infinity))

test('what lies between two times is what a filter would pick, the first included, the last not', () => {
  let picked = 0
  fc.assert(
    fc.property(
      fc.array(fc.integer({ min: 0, max: 20 }), { maxLength: 40, size: 'max' }),
      time,
      time,
      (times, from, to) => {
        const sorted = times.toSorted((a, b) => a - b).map((at, i) => ({ at, i }))
        const expected = sorted.filter(({ at }) => at >= from && at < to)
        expect(between(sorted, from, to)).toEqual(expected)
        picked += expected.length
      },
    ),
    { numRuns: 500 },
  )
  expect(picked).toBeGreaterThan(500)
})
