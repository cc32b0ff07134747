import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { piecesOf, plainLines } from '../../../ingest/inputs/body.ts'
import { encodingOf, lineSplitter } from '../../../ingest/inputs/lines.ts'

const texts = (body: string | Buffer): string[] =>
  piecesOf(Buffer.from(body as string)).map(({ line }) => Buffer.from(line).toString('utf8'))

describe('a body', () => {
  test.each<[string, string, string[]]>([
    ['NDJSON', '{"a":1}\n{"b":2}\n', ['{"a":1}', '{"b":2}']],
    ['NDJSON without a last newline, with CR and empty lines', '{"a":1}\r\n\r\n{"b":2}', ['{"a":1}', '{"b":2}']],
    ['a JSON array', '[{"a":"],["},\n {"b":"\\"}"}]', ['{"a":"],["}', '{"b":"\\"}"}']],
    ['a JSON array with a broken element', '[{"a":1},{"b":,},{"c":3}]', ['{"a":1}', '{"b":,}', '{"c":3}']],
    ['a truncated JSON array', '[{"a":1},{"b":[2', ['{"a":1}', '{"b":[2']],
    ['a JSON array of objects over lines', '[\n {\n "a": 1\n }\n]', ['{  "a": 1  }']],
    ['an empty array', '[ ]', []],
    ['one JSON object', '{"a":1}', ['{"a":1}']],
    ['one JSON object over lines', '{\n  "a": "x",\n  "b": 2\n}\n', ['{   "a": "x",   "b": 2 }']],
    ['a truncated JSON object', '{"a":1,"b', ['{"a":1,"b']],
    ['NDJSON whose first line is broken', '{"a":\n{"b":2}', ['{"a":', '{"b":2}']],
    ['plain lines', 'one\ntwo\n', ['one', 'two']],
    [
      'log lines that begin with a bracket',
      '[2026-07-03 08:00:00] a\n[2026-07-03 08:00:01] b',
      ['[2026-07-03 08:00:00] a', '[2026-07-03 08:00:01] b'],
    ],
    ['a byte order mark', '\uFEFF{"a":1}\n', ['{"a":1}']],
    ['a JSON array of objects over lines with CR LF', '[\r\n{\r\n"a":1\r\n}]', ['{  "a":1  }']],
    ['one JSON object that begins on its first line', '{"a": 1,\n "b": 2}\n', ['{"a": 1,  "b": 2}']],
    ['nothing', '', []],
    ['white space', ' \n\r\n', []],
  ])('of %s is read as its records', (_, body, expected) => {
    expect(texts(body)).toEqual(expected)
  })

  test('a binary event log is one line, and only its mark', () => {
    const body = Buffer.concat([Buffer.from('ElfFile\0', 'latin1'), Buffer.alloc(100_000, 'a\n')])
    expect(piecesOf(body).map(({ line }) => Buffer.from(line).toString('latin1'))).toEqual(['ElfFile\0'])
  })

  test('says on which line each record stood', () => {
    expect(piecesOf(Buffer.from('a\n\n\nb')).map(({ number }) => number)).toEqual([1, 4])
  })

  test('of Windows-1258 is passed on byte for byte', () => {
    const line = Buffer.from([0xd0, 0xe3, 0xf2, 0x20, 0x41])
    expect(piecesOf(Buffer.concat([line, Buffer.from('\r\n'), line]))).toEqual([
      { line, offset: 0, number: 1 },
      { line, offset: 7, number: 2 },
    ])
  })
})

describe.each(['utf-16le', 'utf-16be'] as const)('a body in %s', (encoding) => {
  const encode = (text: string): Buffer => {
    const bytes = Buffer.from(text, 'utf16le')
    return encoding === 'utf-16le' ? bytes : bytes.swap16()
  }

  test.each([
    ['with', '\uFEFF'],
    ['without', ''],
  ])('%s a mark is cut at its newlines, and each line can be decoded alone', (_, mark) => {
    const pieces = piecesOf(encode(`${mark}Đăng nhập: ċ\r\nan.nv ਊ mot hai\n`))
    expect(pieces.map(({ line }) => new TextDecoder(encoding).decode(line))).toEqual([
      'Đăng nhập: ċ',
      'an.nv ਊ mot hai',
    ])
  })

  test('of a JSON array is read as its elements', () => {
    const pieces = piecesOf(encode('\uFEFF[{"tên":\n"Ċ ਊ an"},{"b":2}]'))
    expect(pieces.map(({ line }) => new TextDecoder(encoding).decode(line))).toEqual(['{"tên": "Ċ ਊ an"}', '{"b":2}'])
  })
})

const LINES = fc.array(fc.string({ unit: 'grapheme' }).map((text) => text.replace(/[\r\n\0]/g, '')))

test('however bytes are cut, lines and their places are those of splitting the text', () => {
  fc.assert(
    fc.property(LINES, fc.boolean(), (lines, ended) => {
      const text = lines.join('\n') + (ended ? '\n' : '')
      const bytes = Buffer.from(text)
      const splitter = lineSplitter({ encoding: 'utf-8', lineBytes: Number.POSITIVE_INFINITY, start: 0 })
      const complete = [...splitter.push(bytes)]
      expect(bytes.length - splitter.held).toBe(bytes.lastIndexOf('\n') + 1)
      const found = [...complete, ...splitter.end()]
      expect(found.map(({ line }) => Buffer.from(line).toString())).toEqual(text.split('\n').filter((line) => line))
      for (const { offset, line } of found) expect(bytes.subarray(offset, offset + line.length)).toEqual(line)
    }),
  )
})

test('what is not UTF-16 is never taken for it', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'grapheme', minLength: 1 }), (text) => {
      fc.pre(!text.includes('\0'))
      expect(encodingOf(Buffer.from(text))).toBe('utf-8')
    }),
  )
})

test('a whole content of lines is cut as a stream of it would be', () => {
  const bytes = fc.array(fc.constantFrom(0x0a, 0x0a, 0x0d, 0x20, 0x61, 0xc3, 0xa9, 0x00), { maxLength: 40 })
  fc.assert(
    fc.property(bytes, fc.nat(3), (content, start) => {
      const splitter = lineSplitter({ encoding: 'utf-8', lineBytes: Number.POSITIVE_INFINITY, start })
      const whole = Buffer.from(content)
      const streamed = [...splitter.push(whole), ...splitter.end()].filter(({ line }) =>
        line.some((byte) => byte > 0x20 || byte === 0),
      )
      expect(plainLines(whole, start)).toEqual(streamed)
    }),
    { numRuns: 500 },
  )
})
