import { hash } from 'node:crypto'
import { crc32 } from 'node:zlib'
import type { Action } from '../../kernel/event.ts'

/**
 * A block of the archive: some thousand records that stood one after another on the bus.
 *
 *     header (160 bytes) | filter | heads (zstd) | lengths of the lines (zstd) | lines (zstd) | SHA-256 of all before it
 *
 * Heads are the records without their lines, one JSON a line; what re-evaluation reads. Lines are the raw bytes, lengths u32. The header holds the digest of the block before it, so the blocks are a chain: none can be changed, taken
 * out or moved without its followers disagreeing. Ticks and directory marks count in the offsets but are not kept.
 */
export type Header = {
  /** Lengths in bytes as they lie on the disk. */
  readonly filter: number
  readonly heads: number
  readonly lengths: number
  readonly lines: number
  /** Lengths in bytes before compression. */
  readonly plainHeads: number
  readonly plainLines: number
  readonly records: number
  readonly observations: number
  /** Observations that records of this block withdraw. */
  readonly withdrawn: number
  /** Bus offsets: the first message, and the one after the last. */
  readonly first: number
  readonly next: number
  /** Event times, epoch ms, of observations made or withdrawn; `minAt` > `maxAt` where there is none. */
  readonly minAt: number
  readonly maxAt: number
  /** Times of first receipt, epoch ms; likewise. */
  readonly minReceived: number
  readonly maxReceived: number
  /** 128 bits, see `actionBit`. */
  readonly actions: Buffer
  readonly filterCrc: number
  readonly headsCrc: number
  readonly linesCrc: number
  /** Digest of the block before. */
  readonly previous: Buffer
}

const MAGIC = 0x31414756 // «VGA1»
export const MAGIC_BYTES: Buffer = Buffer.from('VGA1', 'latin1')
export const HEADER = 160
export const DIGEST = 32
const CRC_AT = HEADER - 4
/** The chain begins with this. */
export const GENESIS: Buffer = Buffer.alloc(DIGEST)

/** How long the whole block is. */
export const lengthOf = ({
  filter,
  heads,
  lengths,
  lines,
}: Pick<Header, 'filter' | 'heads' | 'lengths' | 'lines'>): number => HEADER + filter + heads + lengths + lines + DIGEST

const COUNTS = [
  ...(['filter', 'heads', 'lengths', 'lines', 'plainHeads', 'plainLines'] as const),
  ...(['records', 'observations', 'withdrawn'] as const),
] as const
const WIDE = ['first', 'next', 'minAt', 'maxAt', 'minReceived', 'maxReceived'] as const
const CRCS = ['filterCrc', 'headsCrc', 'linesCrc'] as const
const COUNTS_AT = 4
const WIDE_AT = COUNTS_AT + COUNTS.length * 4
const ACTIONS_AT = WIDE_AT + WIDE.length * 8
const ACTIONS = 16
const CRCS_AT = ACTIONS_AT + ACTIONS
const PREVIOUS_AT = CRCS_AT + CRCS.length * 4

/** The header as bytes; all numbers little endian, its own CRC-32 last. */
export const encodeHeader = (header: Header): Buffer => {
  const bytes = Buffer.alloc(HEADER)
  bytes.writeUInt32LE(MAGIC, 0)
  for (const [i, name] of COUNTS.entries()) bytes.writeUInt32LE(header[name], COUNTS_AT + i * 4)
  for (const [i, name] of WIDE.entries()) bytes.writeDoubleLE(header[name], WIDE_AT + i * 8)
  header.actions.copy(bytes, ACTIONS_AT)
  for (const [i, name] of CRCS.entries()) bytes.writeUInt32LE(header[name], CRCS_AT + i * 4)
  header.previous.copy(bytes, PREVIOUS_AT)
  bytes.writeUInt32LE(crc32(bytes.subarray(0, CRC_AT)), CRC_AT)
  return bytes
}

/** The header that stands at `at`; undefined where none does. */
export const decodeHeader = (bytes: Buffer, at = 0): Header | undefined => {
  if (bytes.length < at + HEADER || bytes.readUInt32LE(at) !== MAGIC) return undefined
  if (crc32(bytes.subarray(at, at + CRC_AT)) !== bytes.readUInt32LE(at + CRC_AT)) return undefined
  const count = (i: number): number => bytes.readUInt32LE(at + COUNTS_AT + i * 4)
  const wide = (i: number): number => bytes.readDoubleLE(at + WIDE_AT + i * 8)
  const crc = (i: number): number => bytes.readUInt32LE(at + CRCS_AT + i * 4)
  return {
    ...{ filter: count(0), heads: count(1), lengths: count(2), lines: count(3) },
    ...{ plainHeads: count(4), plainLines: count(5), records: count(6), observations: count(7), withdrawn: count(8) },
    ...{ first: wide(0), next: wide(1), minAt: wide(2), maxAt: wide(3), minReceived: wide(4), maxReceived: wide(5) },
    actions: Buffer.from(bytes.subarray(at + ACTIONS_AT, at + CRCS_AT)),
    ...{ filterCrc: crc(0), headsCrc: crc(1), linesCrc: crc(2) },
    previous: Buffer.from(bytes.subarray(at + PREVIOUS_AT, at + PREVIOUS_AT + DIGEST)),
  }
}

/**
 * The bit of an action, 0 to 127. It follows from the name alone, so archives outlive changes of the vocabulary; two actions that
 * share a bit cost a reading, never an observation.
 */
export const actionBit = (action: Action): number => fnv(action) & (ACTIONS * 8 - 1)

export const setBit = (bits: Buffer, bit: number): void => {
  bits[bit >> 3]! |= 1 << (bit & 7)
}

export const hasBit = (bits: Buffer, bit: number): boolean => (bits[bit >> 3]! & (1 << (bit & 7))) !== 0

export const noActions = (): Buffer => Buffer.alloc(ACTIONS)

/** FNV-1a over UTF-16 units, with the last steps of MurmurHash3 to spread it. 32 bits. */
export const fnv = (text: string, seed = 0x811c9dc5): number => {
  let h = seed
  for (let i = 0; i < text.length; i++) h = Math.imul(h ^ text.charCodeAt(i), 0x01000193)
  return mix(h)
}

export const mix = (value: number): number => {
  let h = value
  h = Math.imul(h ^ (h >>> 16), 0x85ebca6b)
  h = Math.imul(h ^ (h >>> 13), 0xc2b2ae35)
  return (h ^ (h >>> 16)) >>> 0
}

/** The digest that ends a block, of its bytes before it. */
export const digestOf = (block: Buffer): Buffer => hash('sha256', block, 'buffer')
