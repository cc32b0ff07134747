import type { FileHandle } from 'node:fs/promises'
import { crc32 } from 'node:zlib'
import { type HeadAt, headsOf, type Worth } from './columns.ts'
import { DIGEST, digestOf, HEADER, type Header, lengthOf } from './format.ts'
import { type Placed, withFile } from './segments.ts'
import { meetsTimes, type Times } from './times.ts'

/** A part of a block, as long as its checksum says it is what was written; undefined where it is not. */
const part = async (file: FileHandle, position: number, length: number, crc: number): Promise<Buffer | undefined> => {
  const buffer = Buffer.allocUnsafe(length)
  const { bytesRead } = await file.read(buffer, 0, length, position)
  return bytesRead === length && crc32(buffer) === crc ? buffer : undefined
}

/** The filter of a block in the open file of its segment. */
export const readFilter = (file: FileHandle, { position, header }: Placed): Promise<Buffer | undefined> =>
  part(file, position + HEADER, header.filter, header.filterCrc)

/** The records of a block without their lines, as far as they are worth it; undefined where they are damaged. */
export const readHeads = async (
  file: FileHandle,
  { position, header }: Placed,
  { needles, times }: Worth = {},
): Promise<readonly HeadAt[] | undefined> => {
  const column = await part(file, position + HEADER + header.filter, header.heads, header.headsCrc)
  // Sealed with a right checksum and yet no records: nobody but a forger writes that, and a reader cannot do more than pass it over.
  const isWholly = !times || (!times.within && times.from <= header.minAt && times.to >= header.maxAt)
  return column && headsOf(column, header, { needles, times: isWholly ? undefined : times }).catch(() => undefined)
}

/** The digest that ends a block, the one its bytes come to, and whether the two are one: the block still is what it was made of. */
export const digestOfBlock = async ({ segment, position, header }: Placed) =>
  withFile(segment.path, async (file) => {
    const bytes = Buffer.alloc(lengthOf(header))
    await file.read(bytes, 0, bytes.length, position)
    const digest = bytes.subarray(bytes.length - DIGEST)
    const computed = digestOf(bytes.subarray(0, bytes.length - DIGEST))
    return { whole: computed.equals(digest), digest, computed, bytes }
  })

/** Whether a block may hold an event time that is asked for. */
export const meets = ({ minAt, maxAt }: Pick<Header, 'minAt' | 'maxAt'>, times: Times): boolean =>
  minAt <= maxAt && meetsTimes(times, minAt, maxAt)
