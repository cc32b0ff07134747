import { type Unpacked, unpacked } from './unpacked.ts'

/** How snappy-java, and so Kafka's own clients, begins a stream of blocks; librdkafka writes one block alone. */
const STREAM = Buffer.from([0x82, 0x53, 0x4e, 0x41, 0x50, 0x50, 0x59, 0x00])
/** Before its first block: that, and two versions. */
const STREAM_HEAD = 16

/**
 * Unpacks Snappy: one block (github.com/google/snappy, format_description.txt), or a stream of them as snappy-java writes it. Throws
 * on anything that is neither.
 */
export const unpackSnappy = (packed: Buffer): Buffer => {
  const out = unpacked(packed.length * 4)
  const isStream = packed.subarray(0, STREAM.length).equals(STREAM)
  if (!isStream) unpackBlock(packed, out)
  else if (packed.length < STREAM_HEAD) throw new Error('a Snappy stream ends too early')
  else
    for (let at = STREAM_HEAD; at < packed.length; ) {
      const end = at + 4 + packed.readInt32BE(at)
      if (end > packed.length || end <= at) throw new Error('a Snappy stream ends too early')
      unpackBlock(packed.subarray(at + 4, end), out)
      at = end
    }
  return out.bytes()
}

const unpackBlock = (block: Buffer, out: Unpacked): void => {
  let at = 0
  // What it comes to, seven bits a byte.
  let size = 0
  for (let factor = 1, byte = 0x80; byte >= 0x80; factor *= 0x80) {
    byte = block.readUInt8(at++)
    size += (byte & 0x7f) * factor
  }
  const end = out.length + size
  while (at < block.length) {
    const tag = block.readUInt8(at++)
    const high = tag >> 2
    switch (tag & 3) {
      case 0: {
        // Up to 60 in the tag itself; above, the number of bytes that say it.
        const more = Math.max(0, high - 59)
        const count = (more === 0 ? high : block.readUIntLE(at, more)) + 1
        out.add(block, at + more, count)
        at += more + count
        break
      }
      case 1:
        out.repeat(((tag >> 5) << 8) | block.readUInt8(at), (high & 7) + 4)
        at += 1
        break
      case 2:
        out.repeat(block.readUInt16LE(at), high + 1)
        at += 2
        break
      default:
        out.repeat(block.readUInt32LE(at), high + 1)
        at += 4
    }
  }
  if (out.length !== end) throw new Error('a Snappy block comes to another length than it says')
}
