import { createHash } from 'node:crypto'
import { createReadStream } from 'node:fs'
import { type FileHandle, open } from 'node:fs/promises'
import { createGunzip } from 'node:zlib'

const CHUNK = 1024 * 1024
/** Bytes at the beginning and before the offset that identify a file's content. */
const SAMPLE = 1024

export const isGzip = (path: string): boolean => path.endsWith('.gz')

/** The content from `offset` on, inflated if need be. A damaged gzip file throws where the damage begins. */
export async function* chunksFrom(path: string, offset: number): AsyncGenerator<Buffer> {
  if (!isGzip(path)) {
    yield* createReadStream(path, { start: offset, highWaterMark: CHUNK }) as AsyncIterable<Buffer>
    return
  }
  const file = createReadStream(path, { highWaterMark: CHUNK })
  const inflated = createGunzip({ chunkSize: CHUNK })
  // Not pipeline(): leaving the loop early is no error here, and both streams are destroyed below.
  file.on('error', (error) => inflated.destroy(error)).pipe(inflated)
  let at = 0
  try {
    for await (const chunk of inflated as AsyncIterable<Buffer>) {
      const skip = Math.min(chunk.length, Math.max(0, offset - at))
      at += chunk.length
      if (skip < chunk.length) yield chunk.subarray(skip)
    }
  } finally {
    file.destroy()
    inflated.destroy()
  }
}

/** The first bytes of a content and the last before an offset. */
export type Sample = { readonly head: Buffer; readonly tail: Buffer }

/** The sample after `more` bytes were read on. */
export const extend = ({ head, tail }: Sample, more: Buffer): Sample => ({
  head: head.length < SAMPLE ? Buffer.concat([head, more.subarray(0, SAMPLE)]).subarray(0, SAMPLE) : head,
  tail: Buffer.concat([tail, more.subarray(-SAMPLE)]).subarray(-SAMPLE),
})

export const digestOf = ({ head, tail }: Sample): string => createHash('sha256').update(head).update(tail).digest('hex')

const pieceAt = async (file: FileHandle, from: number, length: number): Promise<Buffer> => {
  const { bytesRead, buffer } = await file.read(Buffer.alloc(length), 0, length, from)
  return buffer.subarray(0, bytesRead)
}

/** The sample of a file at `offset`. A gzip file is inflated up to there. */
export const sampleAt = async (path: string, offset: number): Promise<Sample> => {
  const size = Math.min(SAMPLE, offset)
  if (size === 0) return { head: Buffer.alloc(0), tail: Buffer.alloc(0) }
  if (!isGzip(path)) {
    const file = await open(path, 'r')
    try {
      return { head: await pieceAt(file, 0, size), tail: await pieceAt(file, offset - size, size) }
    } finally {
      await file.close()
    }
  }
  let sample: Sample = { head: Buffer.alloc(0), tail: Buffer.alloc(0) }
  let at = 0
  for await (const chunk of chunksFrom(path, 0)) {
    if (at >= offset) break
    sample = extend(sample, chunk.subarray(0, offset - at))
    at += chunk.length
  }
  return sample
}

/** The first bytes of the content, for telling its encoding. */
export const headOf = async (path: string, length: number): Promise<Buffer> => {
  for await (const chunk of chunksFrom(path, 0)) return chunk.subarray(0, length)
  return Buffer.alloc(0)
}

/**
 * Tells apart the files that bear one name one after another: by the file (`born`) and the first bytes before the line. A line
 * at the same offset of a later file, or of the same one emptied and written anew, is another line.
 */
export const generationOf = (born: string, before: Buffer): string =>
  createHash('sha256').update(`${born}\n`).update(before.subarray(0, SAMPLE)).digest('hex').slice(0, 12)
