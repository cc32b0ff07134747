import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { parseAddress, parseCidr } from '../../../kernel/directory/cidr.ts'
import { directoryData, type Rows } from '../../../kernel/directory/data.ts'
import { createDirectory } from '../../../kernel/directory/directory.ts'
import type { ListKind } from '../../../kernel/directory/list-names.ts'
import { listRegister, type Things } from '../../../kernel/directory/lists.ts'
import { addDays } from '../../../kernel/time.ts'
import { at, townWith } from './town.ts'

type Row = NonNullable<Rows['lists']>[number]
const row = (kind: ListKind, entry: string, but: Partial<Row> = {}): Row => ({
  ...{ list: 'remote-control', kind, entry, origin: '1/CB', listed: true, ...but },
})
const asked = (lists: readonly Row[], things: Things, unit = 'xa-a', when = '2026-03-02') =>
  townWith({ lists }).listed('remote-control', things, unit, at(when))?.entry

test.each<[string, Row, Things, boolean]>([
  ['a domain itself', row('domain', 'anydesk.com'), { domain: 'anydesk.com' }, true],
  ['what is below it', row('domain', '*.AnyDesk.com'), { domain: 'relay-1.anydesk.com.' }, true],
  ['not what only ends in the same letters', row('domain', 'anydesk.com'), { domain: 'manydesk.com' }, false],
  ['not what is above it', row('domain', 'relay.anydesk.com'), { domain: 'anydesk.com' }, false],
  ['a program by its file', row('path', 'anydesk.exe'), { path: 'C:\\Tools\\AnyDesk.exe' }, true],
  ['a path by its end', row('path', 'x\\a.exe'), { path: 'D:/x/a.exe' }, true],
  ['not a file whose name only ends so', row('path', 'desk.exe'), { path: 'C:\\anydesk.exe' }, false],
  ['a product by its words', row('product', 'điều khiển Xa'), { product: 'Phần mềm DIEU KHIEN xa 6.2' }, true],
  ['not by a part of a word', row('product', 'Tor'), { product: 'Storage Monitor' }, false],
  ['not by words that stand apart', row('product', 'Chrome Desktop'), { product: 'Chrome Remote Desktop' }, false],
  ['a digest', row('sha256', 'AB'.repeat(32)), { sha256: 'ab'.repeat(32) }, true],
])('%s', (_, listed, things, found) => {
  expect(asked([listed], things) !== undefined).toBe(found)
})

test('the most specific row decides, of those the nearest unit’s, of those the one that began last', () => {
  const rows = [
    row('domain', 'a.example'),
    row('domain', 'help.a.example', { listed: false }),
    row('domain', 'a.example', { unit: 'xa-a', listed: false }),
    row('domain', 'b.example', { from: '2026-03-01', to: '2026-03-02' }),
    row('domain', 'b.example', { from: '2026-03-02', listed: false }),
  ]
  expect(asked(rows, { domain: 'a.example' }, 'xa-b')).toBe('a.example')
  expect(asked(rows, { domain: 'x.help.a.example' }, 'xa-b')).toBeUndefined()
  expect(asked(rows, { domain: 'a.example' }, 'xa-a')).toBeUndefined()
  expect(asked(rows, { domain: 'b.example' }, 'xa-b', '2026-03-01')).toBe('b.example')
  expect(asked(rows, { domain: 'b.example' }, 'xa-b', '2026-03-02')).toBeUndefined()
  expect(asked(rows, { domain: 'b.example' }, 'xa-b', '2026-02-28')).toBeUndefined()
  expect(asked(rows, { path: 'x', domain: 'a.example' }, 'no such unit')).toBe('a.example')
})

describe('one thing under several names', () => {
  const file = row('path', 'ultraviewer_desktop.exe', { product: 'UltraViewer' })
  const ran = { path: 'C:\\Tools\\UltraViewer_Desktop.exe' }
  test('what is taken off by one of them is off, whatever the others say', () => {
    const off = row('product', 'UltraViewer', { listed: false })
    expect(asked([file, off], { ...ran, product: 'UltraViewer 6' })).toBeUndefined()
    // Whoever tells only of the file tells of the product.
    expect(asked([file, off], ran)).toBeUndefined()
    expect(asked([file, { ...off, unit: 'xa-a' }], ran, 'xa-a')).toBeUndefined()
    expect(asked([file, { ...off, unit: 'xa-a' }], ran, 'xa-b')).toBe('ultraviewer_desktop.exe')
  })
  test('the nearest unit decides between them', () => {
    const here = row('path', 'ultraviewer_desktop.exe', { unit: 'xa-a' })
    const off = row('product', 'UltraViewer', { listed: false })
    expect(asked([here, off], { ...ran, product: 'UltraViewer' }, 'xa-a')).toBe('ultraviewer_desktop.exe')
    expect(asked([here, off], { ...ran, product: 'UltraViewer' }, 'xa-b')).toBeUndefined()
  })
  test('a product that is on one list is known by the file that another list gives it', () => {
    const approved: Row = { ...row('product', 'UltraViewer'), list: 'approved-software' }
    const directory = townWith({ lists: [file, approved] })
    expect(directory.listed('approved-software', ran, 'xa-a', at('2026-03-02'))?.entry).toBe(
      'UltraViewer'.toLowerCase(),
    )
    expect(directory.listed('approved-software', { path: 'C:\\la.exe' }, 'xa-a', at('2026-03-02'))).toBeUndefined()
  })
})

test('an address is looked up for the unit that asks, whatever its id is made of', () => {
  const rows = [
    { ...row('address', '203.0.113.0/24'), list: 'blocklist' as const },
    { ...row('address', '203.0.113.0/24', { unit: 'xã a', listed: false }), list: 'blocklist' as const },
  ]
  const on = (unit: string | undefined) =>
    listRegister(
      rows.map((one) => ({ ...one, known: 0 })),
      (asked) => [asked],
    )('blocklist', { address: '203.0.113.5' }, unit, at('2026-03-02'))?.entry
  expect([on('xã a'), on('xã'), on(undefined)]).toEqual([undefined, '203.0.113.0/24', '203.0.113.0/24'])
})

test('a name of a hundred thousand words is looked up in no time, by the words it begins with', () => {
  const rows = [row('product', 'Bộ công cụ rất dài'), row('product', 'TeamViewer')]
  const long = 'từ '.repeat(100_000)
  expect(asked(rows, { product: `${long} TeamViewer` })).toBeUndefined()
  expect(asked(rows, { product: `TeamViewer ${long}` })).toBe('teamviewer')
})

test('an entry holds until the last moment of its day, and no longer', () => {
  const address = [
    { ...row('address', '203.0.113.0/24', { to: '2026-03-02' }), list: 'blocklist' as const },
    { ...row('address', '203.0.113.9', { listed: false }), list: 'blocklist' as const },
  ]
  const directory = createDirectory(directoryData({ lists: address }))
  const on = (ip: string, when: string) => directory.listed('blocklist', { address: ip }, undefined, at(when))?.entry
  expect(on('203.0.113.7', '2026-03-02 23:59:59')).toBe('203.0.113.0/24')
  expect(on('203.0.113.7', '2026-03-03 00:00')).toBeUndefined()
  expect(on('::ffff:203.0.113.8', '2026-03-02 08:00')).toBe('203.0.113.0/24')
  expect(on('203.0.113.9', '2026-03-02 08:00')).toBeUndefined()
  expect(on('không phải địa chỉ', '2026-03-02 08:00')).toBeUndefined()
})

/** Every row held against the thing, one by one. */
const slowly = (rows: readonly Row[], kind: ListKind, thing: string, path: readonly string[], day: string) => {
  const size = (entry: string): number => (kind === 'address' ? parseCidr(entry)!.length : entry.length)
  const names = ({ entry }: Row): boolean => {
    if (kind === 'domain') return thing === entry || thing.endsWith(`.${entry}`)
    if (kind === 'path') return `/${thing}`.endsWith(`/${entry}`)
    if (kind === 'product') return ` ${thing} `.includes(` ${entry} `)
    if (kind === 'sha256') return thing === entry
    const [prefix, address] = [parseCidr(entry)!, parseAddress(thing)!]
    const host = BigInt(prefix.bits - prefix.length)
    return prefix.bits === address.bits && address.value >> host === prefix.value >> host
  }
  const inForce = rows.filter(
    (one) =>
      one.kind === kind &&
      names(one) &&
      (one.unit === undefined || path.includes(one.unit)) &&
      (one.from ?? '') <= day &&
      day <= (one.to ?? '9'),
  )
  const [first] = inForce.sort(
    (a, b) =>
      size(b.entry) - size(a.entry) ||
      path.indexOf(b.unit ?? '') - path.indexOf(a.unit ?? '') ||
      ((a.from ?? '') < (b.from ?? '') ? 1 : -1),
  )
  return first?.listed ? first : undefined
}

const entries: Readonly<Record<ListKind, readonly string[]>> = {
  domain: ['a.example', 'x.a.example', 'y.x.a.example', 'b.example'],
  address: ['192.0.2.0/24', '192.0.2.128/25', '192.0.2.200/32', '2001:db8::/32', '0.0.0.0/1'],
  product: ['zalo', 'zalo pc', 'zalo pc beta', 'pc'],
  path: ['a.exe', 'x/a.exe', 'c:/x/a.exe', 'b.exe'],
  sha256: ['ab'.repeat(32), 'cd'.repeat(32)],
}
const things: Readonly<Record<ListKind, readonly string[]>> = {
  domain: [...entries.domain, 'z.y.x.a.example', 'xa.example', 'example'],
  address: ['192.0.2.1', '192.0.2.130', '192.0.2.200', '2001:db8::1', '2001:db9::1', '203.0.113.1'],
  product: [...entries.product, 'my zalo pc', 'zalo x pc', 'zalopc'],
  path: [...entries.path, 'd:/x/a.exe', 'd:/xa.exe'],
  sha256: [...entries.sha256, 'ef'.repeat(32)],
}

test('the fast look-up says what holding every row against the thing says', () => {
  const START = '2026-03-01'
  const day = fc.integer({ min: 0, max: 5 }).map((days) => addDays(START, days))
  const maybe = fc.option(day, { nil: undefined })
  const paths = [[], ['tinh'], ['tinh', 'xa-a'], ['tinh', 'xa-b']] as const
  let hits = 0
  fc.assert(
    fc.property(
      fc.constantFrom<ListKind>('domain', 'address', 'product', 'path', 'sha256').chain((kind) =>
        fc.record({
          kind: fc.constant(kind),
          thing: fc.constantFrom(...things[kind]),
          rows: fc.uniqueArray(
            fc.record({
              entry: fc.constantFrom(...entries[kind]),
              unit: fc.option(fc.constantFrom('tinh', 'xa-a', 'xa-b'), { nil: undefined }),
              listed: fc.boolean(),
              from: maybe,
              to: maybe,
            }),
            // Two rows about one thing of one unit never overlap: the folder is refused where they do.
            { maxLength: 8, selector: ({ entry, unit }) => `${entry} ${unit}` },
          ),
        }),
      ),
      fc.constantFrom(...paths),
      day,
      ({ kind, thing, rows }, path, on) => {
        const list = rows.map((one) => ({ ...row(kind, one.entry), ...one, known: 0 }))
        const fast = listRegister(list, () => path)('remote-control', { [kind]: thing }, path.at(-1), at(on))
        const slow = slowly(list, kind, thing, path, on)
        if (slow) hits++
        expect(fast).toEqual(slow)
      },
    ),
    { numRuns: 3_000 },
  )
  expect(hits).toBeGreaterThan(300)
})
