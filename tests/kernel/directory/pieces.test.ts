import fc from 'fast-check'
import { expect, test } from 'vitest'
import { directoryData } from '../../../kernel/directory/data.ts'
import { createDirectory } from '../../../kernel/directory/directory.ts'
import { perDay } from '../../../kernel/directory/pieces.ts'
import { addDays, DAY, HOUR, localDate, localTime } from '../../../kernel/time.ts'
import { at } from './town.ts'

test('an answer kept for a day is what asking again would give, however many are kept', () => {
  let [asked, made] = [0, 0]
  /** Changes at midnights only; every fourth has no answer. */
  const answer = (key: string, when: number): string | undefined =>
    Number(key) % 4 === 0 ? undefined : `${key} ${localDate(when)}`
  const kept = perDay((key, start) => {
    made++
    expect(start).toBe(localTime(localDate(start), '00:00'))
    return answer(key, start)
  })
  fc.assert(
    fc.property(fc.nat(5_000), fc.integer({ min: -20, max: 20 }), fc.nat(DAY - 1), (key, day, moment) => {
      const when = at('2026-03-02') + day * DAY + moment
      asked += 2
      expect(kept(String(key), when)).toBe(answer(String(key), when))
      expect(kept(String(key), when)).toBe(answer(String(key), when))
    }),
    { numRuns: 25_000 },
  )
  // More than are kept at a time, so some were dropped and made again.
  expect(made).toBeGreaterThan(20_000)
  expect(made).toBeLessThan(asked / 2 + 1)
})

const date = fc.integer({ min: 0, max: 6 }).map((days) => addDays('2026-03-01', days))
const carrier = fc.record(
  {
    collector: fc.constantFrom('c1', 'c2'),
    source: fc.constantFrom('windows', 'bkav'),
    unit: fc.constantFrom('a', 'b', 'c'),
    rhythm: fc.constantFrom('30m', '1h'),
    hours: fc.constantFrom('always' as const, 'working' as const),
    from: date,
    to: date,
  },
  { requiredKeys: ['collector', 'source', 'unit', 'rhythm', 'hours'] },
)

test('the rows of a carrier are those of the whole register that name it, the strictest first', () => {
  let several = 0
  fc.assert(
    fc.property(
      fc.array(carrier, { maxLength: 12, size: 'max' }),
      fc.integer({ min: -24, max: 8 * 24 }),
      (pipelines, hour) => {
        const directory = createDirectory(directoryData({ pipelines }))
        const when = at('2026-03-01') + hour * HOUR
        for (const name of ['c1/windows', 'c1/bkav', 'c2/windows', 'c3/windows']) {
          const rows = directory.pipeline(name, when)
          const expected = directory.allPipelines(when).filter((row) => `${row.collector}/${row.source}` === name)
          expect(rows).toHaveLength(expected.length)
          for (const row of expected) expect(rows).toContain(row)
          const strictness = rows.map(
            ({ rhythm, hours }) => ['30m', '1h'].indexOf(rhythm) * 2 + Number(hours !== 'always'),
          )
          expect(strictness).toEqual(strictness.toSorted((a, b) => a - b))
          if (rows.length > 1) several++
        }
      },
    ),
    { numRuns: 300 },
  )
  expect(several).toBeGreaterThan(50)
})
