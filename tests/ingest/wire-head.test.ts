import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { headSpace, headText, MOST_HEAD, writeHead } from '../../ingest/wire-head.ts'
import type { Observation } from '../../kernel/event.ts'
import type { StoredRecord } from '../../kernel/ports.ts'

const written = (record: StoredRecord): string => headSpace.toString('utf8', 0, writeHead(record))

const text = fc.oneof(
  fc.constantFrom('00', 'thu-01', 'tiny', '', 'máy «một»', '"', '\\', 'a\nb', '\u007f', '\ud800', '😀'),
  fc.string({ unit: 'binary', maxLength: 12 }),
  fc.string({ maxLength: 40 }),
)
const number = fc.oneof(
  fc.constantFrom(0, -0, 1, 9, 10, 9_999_999, 1e7, 10_000_001, 1_772_000_000_007, 1e14, 1e14 - 1, 1e21, -5, 0.5),
  fc.integer(),
  fc.maxSafeInteger(),
  fc.double({ noNaN: true, noDefaultInfinity: true }),
)
const field = fc.oneof(text, number, fc.boolean(), fc.constant(undefined))
const about = { received: number, source: text, collector: text, digest: text }
const observation = fc
  .tuple(
    fc.record(about, { requiredKeys: [] }),
    fc.dictionary(fc.constantFrom('id', 'at', 'action', 'host', 'user', 'ok', 'seq', 'mới'), field),
  )
  // Whatever stands in it: the head must say it as JSON does.
  .map(([origin, fields]) => ({ ...origin, ...fields }) as unknown as Observation)
const several = fc.array(observation, { maxLength: 3 })
const record: fc.Arbitrary<StoredRecord> = fc.record(
  {
    ...about,
    ...{ stored: text, parser: text, raw: fc.constant(''), place: text, heading: text },
    ...{ observations: several, withdraws: several },
  },
  { requiredKeys: ['received', 'source', 'collector', 'digest', 'stored', 'parser', 'raw', 'observations'] },
)

describe('the head of a record', () => {
  test('written by hand is what JSON.stringify makes of it, whatever stands in it', () => {
    fc.assert(
      fc.property(fc.array(record, { minLength: 1, maxLength: 3 }), (records) => {
        for (const one of records) expect(written(one)).toBe(headText(one))
      }),
      { numRuns: 2_000 },
    )
  })

  test('one that is too long is left to JSON.stringify, and the next is written again', () => {
    const one = { digest: '0', stored: '0', received: 1, collector: 'c', source: 's', parser: 'p', raw: '' }
    const named = (host: string): StoredRecord => ({
      ...{ ...one, observations: [{ ...one, id: 'i', at: 1, action: 'power.on', host }] },
    })
    for (const long of ['x'.repeat(MOST_HEAD), 'ế'.repeat(MOST_HEAD / 2), '"'.repeat(MOST_HEAD - 400)]) {
      expect(writeHead(named(long))).toBe(0)
      expect(written(named('pc-01'))).toBe(headText(named('pc-01')))
    }
    for (let length = MOST_HEAD - 400; length < MOST_HEAD; length++) {
      const record = named('x'.repeat(length))
      const bytes = writeHead(record)
      if (bytes > 0) expect(headSpace.toString('utf8', 0, bytes)).toBe(headText(record))
    }
  })
})
