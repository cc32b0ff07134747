import { isIP } from 'node:net'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { isPublic, parseAddress, parseCidr } from '../../../kernel/directory/cidr.ts'
import { at, townWith } from './town.ts'

test('an address is read exactly when Node takes it for one', () => {
  const text = fc.oneof(
    fc.ipV4(),
    fc.ipV6(),
    fc.ipV4().map((ip) => `::ffff:${ip}`),
    fc.stringMatching(/^[0-9a-f:.]{0,20}$/),
    fc.constantFrom(
      '::',
      '::1',
      '1::',
      '1:2:3:4:5:6:7::',
      '1::2::3',
      '192.0.2.256',
      '192.0.2',
      '1:2:3:4:5:6:7:8:9',
      '',
    ),
  )
  fc.assert(
    fc.property(text, (ip) => {
      // Node refuses leading zeros in IPv4; some devices write them.
      fc.pre(!/(^|\.)0\d/.test(ip))
      expect(parseAddress(ip) !== undefined).toBe(isIP(ip) > 0)
    }),
    { numRuns: 2000 },
  )
})

test.each([
  ['192.0.2.0/24', 24, 0xc0000200n],
  ['192.0.2.77/24', 24, 0xc0000200n],
  ['192.0.2.77', 32, 0xc000024dn],
  ['2001:db8::/32', 32, 0x20010db8n << 96n],
  ['0.0.0.0/0', 0, 0n],
])('%s is a network', (text, length, value) => {
  expect(parseCidr(text)).toMatchObject({ length, value })
})

test.each(['192.0.2.0/33', '192.0.2.0/', '192.0.2/24', '2001:db8::/129', 'mạng A', '192.0.2.0/24/1'])(
  '%s is no network',
  (text) => {
    expect(parseCidr(text)).toBeUndefined()
  },
)

test.each([
  ['203.0.113.9', true],
  ['2001:db8::1', true],
  ['10.0.0.1', false],
  ['172.31.255.255', false],
  ['172.32.0.0', true],
  ['::ffff:192.168.1.5', false],
  ['100.100.0.1', false],
  ['::1', false],
  ['fe80::1%3', false],
  ['224.0.0.251', false],
  ['không phải địa chỉ', false],
])('%s on the Internet: %s', (text, expected) => {
  expect(isPublic(text)).toBe(expected)
})

test('the most specific network in force holds an address', () => {
  const row = (cidr: string, segment: string, to?: string) => ({ cidr, segment, nat: false, ...(to ? { to } : {}) })
  const town = townWith({
    networks: [
      row('192.0.0.0/16', 'province'),
      row('192.0.2.0/24', 'office'),
      row('192.0.2.128/25', 'guests', '2026-03-01'),
      row('2001:db8::/32', 'six'),
    ],
  })
  const segment = (ip: string, when: string) => town.network(ip, at(when))?.segment
  expect(segment('192.0.2.200', '2026-03-01 23:59:59')).toBe('guests')
  expect(segment('192.0.2.200', '2026-03-02 00:00')).toBe('office')
  expect(segment('192.0.9.1', '2026-03-02 00:00')).toBe('province')
  expect(segment('::ffff:192.0.2.1', '2026-03-02 00:00')).toBe('office')
  expect(segment('2001:db8:1::5', '2026-03-02 00:00')).toBe('six')
  expect(segment('198.51.100.1', '2026-03-02 00:00')).toBeUndefined()
  expect(segment('không phải địa chỉ', '2026-03-02 00:00')).toBeUndefined()
})
