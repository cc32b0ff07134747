import fc from 'fast-check'
import { expect, test } from 'vitest'
import { createFramer, type FramingCounters } from '../../../ingest/inputs/framing.ts'

const run = (kind: 'newlines' | 'syslog', chunks: readonly Buffer[], { limit = 1000, cleanly = true } = {}) => {
  const counters: FramingCounters = { oversize: 0, garbled: 0, truncated: 0 }
  const framer = createFramer(kind, limit, counters)
  const frames = [...chunks.flatMap((chunk) => [...framer.push(chunk)]), ...framer.end(cleanly)]
  return { frames: frames.map((frame) => frame.toString()), counters }
}
const counted = (message: string): string => `${Buffer.byteLength(message)} ${message}`
const bytewise = (text: string): Buffer[] => [...Buffer.from(text)].map((byte) => Buffer.from([byte]))

test.each<[string, string, string[], Partial<FramingCounters>]>([
  ['newlines', '<13>a\n<13>b\n', ['<13>a', '<13>b'], {}],
  ['CR LF and empty lines', '<13>a\r\n\r\n\n<13>b', ['<13>a', '<13>b'], {}],
  ['octet counts', counted('<13>a') + counted('<13>b\nb'), ['<13>a', '<13>b\nb'], {}],
  ['octet counts with newlines after each', `${counted('<13>a')}\n${counted('<13>b')}\n`, ['<13>a', '<13>b'], {}],
  ['lines that begin with a number', '12 monkeys\n2026-07-03 08:00\n', ['12 monkeys', '2026-07-03 08:00'], {}],
  ['lines that begin with many digits', '1140701230.827 x\n1234567890 <y\n', ['1140701230.827 x', '1234567890 <y'], {}],
  ['a number and nothing more', '123', ['123'], {}],
  [
    'garbage after an octet count',
    `${counted('<13>a')}oops\n${counted('<13>b')}`,
    ['<13>a', 'oops', '<13>b'],
    { garbled: 1 },
  ],
  [
    'an octet count that never ends',
    `${counted('<13>a')}12345678901 x\n${counted('<13>b')}`,
    ['<13>a', '12345678901 x', '<13>b'],
    { garbled: 1 },
  ],
  ['a truncated octet frame', `${counted('<13>a')}20 <13>b`, ['<13>a'], { truncated: 1 }],
  ['a frame of nothing', `${counted('<13>a')}0 ${counted('<13>b')}`, ['<13>a', '<13>b'], {}],
])('%s are framed whole, and a byte at a time', (_, text, frames, counters) => {
  for (const chunks of [[Buffer.from(text)], bytewise(text)]) {
    const result = run('syslog', chunks)
    expect(result.frames).toEqual(frames)
    expect(result.counters).toEqual({ oversize: 0, garbled: 0, truncated: 0, ...counters })
  }
})

test.each([
  ['newlines' as const, `<13>${'x'.repeat(5000)}\n<13>b\n`],
  ['syslog' as const, counted(`<13>${'x'.repeat(5000)}`) + counted('<13>b')],
])('a frame that is too long is cut and counted, and costs its neighbour nothing: %s', (kind, text) => {
  const { frames, counters } = run(kind, [Buffer.from(text)], { limit: 1000 })
  expect(frames.map((frame) => frame.length)).toEqual([1000, 5])
  expect(counters).toEqual({ oversize: 1, garbled: 0, truncated: 0 })
})

test('half a line is not taken for a line when the connection broke', () => {
  const { frames, counters } = run('newlines', [Buffer.from('whole\nAccepted password for an.n')], { cleanly: false })
  expect(frames).toEqual(['whole'])
  expect(counters.truncated).toBe(1)
})

const MESSAGES = fc.array(fc.string({ unit: 'grapheme' }).map((text) => `<13>${text.replace(/[\r\n\0]/g, '')}.`))

test('frames do not depend on how the network cut the stream', () => {
  let several = 0
  fc.assert(
    fc.property(MESSAGES, fc.boolean(), fc.array(fc.nat(200)), (messages, octets, cuts) => {
      const bytes = Buffer.from(messages.map((message) => (octets ? counted(message) : `${message}\n`)).join(''))
      const at = [0, ...cuts.map((cut) => Math.min(cut, bytes.length)).sort((a, b) => a - b), bytes.length]
      const chunks = at.slice(1).map((end, i) => bytes.subarray(at[i], end))
      if (messages.length > 1 && cuts.length > 1) several++
      expect(run('syslog', chunks).frames).toEqual(messages)
    }),
  )
  expect(several).toBeGreaterThan(10)
})
