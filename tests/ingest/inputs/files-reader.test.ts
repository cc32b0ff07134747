import { createHash } from 'node:crypto'
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { type FileDamage, type ReadOptions, readLines } from '../../../ingest/inputs/files-reader.ts'
import type { RawLine } from '../../../ingest/inputs/gather.ts'
import { decodeLine } from '../../../ingest/intake/decode.ts'
import { temporaryFolder } from '../../support/folder.ts'

const read = async (bytes: Uint8Array | string, options?: ReadOptions): Promise<RawLine[]> => {
  const path = join(temporaryFolder(), 'a.log')
  writeFileSync(path, bytes)
  const lines: RawLine[] = []
  for await (const line of readLines(path, options)) lines.push({ ...line, line: Buffer.from(line.line) })
  return lines
}
const texts = async (bytes: Uint8Array | string, options?: ReadOptions) =>
  (await read(bytes, options)).map(({ line }) => decodeLine(line)?.text)

const le = (text: string) => Buffer.from(`\uFEFF${text}`, 'utf16le')
const be = (text: string) => le(text).swap16()
const LINES = ['dòng một', 'Nguyễn Văn An ਊ ĊĊ', '{"a":"ba"}']

describe('lines of a file', () => {
  test.each<[string, Uint8Array | string]>([
    ['LF', LINES.join('\n')],
    ['LF at the end too', `${LINES.join('\n')}\n`],
    ['CR LF', LINES.join('\r\n')],
    ['empty lines between', `\n\r\n${LINES.join('\n\n\n')}\n\n`],
    ['a UTF-8 mark', `\uFEFF${LINES.join('\n')}`],
    ['UTF-16LE', le(LINES.join('\r\n'))],
    ['UTF-16BE', be(LINES.join('\r\n'))],
    ['UTF-16LE without a mark', le(LINES.join('\n')).subarray(2)],
    ['gzip', gzipSync(LINES.join('\n'))],
    ['gzip of UTF-16', gzipSync(le(LINES.join('\n')))],
    ['two gzip members', Buffer.concat([gzipSync(`${LINES[0]}\n${LINES[1]}`), gzipSync(`\n${LINES[2]}`)])],
  ])('%s', async (_, bytes) => expect(await texts(bytes)).toEqual(LINES))

  test.each(['', '\n', '\uFEFF'])('a file of nothing (%j) has none', async (bytes) =>
    expect(await read(bytes)).toEqual([]),
  )

  test('offsets are those of the file as unpacked, whatever the ends of line', async () => {
    const text = 'ab\r\n\ncd\n đ\nz'
    const wanted = [0, 5, 8, 12]
    expect((await read(text)).map(({ offset }) => offset)).toEqual(wanted)
    expect((await read(gzipSync(text))).map(({ offset }) => offset)).toEqual(wanted)
    const wide = (await read(le(text))).map(({ offset }) => offset)
    expect(wide).toEqual([2, 2 + 2 * 5, 2 + 2 * 8, 2 + 2 * 11])
  })

  test('of a binary event log only its mark is given, packed or not', async () => {
    const file = Buffer.concat([Buffer.from('ElfFile\0', 'latin1'), Buffer.alloc(100_000, 'a\n')])
    for (const bytes of [file, file.subarray(0, 20), gzipSync(file)]) expect(await texts(bytes)).toEqual(['ElfFile\0'])
    expect(await texts('ElfFile is a word\nb')).toEqual(['ElfFile is a word', 'b'])
  })

  test('a file that is not there says so', async () => {
    const reading = readLines(join(temporaryFolder(), 'no.log'))
    await expect(reading.next()).rejects.toMatchObject({ code: 'ENOENT' })
  })

  test('leaving early closes the file', async () => {
    const path = join(temporaryFolder(), 'a.gz')
    writeFileSync(path, gzipSync('x\n'.repeat(1_000_000)))
    for await (const { line } of readLines(path)) {
      expect(Buffer.from(line).toString()).toBe('x')
      break
    }
  })

  test('any lines, in any encoding, come back however the chunks fall', async () => {
    const line = fc.string({ unit: fc.constantFrom(...'abĊ਍đậ {}"🛡'), minLength: 1, maxLength: 12 })
    await fc.assert(
      fc.asyncProperty(fc.array(line, { minLength: 1, maxLength: 40 }), fc.boolean(), async (lines, large) => {
        // Chunks are 256 KiB: long files make them fall anywhere, in the middle of letters too.
        const all = large
          ? [...lines, ...Array.from({ length: 20_000 }, (_, n) => `${n} ${lines[n % lines.length]}`)]
          : lines
        const text = ['first', ...all].join('\n')
        for (const bytes of [Buffer.from(text), le(text), be(text)])
          expect(await texts(bytes)).toEqual(['first', ...all])
      }),
      { numRuns: 6 },
    )
  })
})

describe('a line over the limit', () => {
  test.each([
    ['text', 'x'.repeat(10 * 1024 * 1024), (text: string) => `một\n${text}\nhai`],
    ['an object', `{"a":"${'x'.repeat(10 * 1024 * 1024)}"}`, (text: string) => `[{"b":1},\n${text},\n{"c":2}]`],
  ])('%s of 10 MiB comes cut, with its length and digest, and its neighbours whole', async (_, text, file) => {
    const lines = await read(file(text), { lineBytes: 1000 })
    expect(lines).toHaveLength(3)
    expect(lines.map(({ cut }) => cut !== undefined)).toEqual([false, true, false])
    expect(Buffer.from(lines[1]!.line).toString()).toBe(text.slice(0, 1000))
    const digest = createHash('sha256').update(text).digest('hex').slice(0, 32)
    expect(lines[1]!.cut).toEqual({ bytes: text.length, digest, cut: true })
  })

  test('exactly at the limit it is whole, one byte above it is cut', async () => {
    const lines = await read(`${'x'.repeat(1000)}\n${'x'.repeat(1001)}\ny`, { lineBytes: 1000 })
    expect(lines.map(({ line, cut }) => [line.length, cut?.bytes])).toEqual([
      [1000, undefined],
      [1000, 1001],
      [1, undefined],
    ])
  })

  test('a packed file of one gigabyte-like line is never held in memory', async () => {
    const bomb = gzipSync(Buffer.alloc(150 * 1024 * 1024, 'x'), { level: 1 })
    const before = process.memoryUsage().arrayBuffers
    const lines = await read(bomb, { lineBytes: 1000 })
    expect(lines[0]!.cut?.bytes).toBe(150 * 1024 * 1024)
    expect(process.memoryUsage().arrayBuffers - before).toBeLessThan(100 * 1024 * 1024)
  })
})

describe('a packed file with damage', () => {
  const text = Array.from({ length: 50_000 }, (_, n) => `dòng ${n} ${(n * 7919) % 10007}`).join('\n')
  const packed = gzipSync(text)

  test.each([
    ['truncated', packed.subarray(0, packed.length >> 1)],
    ['corrupt', Buffer.from(packed).fill(0xff, packed.length >> 1, (packed.length >> 1) + 5000)],
  ])('%s: what stands before it is read, and the damage is told', async (kind, bytes) => {
    const damages: FileDamage[] = []
    const lines = await texts(bytes, { onDamage: (damage) => damages.push(damage) })
    expect(damages.map((damage) => damage.kind)).toEqual([kind])
    expect(lines.length).toBeGreaterThan(15_000)
    expect(lines.slice(0, 15_000)).toEqual(text.split('\n').slice(0, 15_000))
  })

  test('whole files have none', async () => {
    const damages: FileDamage[] = []
    expect(await texts(packed, { onDamage: (damage) => damages.push(damage) })).toHaveLength(50_000)
    expect(damages).toEqual([])
  })
})

describe('JSON over several lines', () => {
  const objects = [{ a: 1 }, { b: { c: [1, { d: '}]{["\\' }] } }, { tên: 'Nguyễn\nVăn "An"' }]
  const parsed = async (bytes: Uint8Array | string) => (await texts(bytes)).map((text) => JSON.parse(text!))

  test.each<[string, Uint8Array | string]>([
    ['an array on one line', JSON.stringify(objects)],
    ['an array printed wide', JSON.stringify(objects, undefined, 2)],
    ['an array printed wide with CR LF', JSON.stringify(objects, undefined, 2).replaceAll('\n', '\r\n')],
    ['an array with a mark', `\uFEFF${JSON.stringify(objects, undefined, 2)}`],
    ['an array of UTF-16', le(JSON.stringify(objects, undefined, 2))],
    ['an array, packed', gzipSync(JSON.stringify(objects, undefined, 2))],
    ['an object a line in an array', `[\n${objects.map((o) => JSON.stringify(o)).join(',\n')}\n]\n`],
    ['objects printed wide, one after another', objects.map((o) => JSON.stringify(o, undefined, '\t')).join('\n')],
    ['several arrays', objects.map((o) => JSON.stringify([o])).join('\n')],
    ['NDJSON', objects.map((o) => JSON.stringify(o)).join('\n')],
  ])('%s', async (_, bytes) => expect(await parsed(bytes)).toEqual(objects))

  test('an empty array holds nothing', async () => expect(await read('[ ]\n')).toEqual([]))

  test('offsets are where the objects begin', async () => {
    const text = '[ {"a":1},\n  {"đ":2} , {"c":3}]'
    const offsets = (await read(text)).map(({ offset }) => offset)
    expect(
      offsets.map((at) =>
        Buffer.from(text)
          .subarray(at, at + 1)
          .toString(),
      ),
    ).toEqual(['{', '{', '{'])
  })

  test('a line of text that begins with a bracket is a line', async () => {
    const lines = ['[Mon Mar 02 07:30:00 2026] [error] a, b', '{ not json }', '[x']
    expect(await texts(lines.join('\n'))).toEqual(lines)
  })

  test('an array that was cut off hands on what there is of the last object', async () => {
    const text = JSON.stringify(objects, undefined, 1)
    const cut = text.slice(0, text.indexOf('"tên"') + 8)
    const lines = await texts(cut)
    expect(lines.slice(0, 2).map((line) => JSON.parse(line!))).toEqual(objects.slice(0, 2))
    expect(lines).toHaveLength(3)
    expect(() => JSON.parse(lines[2]!)).toThrow()
  })

  test('a string that was never closed costs its own object, not the next', async () => {
    const lines = await texts('[{"a":1},\n{"b":"x,\n{"c":3},\n{"d":4}]')
    expect(lines).toEqual(['{"a":1}', '{"b":"x,', '{"c":3}', '{"d":4}'])
  })

  test('what is no object is handed on for someone to refuse', async () => {
    expect(await texts('[{"a":1}, 5, "x", {"b":2}]\nrác\n{"c":3}')).toEqual([
      '{"a":1}',
      '5, "x", ',
      '{"b":2}',
      'rác',
      '{"c":3}',
    ])
  })

  test('any objects come back from any layout', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.dictionary(fc.string(), fc.jsonValue()), { minLength: 1, maxLength: 20 }),
        fc.integer({ min: 1, max: 4 }),
        async (values, indent) => {
          const clean = JSON.parse(JSON.stringify(values))
          expect(await parsed(JSON.stringify(values))).toEqual(clean)
          expect(await parsed(JSON.stringify(values, undefined, indent))).toEqual(clean)
        },
      ),
      { numRuns: 100 },
    )
  })
})
