import { readdirSync, readFileSync } from 'node:fs'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { evtx } from '../../../deploy/cli/evtx.ts'
import { CHUNK, HEADER, recordsIn } from '../../../ingest/formats/evtx/file.ts'
import { textsOf } from '../../../ingest/formats/evtx/values.ts'
import { isEvtx } from '../../../ingest/formats/evtx.ts'
import { windowsXml } from '../../../ingest/sources/windows-xml.ts'
import { readEvtx } from '../../support/evtx.ts'
import { describeFixtures, fixture } from '../fixtures.ts'
import { contextOf } from '../sources/support.ts'

const bytes = (...numbers: readonly number[]): Buffer => Buffer.from(numbers)

test.each<readonly [kind: string, type: number, value: Buffer, texts: readonly string[]]>([
  ['a null', 0, bytes(), []],
  ['text', 1, Buffer.from('a<b>\r\n&"c"\0\x01', 'utf16le'), ['a&lt;b&gt; &amp;&quot;c&quot;']],
  ['a signed byte', 3, bytes(0xff), ['-1']],
  ['a truth', 13, bytes(1, 0, 0, 0), ['true']],
  ['a GUID', 15, Buffer.from('33221100554477668899aabbccddeeff', 'hex'), ['{00112233-4455-6677-8899-AABBCCDDEEFF}']],
  ['a time', 17, bytes(0x00, 0x80, 0x3e, 0xd5, 0xde, 0xb1, 0x9d, 0x01), ['1970-01-01T00:00:00.0000000Z']],
  [
    'a calendar’s time',
    18,
    Buffer.from(Uint16Array.from([2026, 3, 1, 2, 8, 0, 5, 7]).buffer),
    ['2026-03-02T08:00:05.007Z'],
  ],
  ['a SID', 19, Buffer.from('010500000000000515000000010000000200000003000000f4010000', 'hex'), ['S-1-5-21-1-2-3-500']],
  ['a number in hexadecimal', 20, bytes(0x20, 0, 0, 0), ['0x20']],
  ['several texts', 0x81, Buffer.from('a\0b', 'utf16le'), ['a', 'b']],
  ['several numbers', 0x86, bytes(1, 0, 2, 0), ['1', '2']],
])('of the values of binary XML %s is written as Windows does', (_kind, type, value, texts) => {
  expect(textsOf(type, value)).toEqual(texts)
})

test.each([0x1f, 0x40, 0x93])('a kind of value that nobody described (%i) is no text', (type) => {
  expect(() => textsOf(type, bytes(1, 2, 3, 4))).toThrow()
})

const told = (records: Iterable<unknown>): readonly string[] =>
  [...records].map((record) => Object.keys(record as object).join())

test('what is no chunk is told as a problem, an unused one has no records', () => {
  expect(told(recordsIn(Buffer.alloc(CHUNK)))).toEqual([])
  expect(told(recordsIn(Buffer.alloc(CHUNK, 'x')))).toEqual(['problem'])
  expect(told(recordsIn(Buffer.alloc(0)))).toEqual([])
})

const TINY = 2_000
/** A chunk whose record's template leads to itself. */
const circle = (): Buffer => {
  const chunk = Buffer.alloc(CHUNK)
  chunk.write('ElfChnk\0', 'latin1')
  chunk.writeUInt32LE(512 + TINY, 48)
  chunk.writeUInt32LE(0x2a2a, 512)
  chunk.writeUInt32LE(TINY, 516)
  const at = 512 + 24
  chunk[at] = 0x0c
  // The definition is the place 24 before this very token, and nothing fills its gaps.
  chunk.writeUInt32LE(at - 24, at + 6)
  return chunk
}

test('a record that leads in circles ends, and is told', () => {
  expect([...recordsIn(circle())]).toContainEqual({
    problem: expect.stringMatching(/^sự kiện số \d+ không đọc được: cấu trúc quay vòng/),
  })
})

describeFixtures('files of the Windows event log', () => {
  const files = readdirSync(fixture('evtx')).filter((name) => name.endsWith('.evtx'))
  const first = readFileSync(fixture('evtx', files[0]!))

  test('a byte that was changed is told, wherever it stands; a whole file has nothing to tell', () => {
    const changed = (at: number): readonly string[] => {
      const file = Buffer.from(first)
      file[at]! ^= 0x55
      return [...readEvtx(file)].flatMap((record) => ('problem' in record ? [record.problem] : []))
    }
    expect([...readEvtx(first)].filter((record) => 'problem' in record)).toEqual([])
    // In the head of the first chunk, in its table of texts, in its records.
    for (const at of [8, 200, 4_904]) expect(changed(HEADER + at)[0], `${at}`).toContain('tổng kiểm tra')
  })

  test('are known by their beginning', () => {
    for (const file of files) expect(isEvtx(readFileSync(fixture('evtx', file)))).toBe(true)
    expect(isEvtx(Buffer.from('ElfFile'))).toBe(false)
  })

  test('whatever is altered in one, its reader ends, and every line that it gives is read or refused', () => {
    const spots = fc.array(fc.tuple(fc.integer({ min: HEADER, max: first.length - 1 }), fc.nat(255)), {
      minLength: 1,
      maxLength: 60,
    })
    fc.assert(
      fc.property(spots, fc.nat(first.length), (changes, cut) => {
        const file = Buffer.from(first.subarray(0, Math.max(cut, HEADER)))
        for (const [at, byte] of changes) if (at < file.length) file[at] = byte
        for (const record of readEvtx(file)) {
          if (!('xml' in record)) expect(record.problem).not.toBe('')
          else {
            expect(record.xml).not.toContain('\n')
            windowsXml.parse(record.xml, contextOf())
          }
        }
      }),
      { numRuns: 150 },
    )
  }, 120_000)

  describe('vonggac evtx', () => {
    const run = async (...args: readonly string[]) => {
      const [out, err]: [string[], string[]] = [[], []]
      const { log, error } = console
      console.log = (text: string) => void out.push(text)
      console.error = (text: string) => void err.push(text)
      try {
        return { code: await evtx.run(args), out, err }
      } finally {
        Object.assign(console, { log, error })
      }
    }

    test('prints every event of every file on a line that the source reads', async () => {
      const { code, out, err } = await run(...files.map((name) => fixture('evtx', name)))
      expect({ code, err }).toEqual({ code: 0, err: [] })
      expect(out).toHaveLength(215)
      for (const line of out) expect(windowsXml.parse(line, contextOf()).ok, line).toBe(true)
    })

    test.each([[[]], [['missing.evtx']], [[fixture('README.md')]]])('refuses %j in words', async (args) => {
      await expect(run(...args)).rejects.toMatchObject({ code: 'BAD_ARGUMENT' })
    })
  })
})
