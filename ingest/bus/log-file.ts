import { type FileHandle, mkdir, open, rm } from 'node:fs/promises'
import { coded } from '../../kernel/errors.ts'
import type { Message } from '../../kernel/ports.ts'
import { encodeFrame } from './frame.ts'
import { corrupt, inspectTail, type Segment, segmentAt, segmentsOf } from './segment.ts'

/** What was cut off the end of a topic at opening: a group that a crash left half written and nobody was told is safe. */
export type Repair = { readonly path: string; readonly position: number; readonly cut: number }

export type LogFileOptions = {
  /** A segment is closed when the next group would make it longer. */
  readonly segmentBytes: number
  readonly onRepair: (repair: Repair) => void
  /** The one place where bytes reach the disk; tests put a full disk here. Returns how many were written. */
  readonly write: (file: FileHandle, bytes: Buffer, position: number) => Promise<number>
}

/** The growing end of one topic. Calls of `append` must not overlap. */
export type LogFile = {
  /** Resolves when the messages, so many bytes (`bodySize`), are on the disk. After a failure the log is as it was before. Throws DISK_FULL; LOG_CORRUPT where the file was deleted. */
  append(messages: readonly Message[], bytes: number): Promise<void>
  /** The offset the next message will get; everything before it is durable. */
  readonly next: number
  /** Oldest first; `size` is the durable length of the last one. */
  readonly segments: readonly Segment[]
  readonly size: number
  /** Removes the segments that end before the offset, never the last one. Returns how many. */
  trim(before: number): Promise<number>
  close(): Promise<void>
}

/** Opens (or begins) the log in `folder` for its one writer; a torn tail is cut off and reported. Throws LOG_CORRUPT. */
export const openLogFile = async (folder: string, options: LogFileOptions): Promise<LogFile> => {
  const { segments, file: opened, tail } = await openLast(folder, options.onRepair)
  let file = opened
  let { next, end: size } = tail
  /** Something stands behind `size` that must go before anything is written. */
  let torn = false
  /** A new segment was begun and must be used: its name is the next offset. */
  let rolling = false

  const cutTail = async () => {
    await file.truncate(size)
    await file.sync()
    torn = false
  }

  const roll = async () => {
    rolling = true
    const segment = segmentAt(folder, next)
    const fresh = await open(segment.path, 'w+')
    await syncFolder(folder).catch(async (error: unknown) => {
      await fresh.close()
      throw error
    })
    await file.close()
    file = fresh
    segments.push(segment)
    size = 0
    rolling = false
  }

  const write = async (messages: readonly Message[], bytes: number) => {
    if (torn) await cutTail()
    const frame = encodeFrame(next, messages, bytes)
    if (rolling || (size > 0 && size + frame.length > options.segmentBytes)) await roll()
    torn = true
    for (let at = 0; at < frame.length; ) at += await options.write(file, frame.subarray(at), size + at)
    await file.datasync()
    torn = false
    // What is written to a file that somebody has deleted is gone with this process: nobody may be told that it is safe.
    if ((await file.stat()).nlink === 0) throw corrupt(segments.at(-1)!.path, size)
    size += frame.length
    next += messages.length
  }

  return {
    append: (messages, bytes) =>
      write(messages, bytes).catch(async (error: unknown) => {
        // If even the cut fails `torn` stays set, and the next append begins with it.
        if (torn) await cutTail().catch(() => undefined)
        throw isFull(error) ? coded('DISK_FULL', `Ổ đĩa chứa «${folder}» đã đầy; bản ghi chưa được lưu.`, error) : error
      }),
    get next() {
      return next
    },
    get size() {
      return size
    },
    segments,
    trim: async (before) => {
      let removed = 0
      for (; segments.length > 1 && segments[1]!.base <= before; removed++) {
        const segment = segments.shift()!
        await rm(segment.path).catch((error: unknown) => {
          segments.unshift(segment) // what stays on the disk stays in the list, or the next start would find a hole
          throw error
        })
      }
      if (removed > 0) await syncFolder(folder)
      return removed
    },
    close: () => file.close(),
  }
}

const openLast = async (folder: string, onRepair: LogFileOptions['onRepair']) => {
  await mkdir(folder, { recursive: true })
  const segments = await segmentsOf(folder)
  if (segments.length === 0) {
    segments.push(segmentAt(folder, 0))
    await (await open(segments[0]!.path, 'w')).close()
    await syncFolder(folder)
  }
  const { path } = segments.at(-1)!
  const tail = await inspectTail(segments.at(-1)!)
  const file = await open(path, 'r+')
  if (tail.size > tail.end) {
    await file.truncate(tail.end)
    await file.sync()
    onRepair({ path, position: tail.end, cut: tail.size - tail.end })
  }
  return { segments, file, tail }
}

/** Whether an error of the file system says that there is no room. */
export const isFull = (error: unknown): boolean =>
  error instanceof Error && 'code' in error && (error.code === 'ENOSPC' || error.code === 'EDQUOT')

/** A new file is only safe once its folder is; Windows has no such thing. */
export const syncFolder = async (folder: string): Promise<void> => {
  if (process.platform === 'win32') return
  const handle = await open(folder, 'r')
  try {
    await handle.sync()
  } finally {
    await handle.close()
  }
}

/** Writes what it can of the bytes and returns how many. */
export const writeAt: LogFileOptions['write'] = async (file, bytes, position) =>
  (await file.write(bytes, 0, bytes.length, position)).bytesWritten
