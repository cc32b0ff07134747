import { describe, expect, test } from 'vitest'
import { detectInstance, instancesOf } from '../../deploy/sources.ts'
import { type Judged, judge } from '../../ingest/intake/judge.ts'
import { masker } from '../../ingest/mask.ts'
import { builtInSources } from '../../ingest/sources/index.ts'

const MIB = 1024 ** 2
const instances = instancesOf([])
const mask = masker(new Uint8Array(32))

const judged = (bytes: Uint8Array, source: string): Judged =>
  judge(
    { bytes, collector: 'c1', source, place: 'p:1', received: Date.UTC(2026, 2, 2, 3) },
    { instances, detect: detectInstance, mask, lineBytes: MIB },
  )

/** One sentence, or two, in Vietnamese. */
const isSaid = (detail: string): boolean => /[à-ỹđ]/i.test(detail) && /\.$/.test(detail) && !/\n/.test(detail)

const filled = (start: string, piece: string, end = ''): string =>
  start + piece.repeat(Math.floor((MIB - start.length - end.length) / Buffer.byteLength(piece))) + end
const nested = (open: string, close: string, depth: number): string => open.repeat(depth) + close.repeat(depth)
const sampleOf = (id: string): string =>
  Object.values(builtInSources.find((source) => source.id === id)!.samples)[0]!.line

const texts: Readonly<Record<string, string>> = {
  'a mebibyte of one letter': filled('', 'a'),
  'a mebibyte behind a head of syslog': filled('<34>Mar  2 08:00:00 pc-01 sshd[1]: ', 'Failed password for '),
  'a mebibyte of CEF': filled('CEF:0|a|b|1|7|x|Low|rt=1772413200000 ', 'k=v '),
  'a mebibyte in one string of JSON': filled('{"message":"', 'x', '"}'),
  'a mebibyte of quotes': filled('', '"'),
  'every control character': Array.from({ length: 32 }, (_, code) => String.fromCharCode(code)).join('x'),
  'control characters in a line': `${sampleOf('linux-auth')}\u0000\u0007\u001b[31m\u009b\u202e`,
  'JSON with lone surrogates': `{"@timestamp":"2026-03-02T01:00:00Z","winlog":{"provider_name":"\\ud800","computer_name":"\\udfff","event_id":4624}}`,
  'JSON nested a hundred thousand deep': nested('{"a":', '}', 100_000).replace('{}', '{"a":1}'),
  'arrays nested a hundred thousand deep': `{"a":${nested('[', ']', 100_000)}}`,
  'XML nested fifty thousand deep': `<Event>${nested('<a>', '</a>', 50_000)}</Event>`,
  'XML of entities': `<!DOCTYPE a [<!ENTITY a "b"><!ENTITY c "&a;&a;">]><Event>${'&c;'.repeat(10_000)}</Event>`,
  'ten thousand pairs': `date=2026-03-02 time=08:00:00 ${Array.from({ length: 10_000 }, (_, i) => `k${i}=v`).join(' ')}`,
  'one name ten thousand times': 'date=2026-03-02 time=08:00:00 '.concat('user=a '.repeat(10_000)),
  'ten thousand cells': 'a,'.repeat(10_000),
  'numbers beyond any': `{"@timestamp":1e400,"winlog":{"event_id":${'9'.repeat(5_000)}}}`,
}

const vietnamese = 'Tường lửa chặn kết nối của cán bộ'
const bytes: Readonly<Record<string, Uint8Array>> = {
  'UTF-16LE without a mark': Buffer.from(sampleOf('linux-auth'), 'utf16le'),
  'UTF-16LE cut within a letter': Buffer.from(`\ufeff${vietnamese}`, 'utf16le').subarray(0, 31),
  'UTF-16 with a lone surrogate': Buffer.from('\ufeffx\ud800y', 'utf16le'),
  'UTF-8 of a lone surrogate': Buffer.from([0x61, 0xed, 0xa0, 0x80, 0x62]),
  'overlong UTF-8': Buffer.from([0x61, 0xc0, 0xaf, 0x62]),
  'UTF-8 cut within a letter': Buffer.from(vietnamese).subarray(0, 3),
  'Windows-1258': Buffer.from([0x54, 0xfd, 0xd2, 0x6e, 0x67, 0x20, 0x6c, 0xfd, 0xcc, 0x61]),
  // «Tường lửa chặn» as fonts of TCVN3 (ABC) have it.
  TCVN3: Buffer.from([0x54, 0xad, 0xea, 0x6e, 0x67, 0x20, 0x6c, 0xf6, 0x61, 0x20, 0x63, 0x68, 0xc6, 0x6e]),
  'zeros without end': Buffer.alloc(100_000),
  'a mebibyte and a byte': Buffer.alloc(MIB + 1, 'a'),
}

const cases: readonly (readonly [string, Uint8Array])[] = [
  ...Object.entries(texts).map(([name, text]) => [name, Buffer.from(text)] as const),
  ...Object.entries(bytes),
]

describe('of every source and of none', () => {
  test.each(cases)('%s is read or refused in words, in reasonable time, and no reader fails at it', (_, line) => {
    for (const source of ['auto', ...instances.map(({ id }) => id)]) {
      const start = process.cpuUsage()
      const told = judged(line, source)
      const { user } = process.cpuUsage(start)
      expect(user, `${source}: µs`).toBeLessThan(5_000_000)
      if (told.kind !== 'refused') continue
      expect(told.crashed, source).toBeUndefined()
      expect([source, told.refused.detail]).toEqual([source, expect.toSatisfy(isSaid)])
    }
  })

  test.each(['UTF-16LE cut within a letter', 'UTF-8 of a lone surrogate', 'overlong UTF-8', 'Windows-1258', 'TCVN3'])(
    '%s is told as an encoding that is not read, and what to do',
    (name) => {
      const told = judged(bytes[name]!, 'auto')
      expect(told).toMatchObject({
        kind: 'refused',
        refused: { reason: 'encoding', detail: expect.stringMatching(/Windows-1258.*encoding.*TCVN3/) },
      })
    },
  )

  test('UTF-16LE without a mark is read as what it is', () => {
    expect(judged(bytes['UTF-16LE without a mark']!, 'auto')).toMatchObject({
      kind: 'stored',
      record: { source: 'linux-auth' },
    })
  })
})
