import fc from 'fast-check'
import { expect, test } from 'vitest'
import { type Cell, growing, withLines } from '../../../ingest/intake/cells.ts'
import { lateAmong } from '../../../ingest/intake/late.ts'
import { lagOf, type Sample } from '../../../ingest/intake/sample.ts'
import { HOUR, MINUTE, SECOND } from '../../../kernel/time.ts'

const START = Date.UTC(2026, 2, 9, 1)

/*
 * The slow and obvious: each line against each other one, as ADR 11 has it: received within five minutes, at three lags besides its own,
 * two minutes apart; more than a quarter of an hour together; one within an hour, and further than three times its receipt and five minutes.
 */
const isLate = (line: Sample, others: readonly Sample[]): boolean => {
  const counting = others.filter(
    (other) =>
      Math.abs(other.received - line.received) <= 5 * MINUTE && Math.abs(lagOf(other) - lagOf(line)) > 2 * MINUTE,
  )
  const near = counting.some((other) => {
    const apart = Math.abs(other.at - line.at)
    return apart <= HOUR && apart > 3 * Math.abs(other.received - line.received) + 5 * MINUTE
  })
  const times = [line.at, ...counting.map(({ at }) => at)]
  let [levels, last] = [0, -Infinity]
  for (const lag of counting.map(lagOf).sort((a, b) => a - b)) {
    if (lag - last <= 2 * MINUTE) continue
    levels++
    last = lag
  }
  return near && Math.max(...times) - Math.min(...times) > 15 * MINUTE && levels >= 3
}

/** The same of cells: one is looked for among all. */
const withLine = (cells: readonly Cell[], line: Sample): readonly Cell[] => {
  const isOf = ({ from }: Cell): boolean =>
    Math.floor(from.received / MINUTE) === Math.floor(line.received / MINUTE) &&
    Math.floor(from.at / (10 * MINUTE)) === Math.floor(line.at / (10 * MINUTE))
  const isBefore = (a: Sample, b: Sample): boolean => a.at < b.at || (a.at === b.at && a.received < b.received)
  const cell = cells.find(isOf)
  if (!cell) return [...cells, { from: line, to: line }]
  const from = isBefore(line, cell.from) ? line : cell.from
  const to = isBefore(cell.to, line) ? line : cell.to
  return from === cell.from && to === cell.to ? cells : [...cells.filter((one) => one !== cell), { from, to }]
}

/** Times and receipts around every number there is: whole minutes, with a second or a millisecond more or less. */
const off = fc.constantFrom(0, 0, 0, 1, -1, SECOND, -SECOND)
const minutes = (min: number, max: number) => fc.tuple(fc.integer({ min, max }), off).map(([n, by]) => n * MINUTE + by)
const receipts = fc.oneof(
  fc.constant([0]), // one delivery
  fc.array(minutes(-12, 12), { minLength: 1, maxLength: 4 }),
  fc.array(minutes(-6, 6), { minLength: 5, maxLength: 12 }),
)
const lines = receipts.chain((all) =>
  fc.array(
    fc
      .tuple(fc.constantFrom(...all), fc.oneof(minutes(-20, 20), minutes(-80, 80), minutes(-600, 0)))
      .map(([received, at]): Sample => ({ received: START + received, at: START - 10 * HOUR + at })),
    { minLength: 1, maxLength: 24 },
  ),
)

test('what is found without looking at each line is what each of them shows', () => {
  const said = { late: 0, open: 0 }
  fc.assert(
    fc.property(lines, (all) => {
      const among = lateAmong(all)
      // In any order of receipts, each asked again after the others.
      for (const line of [...all, ...all.toReversed()]) {
        const late = isLate(line, all)
        expect(among(line)).toBe(late)
        said[late ? 'late' : 'open']++
      }
    }),
    { numRuns: 3_000 },
  )
  expect(Math.min(said.late, said.open)).toBeGreaterThan(5_000)
})

test('cells that grow are those of the line by line', () => {
  let widened = 0
  fc.assert(
    fc.property(lines, fc.nat(12), (all, before) => {
      const known = all.slice(0, before).reduce(withLine, [])
      const cells = growing(known)
      for (const line of all.slice(before)) cells.add(line)
      const expected = all.slice(before).reduce(withLine, known)
      expect(cells.list()).toEqual(expected)
      expect(withLines(known, all.slice(before))).toEqual(expected)
      widened += expected.filter(({ from, to }) => from !== to).length
    }),
    { numRuns: 1_000 },
  )
  expect(widened).toBeGreaterThan(500)
})

test('a week in one delivery is told in a few looks at each line, not in one for each other', () => {
  const ats: number[] = Array.from({ length: 2_000 }, (_, i) => START - (i + 2) * 5 * MINUTE)
  let looks = 0
  const watched = ats.map((at) => ({
    received: START,
    get at() {
      looks++
      return at
    },
  }))
  const among = lateAmong(watched)
  for (const at of ats) expect(among({ received: START, at })).toBe(true)
  expect(looks).toBeLessThan(100 * ats.length)
})
