import { type Unpacked, unpacked } from './unpacked.ts'

const MAGIC = 0x184d2204
/** Of a frame's flags: each block has a sum, the content's size is told, the content has a sum, a dictionary is named. */
const [BLOCK_SUMS, SIZED, SUM, DICTIONARY] = [0x10, 0x08, 0x04, 0x01]
/** Of a block's length: it is not packed. */
const AS_IT_IS = 0x80000000
/** The shortest repetition. */
const SHORTEST = 4

/**
 * Unpacks LZ4 frames, one after the other (github.com/lz4/lz4, doc/lz4_Frame_format.md 1.6.4). Sums are not looked at: Kafka's own covers the
 * batch. Throws on anything that is none.
 */
export const unpackLz4 = (packed: Buffer): Buffer => {
  const out = unpacked(packed.length * 4)
  for (let at = 0; at < packed.length; ) at = unpackFrame(packed, at, out)
  return out.bytes()
}

/** Returns where the frame ends. */
const unpackFrame = (packed: Buffer, begin: number, out: Unpacked): number => {
  const flags = packed.readUInt8(begin + 4)
  if (packed.readUInt32LE(begin) !== MAGIC || flags >> 6 !== 1) throw new Error('no LZ4 frame')
  if ((flags & DICTIONARY) !== 0) throw new Error('an LZ4 frame with a dictionary')
  let at = begin + 7 + ((flags & SIZED) === 0 ? 0 : 8)
  for (;;) {
    const size = packed.readUInt32LE(at)
    at += 4
    if (size === 0) break
    const end = at + (size & ~AS_IT_IS)
    if (size >= AS_IT_IS) out.add(packed, at, end - at)
    else unpackBlock(packed.subarray(at, end), out)
    at = end + ((flags & BLOCK_SUMS) === 0 ? 0 : 4)
  }
  return at + ((flags & SUM) === 0 ? 0 : 4)
}

/** Of one block (doc/lz4_Block_format.md): literals, then what repeats, until its last literals. Earlier blocks may be repeated, too. */
const unpackBlock = (block: Buffer, out: Unpacked): void => {
  let at = 0
  /** A length: what the token has of it, and as many bytes more as it takes. */
  const length = (first: number): number => {
    if (first < 15) return first
    let total = first
    for (let more = 255; more === 255; total += more) more = block.readUInt8(at++)
    return total
  }
  while (at < block.length) {
    const token = block.readUInt8(at++)
    const literals = length(token >> 4)
    out.add(block, at, literals)
    at += literals
    if (at >= block.length) return
    const distance = block.readUInt16LE(at)
    at += 2
    out.repeat(distance, length(token & 0x0f) + SHORTEST)
  }
}
