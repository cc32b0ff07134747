import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { unpackLz4 } from '../../../ingest/kafka/lz4.ts'
import { unpackSnappy } from '../../../ingest/kafka/snappy.ts'

/** What the broker's own libraries (snappy-java 1.1.10.7, lz4-java 1.10.2) made these of. */
const text = Array.from({ length: 40 }, (_, i) => `pc-0${i % 7} đăng nhập sai ${'x'.repeat(i % 5)}\n`).join('')
/** One block, as librdkafka sends it. */
const block = Buffer.from(
  'uAhgcGMtMDAgxJHEg25nIG5o4bqtcCBzYWkgCgEZADFKGQAAeAUaADJOGgAJGwAzUhsACRwANFYcAAkdADVKHQAFbQA2ShkACTNO' +
    'ugANTlK8AA0cVr4ADR1OwAAFh1K9AAUaTroADU5SvAANHFa+AA0dTsAABW1SvQAFGk66AA1OUrwADRxWvgANHU7AAAVtUr0ABRpO' +
    'ugANTlK8AA0cVr4ADR1OwAAFbVK9AAUaTroADU5SvAANHFa+AA0dTsAABW1SvQAFGk66AA1OUrwADRxWvgANHU7AAAVtUr0ABRpO' +
    'ugANTlK8AA0cVr4ACHh4Cg==',
  'base64',
)
/** A frame with every sum and size that it may have. */
const frame = Buffer.from(
  'BCJNGHxAOAQAAAAAAABoOQEAAPAKcGMtMDAgxJHEg25nIG5o4bqtcCBzYWkgChkAHzEZAAAReBoAHzIaAAECGwAfMxsAAgIcAB80' +
    'HAADAh0AHzUdAAABbQAfNhkAAAIzAA+6AAESeBsAD7wAAgMcAA++AAMDHQAPwAABAYcAD70AAgEaAA+6AAEDTgAPvAACAxwAD74A' +
    'AwMdAA/AAAEBbQAPvQACARoAD7oAAQNOAA+8AAIDHAAPvgADAx0AD8AAAQFtAA+9AAIBGgAPugABA04AD7wAAgMcAA++AAMDHQAP' +
    'wAABAW0AD70AAgEaAA+6AAEDTgAPvAACAxwAD74AAwMdAA/AAAEBbQAPvQACARoAD7oAAQNOAA+8AAIDHAAPvgADAx0AD8AAAQFt' +
    'AA+9AAIBGgAPugABA04AD7wAAgMcAA++AAFQeHh4eAoqchBYAAAAAI3h7O0=',
  'base64',
)

/** The same block as snappy-java writes it into a stream, twice. */
const stream = (): Buffer => {
  const head = Buffer.from('82534e4150505900' + '00000001' + '00000001', 'hex')
  const size = Buffer.alloc(4)
  size.writeInt32BE(block.length)
  return Buffer.concat([head, size, block, size, block])
}

describe('what collectors pack, unpacked', () => {
  test.each<[string, () => Buffer, string]>([
    ['a block of Snappy', () => unpackSnappy(block), text],
    ['a stream of Snappy', () => unpackSnappy(stream()), text + text],
    ['a frame of LZ4', () => unpackLz4(frame), text],
    ['frames of LZ4', () => unpackLz4(Buffer.concat([frame, frame])), text + text],
    ['nothing', () => Buffer.concat([unpackSnappy(Buffer.from([0])), unpackLz4(Buffer.alloc(0))]), ''],
  ])('%s', (_, unpack, expected) => {
    expect(unpack().toString('utf8')).toBe(expected)
  })

  test('LZ4 whose second block repeats the first', () => {
    const head = Buffer.from('04224d18' + '40' + '40' + '00', 'hex')
    const first = Buffer.from(`0600000050${Buffer.from('hello').toString('hex')}`, 'hex')
    const second = Buffer.from(`0900000001050050${Buffer.from('world').toString('hex')}`, 'hex')
    const whole = Buffer.concat([head, first, second, Buffer.alloc(4)])
    expect(unpackLz4(whole).toString()).toBe('hellohelloworld')
  })

  test.each<[string, Buffer, (packed: Buffer) => Buffer]>([
    ['Snappy', block, unpackSnappy],
    ['a stream of Snappy', stream(), unpackSnappy],
    ['LZ4', frame, unpackLz4],
  ])('%s that ends too early is refused, wherever it ends', (_, packed, unpack) => {
    for (let end = 1; end < packed.length - 4; end++) {
      // Between two blocks a stream is a shorter one.
      if (end === 16 || end === 20 + block.length) continue
      expect(() => unpack(packed.subarray(0, end))).toThrow()
    }
  })

  test('bytes that are none of these are refused or come to something, in no more than so much memory', () => {
    const change = fc.record({ at: fc.nat(), to: fc.nat(255) })
    fc.assert(
      fc.property(fc.constantFrom(block, stream(), frame), fc.array(change, { maxLength: 5 }), (packed, changes) => {
        const spoilt = Buffer.from(packed)
        for (const { at, to } of changes) spoilt[at % spoilt.length] = to
        for (const unpack of [unpackSnappy, unpackLz4])
          try {
            expect(unpack(spoilt).length).toBeLessThanOrEqual(256 * 1024 * 1024)
          } catch (error) {
            expect(error).toBeInstanceOf(Error)
          }
      }),
    )
  })
})
