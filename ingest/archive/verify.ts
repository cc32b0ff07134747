import { GENESIS, lengthOf } from './format.ts'
import { headOf } from './head.ts'
import { blocksByHeader, segmentsOf } from './segments.ts'
import { tombstonesOf } from './tombstone.ts'
import { type Link, verifyBlock } from './verify-block.ts'

/** Something in the archive that is not as it was written: one for each damage; where, and what, in Vietnamese. */
export type Fault = {
  readonly path: string
  /** The byte of the file at which it begins, or after which something is missing. */
  readonly position: number
  /** The block it is in, where it is in one: the how manieth of its file, from 1, its bytes, and the offsets it holds. */
  readonly block?: { readonly nth: number; readonly bytes: number; readonly first: number; readonly next: number }
  readonly what: string
}

export type Verified = {
  readonly faults: readonly Fault[]
  /** An unfinished block at the end, as a crash leaves it: cut off by the next start, no fault. */
  readonly torn: number
  readonly segments: number
  readonly blocks: number
  readonly records: number
  /** Of these, as far as they can be read, lines as they were delivered, each delivery once; the others the intake wrote itself. */
  readonly lines: number
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
  const sum = { blocks: 0, records: 0, lines: 0, observations: 0, bytes: 0, plain: 0, overhead: 0 }
  let torn = 0
  let at: Link = { next: 0, digests: [GENESIS] }
  /** Where what came last ends: what is missing after it was there. */
  let place: Pick<Fault, 'path' | 'position'> = { path: folder, position: 0 }
  /** What an index knows and its segment has not; said where nothing else says it. */
  const vanished: (Fault & { readonly first: number })[] = []
  const holes: Hole[] = []

  for (const { first, next, chain } of stones) {
    if (first !== at.next) faults.push({ ...place, what: missing(at.next, first) })
    at = { next, digests: [Buffer.from(chain, 'hex')] }
  }
  for (const segment of segments) {
    const { path } = segment
    const { blocks, end, size, lost } = await blocksByHeader(segment)
    if (place.path === folder) place = { path, position: 0 }
    for (const { first, next } of lost)
      vanished.push({ path, position: end, first, what: `mất khối của ${places(first, next)}` })
    let position = 0
    for (const [i, block] of blocks.entries()) {
      const { header } = block
      const bytes = lengthOf(header)
      const { wrong, link, lines } = await verifyBlock(block, at)
      const strays = block.position !== position
      const hole = header.first !== at.next
      // What is no block stands where the missing block stood: one damage.
      if (strays || hole) {
        const what = [...(strays ? [NO_BLOCK] : []), ...(hole ? [missing(at.next, header.first)] : [])].join('; ')
        faults.push({ ...(strays || i > 0 ? { path, position } : place), what })
        if (header.first > at.next) holes.push({ first: at.next, next: header.first })
      }
      if (wrong.length > 0)
        faults.push({
          ...{ path, position: block.position, what: wrong.join('; ') },
          block: { nth: i + 1, bytes, first: header.first, next: header.next },
        })
      position = block.position + bytes
      at = link
      sum.blocks += 1
      sum.records += header.records
      sum.lines += lines
      sum.observations += header.observations
      sum.bytes += bytes
      sum.plain += header.plainHeads + header.plainLines
      sum.overhead += bytes - header.heads - header.lengths - header.lines
    }
    place = { path, position: end }
    if (size === end) continue
    // A crash can have left it only at the very end, and never what was durable.
    if (segment === segments.at(-1) && (!head || head.next <= at.next)) torn = size - end
    else faults.push({ path, position: end, what: NO_BLOCK })
  }
  if (head && head.next > at.next) {
    faults.push({ ...place, what: `đuôi bị cắt: thiếu ${places(at.next, head.next)}` })
    holes.push({ first: at.next, next: head.next })
  }
  if (head && head.next === at.next && !at.digests.some((digest) => head.digest === digest.toString('hex')))
    faults.push({ ...place, what: 'khối cuối không phải là khối đã ghi' })
  for (const { first, ...fault } of vanished)
    if (!holes.some((hole) => first >= hole.first && first < hole.next)) faults.push(fault)
  const removed = { segments: stones.length, records: stones.reduce((n, { records }) => n + records, 0) }
  return { faults, torn, segments: segments.length, ...sum, removed, chain: at.digests[0]!.toString('hex') }
}

/** Offsets that nothing in the archive holds. */
type Hole = { readonly first: number; readonly next: number }

const NO_BLOCK = 'các byte không thuộc khối nào'
const places = (first: number, next: number): string => `vị trí ${first} đến ${next - 1}`
const missing = (first: number, next: number): string =>
  next > first ? `thiếu ${places(first, next)}` : `vị trí ${next} đứng sai chỗ, chờ ${first}`
