import { open, readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { coded } from '../../kernel/errors.ts'
import { type Frame, findFrame, parseFrame } from './frame.ts'

/** A file of frames; its name is the offset of its first message. */
export type Segment = { readonly base: number; readonly path: string }

const NAME = /^(\d{16})\.log$/
const CHUNK = 1024 * 1024

/** The segment of a topic's folder that begins at `base`. */
export const segmentAt = (folder: string, base: number): Segment => ({
  base,
  path: join(folder, `${String(base).padStart(16, '0')}.log`),
})

/** The segments of a topic, oldest first. A folder that does not exist has none. */
export const segmentsOf = async (folder: string): Promise<Segment[]> => {
  const names = await readdir(folder).catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return []
    throw error
  })
  return names
    .filter((name) => NAME.test(name))
    .sort()
    .map((name) => segmentAt(folder, Number(name.slice(0, 16))))
}

/** The coded error for damage that no crash of ours can have caused. */
export const corrupt = (path: string, position: number) =>
  coded('LOG_CORRUPT', `Tệp nhật ký «${path}» bị hỏng tại byte ${position}; cần khôi phục tệp này từ bản sao lưu.`)

/**
 * The whole frames of `path` from `position` on, about 1 MiB of them (at least one), of the first `limit` bytes.
 * `frames` is empty at the end, and also where a frame is cut by `limit`; throws LOG_CORRUPT at anything that is no frame.
 */
export const readFrames = async (
  path: string,
  position: number,
  limit: number,
): Promise<{ frames: readonly Frame[]; position: number }> => {
  if (position >= limit) return { frames: [], position }
  const file = await open(path, 'r')
  try {
    let want = Math.min(CHUNK, limit - position)
    for (;;) {
      const buffer = Buffer.allocUnsafe(want)
      const { bytesRead } = await file.read(buffer, 0, want, position)
      const read = split(buffer.subarray(0, bytesRead), path, position)
      if (read.frames.length > 0 || read.size <= want || position + read.size > limit) return read
      want = read.size
    }
  } finally {
    await file.close()
  }
}

const split = (buffer: Buffer, path: string, position: number) => {
  const frames: Frame[] = []
  let at = 0
  let size = 0
  while (at < buffer.length) {
    const parsed = parseFrame(buffer, at)
    if (parsed.kind === 'bad') throw corrupt(path, position + at)
    if (parsed.kind === 'short') {
      size = parsed.size
      break
    }
    const before = frames.at(-1)
    if (before && before.base + before.count !== parsed.base) throw corrupt(path, position + at)
    frames.push(parsed)
    at = parsed.end
  }
  return { frames, position: position + at, size }
}

/** Where the whole frames of the last segment end, and the offset that comes next; `size` beyond `end` is a torn tail. */
export type Tail = { readonly end: number; readonly next: number; readonly size: number }

/**
 * Reads the last segment of a topic through. What a crash left unfinished is reported as a tail to be cut; a damaged place
 * with whole frames behind it is not a crash's doing: LOG_CORRUPT.
 */
export const inspectTail = async ({ base, path }: Segment): Promise<Tail> => {
  const buffer = await readFile(path)
  let end = 0
  let next = base
  while (end < buffer.length) {
    const parsed = parseFrame(buffer, end)
    if (parsed.kind !== 'frame' || parsed.base !== next) {
      if (findFrame(buffer, end) !== undefined) throw corrupt(path, end)
      break
    }
    next += parsed.count
    end = parsed.end
  }
  return { end, next, size: buffer.length }
}
