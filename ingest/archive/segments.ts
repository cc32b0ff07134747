import { type FileHandle, open, readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { isMissing } from '../../kernel/errors.ts'
import { decodeHeader, HEADER, type Header, lengthOf, MAGIC_BYTES } from './format.ts'

/** A file of blocks; its name is the offset of its first message. */
export type Segment = { readonly base: number; readonly path: string }

/** A block and where it begins in its segment. */
export type Placed = { readonly segment: Segment; readonly position: number; readonly header: Header }

/**
 * The blocks of a segment, in the order in which they lie. `lost`: what its index knows and the segment has not. `end`: where the
 * last block ends; `size`: how long the file is.
 */
export type Blocks = {
  readonly blocks: readonly Placed[]
  readonly lost: readonly Header[]
  readonly end: number
  readonly size: number
}

const NAME = /^(\d{16})\.seg$/

/** The segment of the archive's folder whose first block begins at the offset `base`. */
export const segmentAt = (folder: string, base: number): Segment => ({
  base,
  path: join(folder, `${String(base).padStart(16, '0')}.seg`),
})

/** Beside a segment: the headers of its blocks, one after another. It can be made anew at any time. */
export const indexOf = ({ path }: Segment): string => path.replace(/seg$/, 'idx')

/** The segments of an archive, oldest first. A folder that does not exist has none. */
export const segmentsOf = async (folder: string): Promise<Segment[]> =>
  (await namesIn(folder))
    .filter((name) => NAME.test(name))
    .sort()
    .map((name) => segmentAt(folder, Number(name.slice(0, 16))))

/** The files of a folder; none where it does not exist. */
export const namesIn = async (folder: string): Promise<readonly string[]> =>
  readdir(folder).catch((error: unknown) => {
    if (isMissing(error)) return []
    throw error
  })

/**
 * The blocks of a segment: by the index beside it as far as that goes, by their own headers from there on. An index that does
 * not fit its segment counts for nothing.
 */
export const blocksOf = async (segment: Segment): Promise<Blocks> => {
  const index = await readIndex(segment)
  return withFile(segment.path, async (file) => {
    const { size } = await file.stat()
    const end = endOf(index)
    if (end > size) return byHeaders(segment, file, size, index)
    const rest = await walk(segment, file, size, { from: end })
    if (rest.strayed) return byHeaders(segment, file, size, index)
    return {
      blocks: [...index, ...rest.blocks],
      lost: [],
      end: rest.blocks.length > 0 ? endOf(rest.blocks) : end,
      size,
    }
  })
}

/** The same by the segment's own bytes; the index serves where a header cannot be read. Slower; for where something is wrong. */
export const blocksByHeader = async (segment: Segment): Promise<Blocks> => {
  const index = await readIndex(segment)
  return withFile(segment.path, async (file) => byHeaders(segment, file, (await file.stat()).size, index))
}

const byHeaders = async (
  segment: Segment,
  file: FileHandle,
  size: number,
  index: readonly Placed[],
): Promise<Blocks> => {
  const known = new Map(index.map(({ position, header }) => [position, header]))
  const { blocks } = await walk(segment, file, size, { from: 0, known })
  const found = new Set(blocks.map(({ header }) => header.first))
  const lost = index.map(({ header }) => header).filter(({ first }) => !found.has(first))
  return { blocks, lost, end: endOf(blocks), size }
}

const readIndex = async (segment: Segment): Promise<readonly Placed[]> => {
  const bytes = await readFile(indexOf(segment)).catch((error: unknown) => {
    if (isMissing(error)) return Buffer.alloc(0)
    throw error
  })
  const blocks: Placed[] = []
  for (let at = 0, position = 0; at < bytes.length; at += HEADER) {
    const header = decodeHeader(bytes, at)
    // An entry that a full disk left out, or half of one: the rest is read from the segment.
    if (header?.first !== (blocks.at(-1)?.header.next ?? segment.base)) break
    blocks.push({ segment, position, header })
    position += lengthOf(header)
  }
  return blocks
}

const endOf = (blocks: readonly Placed[]): number => {
  const last = blocks.at(-1)
  return last ? last.position + lengthOf(last.header) : 0
}

type Walk = { readonly from: number; readonly known?: ReadonlyMap<number, Header> }

/** From header to header. `strayed`: something stands there that is no block. A last block that is not all there is left out. */
const walk = async (segment: Segment, file: FileHandle, size: number, { from, known }: Walk) => {
  const blocks: Placed[] = []
  let strayed = false
  for (let position = from; position < size; ) {
    const header = (await headerAt(file, position)) ?? known?.get(position)
    if (!header) {
      strayed = true
      position = await nextHeader(file, position + 1, size)
      continue
    }
    if (position + lengthOf(header) <= size) blocks.push({ segment, position, header })
    position += lengthOf(header)
  }
  return { blocks, strayed }
}

const headerAt = async (file: FileHandle, position: number): Promise<Header | undefined> => {
  const buffer = Buffer.alloc(HEADER)
  const { bytesRead } = await file.read(buffer, 0, HEADER, position)
  return decodeHeader(buffer.subarray(0, bytesRead))
}

const CHUNK = 1024 * 1024

/** Where the next header stands at or after `from`; the size where there is none. */
const nextHeader = async (file: FileHandle, from: number, size: number): Promise<number> => {
  const buffer = Buffer.alloc(CHUNK)
  for (let start = from; start < size; start += CHUNK - HEADER) {
    const { bytesRead } = await file.read(buffer, 0, CHUNK, start)
    const read = buffer.subarray(0, bytesRead)
    for (let at = read.indexOf(MAGIC_BYTES); at >= 0; at = read.indexOf(MAGIC_BYTES, at + 1))
      if (decodeHeader(read, at)) return start + at
  }
  return size
}

/** Opens a file for reading as long as `work` lasts. */
export const withFile = async <T>(path: string, work: (file: FileHandle) => Promise<T>): Promise<T> => {
  const file = await open(path, 'r')
  try {
    return await work(file)
  } finally {
    await file.close()
  }
}
