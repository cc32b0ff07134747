import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { readCef } from '../../../ingest/formats/cef.ts'
import { readAccess } from '../../../ingest/formats/clf.ts'
import { domainOf, domainOfUrl } from '../../../ingest/formats/domain.ts'
import { macOf } from '../../../ingest/formats/mac.ts'
import { monthOf } from '../../../ingest/formats/month.ts'
import { countOf, portOf, protocolOf } from '../../../ingest/sources/numbers.ts'

describe('CEF', () => {
  const head = (text: string): string => text.replace(/[\\|]/g, '\\$&')
  const value = (text: string): string => text.replace(/[\\=]/g, '\\$&').replace(/\n/g, '\\n').replace(/\r/g, '\\r')
  const text = fc.string({
    unit: fc.constantFrom('a', ' ', '=', '\\', '|', 'ế', '"', '1', '\n'),
    minLength: 1,
    maxLength: 12,
  })
  const key = fc.stringMatching(/^[a-zA-Z0-9]{1,8}$/)

  test('is read as it was written, with its escapes', () => {
    const record = fc.record({
      parts: fc.tuple(text, text, text, text, text),
      severity: fc.constantFrom('0', '10', 'Very-High'),
      extension: fc.dictionary(key, text, { noNullPrototype: true }),
    })
    fc.assert(
      fc.property(record, ({ parts, severity, extension }) => {
        const written = Object.entries(extension).map(([name, content]) => `${name}=${value(content)}`)
        const read = readCef(
          `<14>Mar  2 08:00:00 h CEF:0|${parts.map(head).join('|')}|${severity}|${written.join(' ')}`,
        )
        const { vendor, product, version, id, name } = read ?? {}
        expect([vendor, product, version, id, name, read?.severity]).toEqual([...parts, severity])
        const kept = Object.entries(extension).flatMap(([field, content]) =>
          content.trim() === '' ? [] : [[field, read?.extension.get(field)?.trim() === content.trim()]],
        )
        expect(kept.every(([, same]) => same)).toBe(true)
      }),
    )
  })

  test.each([
    ['CEF:0|a|b|c|d|e', undefined],
    ['CEF:x|a|b|c|d|e|1|', undefined],
    ['LEEF:1.0|a|b|c|d|', undefined],
  ])('%s is none', (line, expected) => expect(readCef(line)).toBe(expected))

  test('the first of a key wins, and a value may look like a path', () => {
    expect([...(readCef('CEF:0|a|b|c|d|e|1|k=1 k=2 p=C:\\\\a b\\=c q=')?.extension ?? [])]).toEqual([
      ['k', '1'],
      ['p', 'C:\\a b=c'],
    ])
  })
})

describe('the access log', () => {
  test.each([
    ['1.2.3.4 - - [02/Mar/2026:08:00:00 +0700] "GET /" 200 1', ['1.2.3.4', '-', '-'], 'GET /', ['200', '1']],
    [
      'a 1.2.3.4 - u [02/Mar/2026:08:00:00 +0700] "G \\"x\\"" 1 2 "r" "u a"',
      ['a', '1.2.3.4', '-', 'u'],
      'G \\"x\\"',
      ['1', '2', 'r', 'u a'],
    ],
    ['[02/Mar/2026:08:00:00 +0700] 1.2.3.4 TLSv1.3 X "GET /" 5', ['1.2.3.4', 'TLSv1.3', 'X'], 'GET /', ['5']],
    ['- - - [02/Mar/2026:08:00:00 +0700] "GET /', ['-', '-', '-'], 'GET /', []],
  ])('%s', (line, before, request, after) => {
    expect(readAccess(line)).toEqual({ at: Date.UTC(2026, 2, 2, 1), before, request, after })
  })

  test.each(['1.2.3.4 - - [32/Mar/2026:08:00:00 +0700] "GET /"', '[02/Mar/2026:08:00:00 +0700] x', ''])(
    '«%s» is none',
    (line) => expect(readAccess(line)).toBeUndefined(),
  )
})

describe('names and numbers', () => {
  test.each([
    ['http://An:pw@A.Example:8080/x?y#z', 'a.example'],
    ['a.example:443', 'a.example'],
    ['https://[2001:db8::1]/', '2001:db8::1'],
    ['/only/a/path', undefined],
    ['', undefined],
  ])('the host of «%s» is %s', (url, domain) => expect(domainOfUrl(url)).toBe(domain))

  test.each([
    ['A.Example.', 'a.example'],
    ['-', undefined],
    ['a b', undefined],
    ['a'.repeat(254), undefined],
  ])('the name «%s» is %s', (written, domain) => expect(domainOf(written)).toBe(domain))

  test.each([
    ['4C-55-41-A0-FA-99', '4c:55:41:a0:fa:99'],
    ['D85ED385CC10', 'd8:5e:d3:85:cc:10'],
    ['4c55.41a0.fa99', '4c:55:41:a0:fa:99'],
    ['00:00:00:00:00:00', undefined],
    ['4c:55:41:a0:fa', undefined],
    [undefined, undefined],
  ])('the address of a device «%s» is %s', (written, mac) => expect(macOf(written)).toBe(mac))

  test.each([
    ['0', 0],
    ['9007199254740991', 9_007_199_254_740_991],
    ['9007199254740993', undefined],
    ['-1', undefined],
    ['1.5', undefined],
  ])('%s counts %s', (written, count) => expect(countOf(written)).toBe(count))

  test('ports, protocols and months', () => {
    expect([portOf('443'), portOf('65536'), protocolOf('6'), protocolOf('UDP'), protocolOf('')]).toEqual([
      ...[443, undefined],
      ...['tcp', 'udp', undefined],
    ])
    expect([monthOf('Jan'), monthOf('DEC'), monthOf('x'), monthOf(undefined)]).toEqual([1, 12, 0, 0])
  })
})
