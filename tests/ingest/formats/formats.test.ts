import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { parseCsv, readCsv } from '../../../ingest/formats/csv.ts'
import { readAny, readIso } from '../../../ingest/formats/iso.ts'
import { field, readObject, text } from '../../../ingest/formats/json.ts'
import { readKeyValue } from '../../../ingest/formats/keyvalue.ts'
import { timeReader } from '../../../ingest/formats/time.ts'
import { instantOf, isZone } from '../../../ingest/formats/zone.ts'

describe('times', () => {
  test.each([
    ['iso', '2026-03-02T01:00:00Z'],
    ['iso', '2026-03-02 08:00:00.123456789'],
    ['iso', '2026-03-02T02:30:00+01:30'],
    ['iso', '2026-03-02T05:00:00+0400'],
    ['iso', '2026-03-02T08:00:00+07'],
    ['dd/MM/yyyy HH:mm:ss', '02/03/2026 08:00:00'],
    ['d/M/yyyy H:mm', '2/3/2026 8:00'],
    ['dd-MM-yyyy HH:mm', '02-03-2026 08:00'],
    ['MM/dd/yyyy h:mm:ss tt', '03/02/2026 8:00:00 AM'],
    ['dd/MM/yyyy h:mm:ss tt', '02/03/2026 8:00:00 SA'],
    ['HH:mm:ss dd/MM/yyyy', '08:00:00 02/03/2026'],
    ['epoch-s', '1772413200'],
    ['epoch-ms', '1772413200000'],
  ])('%s reads %s', (form, written) => {
    const instant = timeReader(form)?.(written, 'Asia/Ho_Chi_Minh') ?? 0
    expect(Math.floor(instant / 1000)).toBe(Date.UTC(2026, 2, 2, 1) / 1000)
  })

  test.each([
    ['12:00:00 SA', 0],
    ['12:00:00 CH', 12],
    ['1:00:00 CH', 13],
    ['11:00:00 PM', 23],
    ['11:00:00 chiều', 23],
  ])('%s is hour %i', (clock, hour) => {
    expect(timeReader('dd/MM/yyyy h:mm:ss tt')?.(`02/03/2026 ${clock}`, 'UTC')).toBe(Date.UTC(2026, 2, 2, hour))
  })

  test.each([
    ['dd/MM/yyyy HH:mm', '31/02/2026 08:00'],
    ['dd/MM/yyyy HH:mm', '02/13/2026 08:00'],
    ['dd/MM/yyyy h:mm:ss tt', '02/03/2026 13:00:00 CH'],
    ['iso', '2026-02-30T00:00:00Z'],
    ['iso', '2026-03-02T25:00:00Z'],
    ['iso', 'hôm qua'],
    ['epoch-s', '-5'],
    ['epoch-ms', '99999999999999999'],
  ])('%s refuses %s', (form, written) => {
    expect(timeReader(form)?.(written, 'UTC')).toBeUndefined()
  })

  test.each(['HH:mm', 'dd/MM/yyyy h:mm', 'yyyy-MM-dd dd', 'gibberish', 'dd/MM/yyyy HH:mm tt'])(
    '%s fixes no time',
    (form) => {
      expect(timeReader(form)).toBeUndefined()
    },
  )

  test('a written instant reads back as itself, in any zone', () => {
    const zone = fc.constantFrom('Asia/Ho_Chi_Minh', 'America/New_York', 'Asia/Kolkata', '-04:00', 'UTC')
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 4_000_000_000_000 }), zone, (instant, where) => {
        expect(readIso(new Date(instant).toISOString(), where)).toBe(instant)
        const [y = 0, m = 0, d = 0, h = 0, mi = 0, s = 0] = new Date(instant).toISOString().split(/\D/).map(Number)
        const local = instantOf({ year: y, month: m, day: d, hour: h, minute: mi, second: s }, where)
        // The slow way: what the clocks of the zone show at the instant found.
        const shown = new Date(local ?? 0).toLocaleString('sv-SE', { timeZone: where, hourCycle: 'h23' })
        // In the hour a spring change skips there is no such time: the clocks show the hour after it.
        const gap = Math.abs(Date.parse(`${shown.replace(' ', 'T')}Z`) - Math.floor(instant / 1000) * 1000)
        expect([0, 3_600_000]).toContain(gap)
      }),
    )
  })

  test('the form of most logs is read by its places as the pattern reads it', () => {
    const sign = fc.constantFrom(...'0123456789TZ-:. +,', '٣', '７')
    const zone = fc.constantFrom('Asia/Ho_Chi_Minh', 'America/New_York', '+05:30', 'nowhere')
    const form = fc.constantFrom(
      '2026-03-02T08:00:00.123Z',
      '2026-02-29 23:59:60',
      '1969-12-31T24:00:00Z',
      '2026-03-08 02:30:00.1',
    )
    const edit = fc.record({ at: fc.nat(26), sign, remove: fc.nat(2), twice: fc.boolean() })
    let read = 0
    fc.assert(
      fc.property(form, fc.array(edit, { maxLength: 3 }), zone, (written, edits, where) => {
        const text = edits.reduce<string>(
          (before, { at, sign, remove, twice }) =>
            before.slice(0, at) + sign + (twice ? sign : '') + before.slice(at + remove),
          written,
        )
        expect(readIso(text, where), text).toBe(readAny(text, where))
        if (readAny(text, where) !== undefined) read += 1
      }),
      { numRuns: 3_000 },
    )
    expect(read).toBeGreaterThan(300)
  })

  test('a zone is an IANA name or an offset', () => {
    expect(['Asia/Ho_Chi_Minh', '+07:00', '-0330', 'UTC'].every(isZone)).toBe(true)
    expect(['Hà Nội', '', '+7'].some(isZone)).toBe(false)
  })
})

describe('rows', () => {
  test('CSV cells, quoted or not, and a line that does not close', () => {
    expect(readCsv('a,"b, ""c""", d ', ',')).toEqual(['a', 'b, "c"', 'd'])
    expect(readCsv('\uFEFFa;b', ';')).toEqual(['a', 'b'])
    expect(readCsv('a,"b', ',')).toBeUndefined()
  })

  test('key=value, quoted or not; N/A is absent', () => {
    const pairs = readKeyValue('a=1 b="x \\"y\\" z" c=N/A d="" é=ê,f=(null) g')
    expect([...pairs]).toEqual([
      ['a', '1'],
      ['b', 'x "y" z'],
      ['é', 'ê'],
    ])
  })

  test('JSON objects alone, dotted or nested, with wrapped scalars', () => {
    expect(readObject('\uFEFF{"a":1}')).toEqual({ a: 1 })
    expect(['[1]', '1', 'null', '{', ''].map(readObject)).toEqual([
      undefined,
      undefined,
      undefined,
      undefined,
      undefined,
    ])
    expect(field('a.b')({ 'a.b': 1 })).toBe(1)
    expect(field('a.b.c')({ a: { b: { c: 1 } } })).toBe(1)
    expect(field('a.b')({ a: 1 })).toBeUndefined()
    expect([4720, '4720', { '#text': 4720 }, true, '', null, {}].map(text)).toEqual([
      '4720',
      '4720',
      '4720',
      'true',
      undefined,
      undefined,
      undefined,
    ])
  })

  test('CSV lines are read as the library reads them', () => {
    const cell = fc.constantFrom(
      '',
      'a',
      ' b ',
      '\tc',
      '\fd',
      '\u00a0e',
      '\uFEFFf',
      '"g"',
      '"h',
      'i"j',
      '\u2028k',
      '\v',
      '\r',
      '\n',
      'đ ',
    )
    const line = fc
      .array(cell, { maxLength: 6 })
      .chain((cells) => fc.tuple(fc.constant(cells), fc.constantFrom(',', ';', '|', '\t', ' ')))
    fc.assert(
      fc.property(line, fc.boolean(), ([cells, delimiter], marked) => {
        const text = (marked ? '\uFEFF' : '') + cells.join(delimiter)
        expect(readCsv(text, delimiter)).toEqual(parseCsv(text, delimiter))
      }),
      { numRuns: 2_000 },
    )
  })

  test('no reader throws', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (line) => {
        readCsv(line, ',')
        readKeyValue(line)
        readObject(line)
      }),
    )
  })
})
