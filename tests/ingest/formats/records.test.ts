import { describe, expect, test } from 'vitest'
import { readCef } from '../../../ingest/formats/cef.ts'
import { readEventTime } from '../../../ingest/formats/event-time.ts'
import { readLeef } from '../../../ingest/formats/leef.ts'
import { readSpaced } from '../../../ingest/formats/spaced.ts'
import { offsetOf } from '../../../ingest/formats/zone-name.ts'
import { preview } from '../../../ingest/sources/table/preview.ts'
import { TableMapping } from '../../../ingest/sources/table.ts'

const AT = Date.UTC(2026, 2, 2, 1)
const RECEIVED = AT + 120_000

describe('times of CEF and LEEF', () => {
  test.each([
    ['1772413200000', 'UTC'],
    ['1772413200', 'UTC'],
    ['Mar 02 2026 08:00:00', '+07:00'],
    ['Mar  2 2026 08:00:00.000 ICT', 'UTC'],
    ['Mar 02 2026 01:00:00 GMT+00:00', '+07:00'],
    ['Mar 02 2026 08:00:00 +0700', 'UTC'],
    ['Mar 02 08:00:00', '+07:00'],
    ['2026-03-02 08:00:00.000', '+07:00'],
    ['2026-03-02T01:00:00Z', '+07:00'],
  ])('%s at %s', (written, zone) => expect(readEventTime(written, RECEIVED, zone)).toBe(AT))

  test('a time without a year that would lie ahead is of the year before', () => {
    expect(readEventTime('Dec 31 23:00:00', AT, 'UTC')).toBe(Date.UTC(2025, 11, 31, 23))
  })

  test.each([
    'Mar 02 2026 08:00:00 IST',
    'Mar 02 2026 08:00:00 CST',
    'Mrz 02 2026 08:00:00',
    'Feb 30 2026 08:00:00',
    '',
    'x',
    '99',
  ])('«%s» is none, or may be several', (written) => expect(readEventTime(written, RECEIVED, 'UTC')).toBeUndefined())

  test.each([
    ['+07', '+07:00'],
    ['-0330', '-03:30'],
    ['GMT+7', '+07:00'],
    ['utc', 'Z'],
    ['IST', undefined],
    ['', undefined],
    [undefined, undefined],
  ])('the offset of %s is %s', (written, offset) => expect(offsetOf(written)).toBe(offset))
})

describe('LEEF', () => {
  test.each([
    ['1.0, tabs', 'LEEF:1.0|V|P|1|ID|a=b c\td=e|f'],
    ['2.0, a delimiter', 'x LEEF:2.0|V|P|1|ID|^|a=b c^d=e|f'],
    ['2.0, its number', 'LEEF:2.0|V|P|1|ID|0x5E|a=b c^d=e|f'],
    ['2.0, left empty', 'LEEF:2.0|V|P|1|ID||a=b c\td=e|f'],
    ['2.0 that leaves it out', 'LEEF:2.0|V|P|1|ID|a=b c\td=e|f'],
  ])('%s', (_what, line) => {
    const record = readLeef(line)
    expect(record).toMatchObject({ vendor: 'V', product: 'P', version: '1', id: 'ID' })
    expect(Object.fromEntries(record?.attributes ?? [])).toEqual({ a: 'b c', d: 'e|f' })
  })

  test('without attributes it is a record all the same, and the first of a key wins', () => {
    expect(readLeef('LEEF:1.0|V|P|1|ID')?.attributes.size).toBe(0)
    expect(readLeef('LEEF:1.0|V|P|1|ID|a=1\ta=2')?.attributes.get('a')).toBe('1')
  })

  test.each(['LEEF:3.0|V|P|1|ID|', 'LEEF:1.0|V|P', 'leef', 'LEEF:'])('%s is none', (line) =>
    expect(readLeef(line)).toBeUndefined(),
  )
})

test('pairs parted by white space: what an address holds is its own', () => {
  const pairs = readSpaced(
    'url=http://a.example/?x;src_ip=1,src_ip=2 src_ip=192.0.2.7 name="a b=c" empty="" none=- src_ip=9',
  )
  expect(Object.fromEntries(pairs)).toEqual({
    ...{ url: 'http://a.example/?x;src_ip=1,src_ip=2', src_ip: '192.0.2.7', name: 'a b=c' },
  })
})

describe('a mapped table of CEF or LEEF', () => {
  const mapping = (format: 'cef' | 'leef') =>
    TableMapping.parse({
      ...{ id: 'edr', title: { vi: 'EDR', en: 'EDR' }, format, times: ['epoch-ms'], system: 'edr' },
      columns: {
        time: ['rt', 'devTime'],
        host: ['dhost', 'identHostName'],
        event: ['id'],
        threat: ['Tên mã độc', 'threat'],
        unit: ['GroupName'],
      },
      events: [{ when: { event: 'virus', unit: 'Xã A' }, action: 'malware.found', fields: { handled: false } }],
    })

  test.each([
    [
      'cef' as const,
      'CEF:0|Example|EDR|1|virus|x|9|rt=1772413200000 dhost=PC-01 cs1Label=GroupName cs1=Xã A cs2=EICAR cs2Label=Tên mã độc',
    ],
    [
      'leef' as const,
      'LEEF:1.0|Example|EDR|1|virus|devTime=1772413200000\tidentHostName=PC-01\tGroupName=Xã A\tthreat=EICAR',
    ],
  ])('%s gives the numbers of a maker their meaning', (format, line) => {
    expect(preview(mapping(format), line)[0]?.observation).toMatchObject({
      ...{ action: 'malware.found', at: AT, host: 'pc-01', threat: 'EICAR', handled: false },
    })
    expect(preview(mapping(format), 'xin chào')[0]?.problem).toMatch(/không đọc được/)
  })

  test('keys of CEF are whole, with escapes undone', () => {
    expect(readCef(String.raw`CEF:0|A\|B|P|1|i|n|5|a=x\=y b=c\nd`)).toMatchObject({ vendor: 'A|B', severity: '5' })
  })
})
