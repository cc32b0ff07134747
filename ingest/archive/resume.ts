import { copyFile, open, readFile, rm, writeFile } from 'node:fs/promises'
import { isFull } from '../bus/log-file.ts'
import { encodeHeader, GENESIS, lengthOf } from './format.ts'
import { type Head, headOf } from './head.ts'
import { digestOfBlock } from './read-block.ts'
import { blocksOf, indexOf, type Placed, type Segment, segmentsOf } from './segments.ts'
import { tombstonesOf } from './tombstone.ts'

/** What was found at opening: an unfinished block of a crash was cut off, or blocks that were once durable are gone. */
export type Opening =
  | { readonly kind: 'torn'; readonly path: string; readonly position: number; readonly cut: number }
  | { readonly kind: 'lost'; readonly path: string; readonly from: number; readonly to: number }

type End = {
  readonly segment: Segment | undefined
  readonly size: number
  readonly next: number
  readonly digest: Buffer
}

/** Where the archive goes on: its last segment, how much of it is whole, the offset that comes next and the last block's digest. */
export const lastOf = async (folder: string, onOpening: (what: Opening) => void): Promise<End> => {
  const head = await headOf(folder)
  const segment = (await segmentsOf(folder)).at(-1)
  const before = (await tombstonesOf(folder)).at(-1)
  const start = {
    segment,
    size: 0,
    next: before?.next ?? 0,
    digest: before ? Buffer.from(before.chain, 'hex') : GENESIS,
  }
  if (!segment) return told(start, head, folder, onOpening)
  const found = await blocksOf(segment)
  const { blocks, digest } = await provenOf(found.blocks, head)
  const last = blocks.at(-1)
  const next = last?.header.next ?? 0
  const end = last ? last.position + lengthOf(last.header) : 0
  const { path } = segment
  if (found.size > end) {
    // What was durable once and cannot be read is kept aside; what a crash left unfinished is not.
    if (head && head.next > next) await copyFile(path, `${path}.damaged`).catch(unlessFull)
    else onOpening({ kind: 'torn', path, position: end, cut: found.size - end })
    await cut(segment, end)
  }
  if (!last) return lastOf(folder, onOpening) // the segment held nothing and is gone
  await rebuildIndex(segment, blocks)
  return told({ segment, size: end, next, digest }, head, path, onOpening)
}

/** Without a last block that a crash left unfinished, its place taken and its bytes not all there; and the digest of the last one. */
const provenOf = async (blocks: readonly Placed[], head: Head | undefined) => {
  const last = blocks.at(-1)
  if (!last) return { blocks, digest: GENESIS }
  const { whole, digest } = await digestOfBlock(last)
  if (whole) return { blocks, digest }
  // It was whole once: it is damage, which stays where it is.
  if (head && head.next === last.header.next) return { blocks, digest: Buffer.from(head.digest, 'hex') }
  const rest = blocks.slice(0, -1)
  return { blocks: rest, digest: rest.length > 0 ? (await digestOfBlock(rest.at(-1)!)).digest : GENESIS }
}

const told = (start: End, head: Head | undefined, path: string, onOpening: (what: Opening) => void): End => {
  if (head && head.next > start.next) onOpening({ kind: 'lost', path, from: start.next, to: head.next })
  return start
}

const cut = async (segment: Segment, end: number): Promise<void> => {
  if (end === 0) {
    await rm(segment.path)
    await rm(indexOf(segment), { force: true })
    return
  }
  const file = await open(segment.path, 'r+')
  try {
    await file.truncate(end)
    await file.sync()
  } finally {
    await file.close()
  }
}

const rebuildIndex = async (segment: Segment, blocks: readonly Placed[]): Promise<void> => {
  const right = Buffer.concat(blocks.map(({ header }) => encodeHeader(header)))
  const there = await readFile(indexOf(segment)).catch(() => undefined) // unreadable is as good as none
  if (there?.equals(right)) return
  await writeFile(indexOf(segment), right).catch(unlessFull)
}

/** What is only of use and not needed may fail for want of room. */
const unlessFull = (error: unknown): void => {
  if (!isFull(error)) throw error
}
