import { open, readFile, rename, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { z } from 'zod'
import { syncFolder } from '../bus/log-file.ts'
import { digestOfBlock } from './read-block.ts'
import { blocksOf, indexOf, namesIn, type Segment, segmentsOf } from './segments.ts'

/** What is left of a segment that retention removed: enough to say what is missing, and to go on with the chain. */
const Tombstone = z.object({
  /** Bus offsets: the first message, and the one after the last. */
  first: z.number(),
  next: z.number(),
  records: z.number(),
  /** Event times, epoch ms; absent when it held no observation. */
  from: z.number().optional(),
  to: z.number().optional(),
  /** Digest of its last block. */
  chain: z.string(),
})
export type Tombstone = z.infer<typeof Tombstone>

const NAME = /^\d{16}\.gone\.json$/

/** The tombstones of an archive, oldest first. One that cannot be read counts for nothing: what it stood for is then a hole. */
export const tombstonesOf = async (folder: string): Promise<readonly Tombstone[]> => {
  const names = (await namesIn(folder)).filter((name) => NAME.test(name)).sort()
  const stones = await Promise.all(names.map((name) => readTombstone(join(folder, name))))
  return stones.filter((stone) => stone !== undefined)
}

const readTombstone = async (path: string): Promise<Tombstone | undefined> => {
  const text = await readFile(path, 'utf8')
  try {
    return Tombstone.parse(JSON.parse(text))
  } catch {
    return undefined
  }
}

const stoneOf = ({ path }: Segment): string => path.replace(/seg$/, 'gone.json')

/**
 * Removes the oldest segment, unless it is the last one, if its every record was first received before `before` (epoch ms), and
 * leaves a tombstone. Returns its path. A crash halfway is finished by the next call.
 */
export const removeOldest = async (folder: string, before: number): Promise<string | undefined> => {
  const buried = new Set((await tombstonesOf(folder)).map(({ first }) => first))
  const [oldest, another] = await segmentsOf(folder)
  if (!oldest || !another || !(buried.has(oldest.base) || (await bury(oldest, before)))) return undefined
  await rm(oldest.path)
  await rm(indexOf(oldest), { force: true })
  await syncFolder(folder)
  return oldest.path
}

/** Writes the tombstone of a segment that is old enough. */
const bury = async (segment: Segment, before: number): Promise<boolean> => {
  const { blocks, lost } = await blocksOf(segment)
  const headers = [...blocks.map(({ header }) => header), ...lost]
  const last = blocks.at(-1)
  if (!last || headers.some(({ maxReceived }) => maxReceived >= before)) return false
  const from = Math.min(...headers.map(({ minAt }) => minAt))
  const to = Math.max(...headers.map(({ maxAt }) => maxAt))
  const stone: Tombstone = {
    first: segment.base,
    next: last.header.next,
    records: headers.reduce((sum, { records }) => sum + records, 0),
    ...(from <= to ? { from, to } : {}),
    chain: (await digestOfBlock(last)).digest.toString('hex'),
  }
  const path = stoneOf(segment)
  const file = await open(`${path}.tmp`, 'w')
  try {
    await file.writeFile(JSON.stringify(stone))
    await file.sync()
  } finally {
    await file.close()
  }
  await rename(`${path}.tmp`, path)
  return true
}
