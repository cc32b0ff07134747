import { promisify } from 'node:util'
import { zstdDecompress } from 'node:zlib'
import { coded } from '../../kernel/errors.ts'
import { decodeWire, type RecordHead } from '../wire.ts'
import type { Header } from './format.ts'
import { mayTellOf, type Times } from './times.ts'

const decompress = promisify(zstdDecompress)
const NEWLINE = 0x0a

/** A record without its line, and how many stand before it in its block. */
export type HeadAt = { readonly index: number; readonly head: RecordHead }

/** Which records of a block are worth parsing; all of them where nothing is said. */
export type Worth = {
  /** One of these stands in it. */
  readonly needles?: readonly Buffer[] | undefined
  /** It tells, or takes back what tells, of one of these times. */
  readonly times?: Times | undefined
}

/** The records of a heads column, whose checksum was looked at before, as far as they are worth it. Throws LOG_CORRUPT. */
export const headsOf = async (
  column: Buffer,
  { records }: Pick<Header, 'records'>,
  { needles, times }: Worth = {},
): Promise<readonly HeadAt[]> => {
  const plain = await decompress(column)
  const hits = needles && hitsIn(plain, needles)
  const heads: HeadAt[] = []
  let index = 0
  for (let at = 0, hit = 0; at < plain.length; index++) {
    const end = plain.indexOf(NEWLINE, at)
    if ((!hits || hits[hit]! < end) && (!times || mayTellOf(plain, at, end, times))) {
      const wire = decodeWire(plain.subarray(at, end))
      if ('observations' in wire) heads.push({ index, head: wire })
    }
    while (hits && hits[hit]! < end) hit++
    at = end + 1
  }
  if (index !== records) throw coded('LOG_CORRUPT', `Khối lưu trữ có ${index} bản ghi, đầu khối ghi ${records}.`)
  return heads
}

/** Where the needles stand, in order. */
const hitsIn = (plain: Buffer, needles: readonly Buffer[]): readonly number[] => {
  const hits: number[] = []
  for (const needle of needles)
    for (let at = plain.indexOf(needle); at >= 0; at = plain.indexOf(needle, at + needle.length)) hits.push(at)
  return hits.sort((a, b) => a - b)
}

/** The raw lines of a lines column, likewise. Throws LOG_CORRUPT. */
export const linesOf = async (column: Buffer, { lengths, records }: Pick<Header, 'lengths' | 'records'>) => {
  const sizes = await decompress(column.subarray(0, lengths))
  const plain = await decompress(column.subarray(lengths))
  const lines: Buffer[] = []
  let at = 0
  for (let i = 0; i < sizes.length; i += 4) {
    lines.push(plain.subarray(at, at + sizes.readUInt32LE(i)))
    at += sizes.readUInt32LE(i)
  }
  if (at !== plain.length || lines.length !== records)
    throw coded('LOG_CORRUPT', 'Các dòng gốc trong khối lưu trữ không khớp độ dài của chúng.')
  return lines
}
