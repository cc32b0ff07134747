import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { decodeWire, encodeWire, WireSchema } from '../../ingest/wire.ts'
import { actionNames, type Observation } from '../../kernel/event.ts'
import type { StoredRecord } from '../../kernel/ports.ts'

const observation: Observation = {
  id: 'pc-01/Security/7',
  at: 1000,
  received: 2000,
  source: 'tiny',
  collector: 'thu-01',
  digest: '00',
  action: 'power.on',
  host: 'pc-01',
}
const record: StoredRecord = {
  digest: '00',
  stored: '00',
  received: 2000,
  collector: 'thu-01',
  source: 'tiny',
  parser: 'tiny/1',
  raw: 'dòng «gốc»\n',
  observations: [observation],
}

describe('what travels on records', () => {
  test.each([{ tick: 0 }, { tick: 1_772_000_000_000 }, { directory: 'v1' }, record, { ...record, observations: [] }])(
    'comes back as it was: %j',
    (wire) => expect(decodeWire(encodeWire(wire))).toEqual(wire),
  )

  test.each(['', '{}', 'null', '[]', '{"tick":"1"}', '{"directory":1}', '{"tick":1'])('«%s» is LOG_CORRUPT', (value) =>
    expect(() => decodeWire(value)).toThrow(expect.objectContaining({ code: 'LOG_CORRUPT' })),
  )

  test('the reader of the hot path takes exactly what the schema takes', () => {
    /** A valid message with one field, anywhere, replaced or taken away. */
    const odd = fc.constantFrom(
      undefined,
      null,
      0,
      -1.5,
      '',
      'x',
      true,
      [],
      {},
      [observation],
      [{}],
      ...actionNames.slice(0, 3),
    )
    const base = fc.constantFrom<object>({ tick: 1 }, { directory: 'v' }, record, { ...record, tick: 2 }, {}, [])
    const change = fc.record({ field: fc.constantFrom(...Object.keys(record), 'tick', 'directory'), value: odd })
    const inner = fc.record({ field: fc.constantFrom(...Object.keys(observation), 'user'), value: odd })
    let taken = 0
    let refused = 0
    fc.assert(
      fc.property(
        base,
        fc.array(change, { maxLength: 2 }),
        fc.array(inner, { maxLength: 1 }),
        (start, changes, inners) => {
          const changed = Object.fromEntries(inners.map(({ field, value }) => [field, value]))
          const observations =
            inners.length > 0 && 'observations' in start ? [{ ...observation, ...changed }] : undefined
          const value = JSON.stringify({
            ...start,
            ...(observations ? { observations } : {}),
            ...Object.fromEntries(changes.map(({ field, value }) => [field, value])),
          })
          const bySchema = WireSchema.safeParse(JSON.parse(value)).success
          const byHand = (() => {
            try {
              decodeWire(value)
              return true
            } catch {
              return false
            }
          })()
          if (bySchema) taken += 1
          else refused += 1
          expect(byHand, value).toBe(bySchema)
        },
      ),
      { numRuns: 3000 },
    )
    expect(Math.min(taken, refused)).toBeGreaterThan(300)
  })
})
