import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { decodeWire, encodeWire, headOf, rawOf } from '../../ingest/wire.ts'
import { WireSchema } from '../../ingest/wire-read.ts'
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

/** Bytes as they come from the disk. */
const asRead = (value: Uint8Array): Uint8Array => Buffer.from(value)

/** A message as it was given to `encodeWire`. */
const decoded = (value: Uint8Array): object => {
  const heard = decodeWire(value)
  return 'observations' in heard ? { ...heard, raw: rawOf(value) } : heard
}

/** UTF-8 has no half of a surrogate pair, and neither has a line that was decoded from it. */
const wellFormed = (text: string): string => text.toWellFormed()

describe('what travels on records', () => {
  test.each([{ tick: 0 }, { tick: 1_772_000_000_000 }, { directory: 'v1' }, record, { ...record, observations: [] }])(
    'comes back as it was: %j',
    (wire) => expect(decoded(asRead(encodeWire(wire)))).toEqual(wire),
  )

  test('any record comes back as it was, and its head says nothing twice', () => {
    const text = fc.oneof(fc.constantFrom('00', 'thu-01', 'tiny'), fc.string({ unit: 'binary', maxLength: 12 }))
    const time = fc.constantFrom(1000, 2000, -5)
    const about = { received: time, source: text, collector: text, digest: text }
    const clock = fc.constantFrom({}, { clock: 7_200_000 }, { clock: 'open' } as const)
    const seen = fc
      .tuple(fc.record({ ...about, id: text, at: time }), clock)
      .map(([fields, known]) => ({ ...observation, ...fields, ...known }))
    const several = fc.array(seen, { maxLength: 3 })
    const any = fc.record(
      { ...about, stored: text, parser: text, raw: text.map(wellFormed), observations: several, withdraws: several },
      { requiredKeys: ['received', 'source', 'collector', 'digest', 'stored', 'parser', 'raw', 'observations'] },
    )
    fc.assert(
      fc.property(any, (wire) => {
        const value = encodeWire(wire)
        expect(decoded(asRead(value))).toEqual(wire)
        // Who gets the very bytes that were encoded hears the same without reading them.
        expect(decoded(value)).toEqual(wire)
        expect(asRead(encodeWire(wire, Buffer.from(wire.raw)))).toEqual(asRead(value))
        expect(headOf(value).includes(10)).toBe(false)
      }),
    )
    const head = headOf(encodeWire({ ...record, observations: [{ ...observation, digest: record.stored }] })).toString()
    for (const field of ['source', 'collector', 'received', 'digest', 'raw'])
      expect(head.split(`"${field}":`).length - 1, field).toBe(field === 'raw' ? 0 : 1)
  })

  test.each(['received', 'collector', 'source', 'parser'] as const)(
    'a record may differ from the one before in its %s only',
    (field) => {
      const other = { ...record, [field]: field === 'received' ? 2001 : 'khác' }
      for (const wire of [record, other, record]) expect(decoded(asRead(encodeWire(wire)))).toEqual(wire)
    },
  )

  test.each(['', '{}', 'null', '[]', '{"tick":"1"}', '{"directory":1}', '{"tick":1'])('«%s» is LOG_CORRUPT', (value) =>
    expect(() => decodeWire(Buffer.from(value))).toThrow(expect.objectContaining({ code: 'LOG_CORRUPT' })),
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
    const base = fc.constantFrom<object>(
      { tick: 1 },
      { directory: 'v' },
      record,
      { ...record, tick: 2 },
      { ...record, withdraws: [observation] },
      {},
      [],
    )
    const change = fc.record({
      field: fc.constantFrom(...Object.keys(record), 'withdraws', 'tick', 'directory'),
      value: odd,
    })
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
              decodeWire(Buffer.from(value))
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
