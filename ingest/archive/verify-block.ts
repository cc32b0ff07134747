import { crc32 } from 'node:zlib'
import { entities } from '../../kernel/event.ts'
import { createSummary } from './block.ts'
import { headsOf, linesOf } from './columns.ts'
import { admits, keysOf } from './filter.ts'
import { DIGEST, decodeHeader, encodeHeader, HEADER, type Header } from './format.ts'
import { digestOfBlock } from './read-block.ts'
import type { Placed } from './segments.ts'

/**
 * What a block follows: the offset after the one before it, and its digest. Of a block that is damaged, and said to be, both the digest it
 * has and the one it comes to: if the digest is what was damaged, the block after it is not to blame.
 */
export type Link = { readonly next: number; readonly digests: readonly Buffer[] }

/**
 * What is wrong within a block, and with what it says of the block before it where that is there. `lines`: how many of its records hold a
 * line that somebody delivered, as far as they can be read; the others the intake wrote itself.
 */
export const verifyBlock = async (
  block: Placed,
  before: Link,
): Promise<{ wrong: readonly string[]; link: Link; lines: number }> => {
  const { header } = block
  const { whole, digest, computed, bytes } = await digestOfBlock(block)
  const own = decodeHeader(bytes)
  const within = await readWithin(header, bytes)
  const parts = [
    ...(own && encodeHeader(own).equals(encodeHeader(header)) ? [] : ['đầu khối bị hỏng']),
    ...within.wrong,
  ]
  const follows = header.first !== before.next || before.digests.some((one) => header.previous.equals(one))
  const wrong = [
    // A damaged part says more than the digest of all of them.
    ...(whole || parts.length > 0 ? parts : ['mã băm của khối bị hỏng']),
    ...(follows ? [] : ['chuỗi mã băm đứt: khối trước không phải là khối đã ghi']),
  ]
  return { wrong, link: { next: header.next, digests: whole ? [digest] : [digest, computed] }, lines: within.lines }
}

type Within = { readonly wrong: readonly string[]; readonly lines: number }

/** What the header says about the contents and the contents do not. */
const readWithin = async (header: Header, bytes: Buffer): Promise<Within> => {
  const filter = bytes.subarray(HEADER, HEADER + header.filter)
  const heads = bytes.subarray(HEADER + header.filter, HEADER + header.filter + header.heads)
  const lines = bytes.subarray(HEADER + header.filter + header.heads, -DIGEST)
  const wrong = [
    ...(crc32(filter) === header.filterCrc ? [] : ['bộ lọc bị hỏng']),
    ...(crc32(heads) === header.headsCrc ? [] : ['phần nội dung đã chuẩn hóa bị hỏng']),
    ...(crc32(lines) === header.linesCrc ? [] : ['phần dòng gốc bị hỏng']),
  ]
  return wrong.length > 0 ? { wrong, lines: 0 } : contradictionsIn(header, filter, heads, lines)
}

const contradictionsIn = async (header: Header, filter: Buffer, heads: Buffer, lines: Buffer): Promise<Within> => {
  const seen = createSummary()
  const records = await headsOf(heads, header).catch(() => undefined) // said below
  if (!records) return { wrong: ['không đọc được các bản ghi'], lines: 0 }
  for (const { head } of records) seen.add(head)
  const raw = await linesOf(lines, header).catch(() => []) // counted below
  const keys = entities.flatMap((entity) =>
    [...seen.names[entity]].flatMap((value) => keysOf({ [entity]: new Set([value]) })),
  )
  const again = encodeHeader({ ...header, ...seen.figures() })
  const wrong = [
    ...(raw.length === records.length ? [] : [`${records.length} bản ghi nhưng ${raw.length} dòng gốc`]),
    ...(keys.every((key) => admits(filter, [key])) ? [] : ['bộ lọc bỏ sót nội dung của khối']),
    ...(again.equals(encodeHeader(header)) ? [] : ['số liệu ở đầu khối không khớp nội dung']),
  ]
  return { wrong, lines: raw.filter(({ length }) => length > 0).length }
}
