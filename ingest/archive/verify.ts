import { crc32 } from 'node:zlib'
import { entities } from '../../kernel/event.ts'
import { createSummary } from './block.ts'
import { headsOf, linesOf } from './columns.ts'
import { admits, keysOf } from './filter.ts'
import { DIGEST, decodeHeader, encodeHeader, GENESIS, HEADER, type Header, lengthOf } from './format.ts'
import { headOf } from './head.ts'
import { digestOfBlock } from './read-block.ts'
import { blocksByHeader, type Placed, segmentsOf } from './segments.ts'
import { tombstonesOf } from './tombstone.ts'

/** Something in the archive that is not as it was written: where, and what, in Vietnamese. */
export type Fault = { readonly path: string; readonly position: number; readonly what: string }

export type Verified = {
  readonly faults: readonly Fault[]
  /** An unfinished block at the end, as a crash leaves it: cut off by the next start, no fault. */
  readonly torn: number
  readonly segments: number
  readonly blocks: number
  readonly records: number
  readonly observations: number
  /** Bytes on the disk, and of heads and lines before compression. */
  readonly bytes: number
  readonly plain: number
  /** Of these bytes headers, filters and digests. */
  readonly overhead: number
  /** Removed by retention: segments and records. */
  readonly removed: { readonly segments: number; readonly records: number }
  /** Digest of the last block, hexadecimal: written down elsewhere it proves everything before it. */
  readonly chain: string
}

/**
 * Reads every byte of the archive in `folder` and compares it with what it says about itself: checksums, the chain of digests, offsets
 * without a gap, figures and filters. A product may be writing to it meanwhile.
 */
export const verifyArchive = async (folder: string): Promise<Verified> => {
  const head = await headOf(folder) // before the blocks, which may grow
  const stones = await tombstonesOf(folder)
  const buried = new Set(stones.map(({ first }) => first))
  const segments = (await segmentsOf(folder)).filter(({ base }) => !buried.has(base))
  const faults: Fault[] = []
  const sum = { blocks: 0, records: 0, observations: 0, bytes: 0, plain: 0, overhead: 0 }
  let torn = 0
  let at: Link = { next: 0, digest: GENESIS }

  for (const { first, next, chain } of stones) {
    if (first !== at.next) faults.push({ path: folder, position: 0, what: missing(at.next, first) })
    at = { next, digest: Buffer.from(chain, 'hex') }
  }
  for (const segment of segments) {
    const { path } = segment
    const { blocks, end, size, lost } = await blocksByHeader(segment)
    for (const { first, next } of lost) faults.push({ path, position: 0, what: `mất khối của ${places(first, next)}` })
    let position = 0
    for (const block of blocks) {
      if (block.position !== position) faults.push({ path, position, what: NO_BLOCK })
      const { wrong, link } = await verifyBlock(block, at)
      for (const what of wrong) faults.push({ path, position: block.position, what })
      const { header } = block
      const length = lengthOf(header)
      position = block.position + length
      at = link
      sum.blocks += 1
      sum.records += header.records
      sum.observations += header.observations
      sum.bytes += length
      sum.plain += header.plainHeads + header.plainLines
      sum.overhead += length - header.heads - header.lengths - header.lines
    }
    if (size === end) continue
    // A crash can have left it only at the very end, and never what was durable.
    if (segment === segments.at(-1) && (!head || head.next <= at.next)) torn = size - end
    else faults.push({ path, position: end, what: NO_BLOCK })
  }
  const path = segments.at(-1)?.path ?? folder
  if (head && head.next > at.next)
    faults.push({ path, position: 0, what: `đuôi bị cắt: thiếu ${places(at.next, head.next)}` })
  if (head && head.next === at.next && head.digest !== at.digest.toString('hex'))
    faults.push({ path, position: 0, what: 'khối cuối không phải là khối đã ghi' })
  const removed = { segments: stones.length, records: stones.reduce((n, { records }) => n + records, 0) }
  return { faults, torn, segments: segments.length, ...sum, removed, chain: at.digest.toString('hex') }
}

/** What a block follows: the offset after the one before it, and its digest. */
type Link = { readonly next: number; readonly digest: Buffer }

const NO_BLOCK = 'các byte không thuộc khối nào'
const places = (first: number, next: number): string => `vị trí ${first} đến ${next - 1}`
const missing = (first: number, next: number): string =>
  next > first ? `thiếu ${places(first, next)}` : `vị trí ${next} đứng sai chỗ, chờ ${first}`

const verifyBlock = async (block: Placed, before: Link): Promise<{ wrong: readonly string[]; link: Link }> => {
  const { header } = block
  const { whole, digest, bytes } = await digestOfBlock(block)
  const own = decodeHeader(bytes)
  const wrong = [
    ...(own && encodeHeader(own).equals(encodeHeader(header)) ? [] : ['đầu khối bị hỏng']),
    ...(whole ? [] : ['nội dung khối không khớp mã băm của nó']),
    ...(header.first === before.next ? [] : [missing(before.next, header.first)]),
    ...(header.previous.equals(before.digest) ? [] : ['chuỗi mã băm đứt: khối trước không phải là khối đã ghi']),
    ...(await wrongIn(header, bytes)),
  ]
  return { wrong, link: { next: header.next, digest } }
}

/** What the header says about the contents and the contents do not. */
const wrongIn = async (header: Header, bytes: Buffer): Promise<readonly string[]> => {
  const filter = bytes.subarray(HEADER, HEADER + header.filter)
  const heads = bytes.subarray(HEADER + header.filter, HEADER + header.filter + header.heads)
  const lines = bytes.subarray(HEADER + header.filter + header.heads, -DIGEST)
  const wrong = [
    ...(crc32(filter) === header.filterCrc ? [] : ['bộ lọc bị hỏng']),
    ...(crc32(heads) === header.headsCrc ? [] : ['phần nội dung đã chuẩn hóa bị hỏng']),
    ...(crc32(lines) === header.linesCrc ? [] : ['phần dòng gốc bị hỏng']),
  ]
  return wrong.length > 0 ? wrong : contradictionsIn(header, filter, heads, lines)
}

const contradictionsIn = async (
  header: Header,
  filter: Buffer,
  heads: Buffer,
  lines: Buffer,
): Promise<readonly string[]> => {
  const seen = createSummary()
  const records = await headsOf(heads, header).catch(() => undefined) // said below
  if (!records) return ['không đọc được các bản ghi']
  for (const { head } of records) seen.add(head)
  const raw = await linesOf(lines, header).catch(() => []) // counted below
  const keys = entities.flatMap((entity) =>
    [...seen.names[entity]].flatMap((value) => keysOf({ [entity]: new Set([value]) })),
  )
  const again = encodeHeader({ ...header, ...seen.figures() })
  return [
    ...(raw.length === records.length ? [] : [`${records.length} bản ghi nhưng ${raw.length} dòng gốc`]),
    ...(keys.every((key) => admits(filter, [key])) ? [] : ['bộ lọc bỏ sót nội dung của khối']),
    ...(again.equals(encodeHeader(header)) ? [] : ['số liệu ở đầu khối không khớp nội dung']),
  ]
}
