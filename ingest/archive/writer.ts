import { mkdir, open, writeFile } from 'node:fs/promises'
import { coded } from '../../kernel/errors.ts'
import { isFull, type LogFileOptions, syncFolder } from '../bus/log-file.ts'
import type { Sealed } from './block.ts'
import { encodeHeader } from './format.ts'
import { writeHead } from './head.ts'
import { lastOf, type Opening } from './resume.ts'
import { indexOf, type Segment, segmentAt } from './segments.ts'

export type WriterOptions = {
  /** A segment is closed when the next block would make it longer. */
  readonly segmentBytes: number
  readonly onOpening: (what: Opening) => void
  /** The block is durable, but its index or the head could not follow: both are made anew at the next opening. */
  readonly onBehind: (error: unknown) => void
  /** As the bus's: the one place where blocks reach the disk. Returns how many bytes were written. */
  readonly write: LogFileOptions['write']
}

/** The growing end of the archive. Calls of `append` must not overlap. */
export type Writer = {
  /** Offset of the first message that is not in the archive. */
  readonly next: number
  /** Digest of the last block: the next one names it. */
  readonly digest: Buffer
  /** Resolves when the block is on the disk. After a failure the archive is as it was before. Throws DISK_FULL. */
  append(block: Sealed): Promise<void>
}

/** Opens the archive in `folder` for its one writer. */
export const openWriter = async (
  folder: string,
  { segmentBytes, onOpening, onBehind, write: put }: WriterOptions,
): Promise<Writer> => {
  await mkdir(folder, { recursive: true })
  let { segment, size, next, digest } = await lastOf(folder, onOpening)

  const write = async (block: Sealed): Promise<void> => {
    const { header, bytes } = block
    const fresh = !segment || (size > 0 && size + bytes.length > segmentBytes)
    const target = fresh ? segmentAt(folder, header.first) : segment!
    const position = fresh ? 0 : size
    const file = await open(target.path, fresh ? 'w' : 'r+')
    try {
      for (let at = 0; at < bytes.length; ) at += await put(file, bytes.subarray(at), position + at)
      await file.truncate(position + bytes.length) // what a failed writing left
      await file.datasync()
    } finally {
      await file.close()
    }
    if (fresh) await syncFolder(folder)
    segment = target
    size = position + bytes.length
    next = header.next
    digest = block.digest
    await remember(folder, target, position, block, onBehind)
  }

  return {
    get next() {
      return next
    },
    get digest() {
      return digest
    },
    append: (block) =>
      write(block).catch((error: unknown) => {
        throw isFull(error) ? coded('DISK_FULL', `Ổ đĩa chứa «${folder}» đã đầy; kho lưu trữ chờ.`, error) : error
      }),
  }
}

/** Index and head follow the block. Never rejects: the block is durable, and to seal its records again would double them. */
const remember = async (
  folder: string,
  segment: Segment,
  position: number,
  { header, digest }: Sealed,
  onBehind: WriterOptions['onBehind'],
): Promise<void> => {
  await writeFile(indexOf(segment), encodeHeader(header), { flag: position === 0 ? 'w' : 'a' }).catch(onBehind)
  await writeHead(folder, { next: header.next, digest: digest.toString('hex') }).catch(onBehind)
}
