import { crc32 } from 'node:zlib'
import { readBinaryXml } from './binary-xml.ts'

/** A file is a header and chunks of this size; nothing in a chunk points out of it. */
export const HEADER = 4096
export const CHUNK = 65_536
/** Where the records of a chunk begin, and where each says its length and its number. */
const FIRST = 512
const RECORD = 0x2a2a

/** A record as Windows would show it in XML, on one line; or why it could not be read. */
export type EvtxRecord = { readonly xml: string } | { readonly problem: string }

/**
 * The records of one chunk of a Windows event log (libyal/libevtx, «Windows XML Event Log (EVTX) format», 4). Never throws: what is damaged
 * or forged is told as a problem, and the next record is read. An unused chunk has none.
 */
export function* recordsIn(chunk: Buffer): Generator<EvtxRecord> {
  if (chunk.toString('latin1', 0, 8) !== 'ElfChnk\0') {
    if (chunk.some((byte) => byte !== 0)) yield { problem: 'một khối không có dấu nhận dạng: tệp hỏng' }
    return
  }
  const end = Math.min(chunk.length, freeFrom(chunk))
  if (!isSound(chunk, end))
    yield {
      problem:
        'tổng kiểm tra của một khối không khớp: tệp bị sửa, hỏng, hoặc đang được ghi; các sự kiện của khối không dùng làm chứng cứ được',
    }
  for (let at = FIRST; at + 24 <= end; ) {
    const length = chunk.readUInt32LE(at + 4)
    if (chunk.readUInt32LE(at) !== RECORD || length < 28 || at + length > chunk.length) {
      yield { problem: 'một sự kiện không có dấu nhận dạng hoặc bị cắt cụt; phần còn lại của khối không đọc được' }
      return
    }
    yield readRecord(chunk, at)
    at += length
  }
}

/** Where the space begins that no record has; a header that says nothing sensible counts as a full chunk. */
const freeFrom = (chunk: Buffer): number => {
  const free = chunk.length >= 52 ? chunk.readUInt32LE(48) : 0
  return free >= FIRST && free <= CHUNK ? free : CHUNK
}

/** Whether the bytes of a chunk are those that its two checksums were made of (libevtx, 3.1 and 4): its records, and its head without either. */
const isSound = (chunk: Buffer, end: number): boolean =>
  chunk.length >= FIRST &&
  crc32(chunk.subarray(FIRST, end)) === chunk.readUInt32LE(52) &&
  crc32(chunk.subarray(128, FIRST), crc32(chunk.subarray(0, 120))) === chunk.readUInt32LE(124)

const readRecord = (chunk: Buffer, at: number): EvtxRecord => {
  try {
    return { xml: readBinaryXml(chunk, at + 24) }
  } catch (error) {
    // Of what points out of the chunk, or is no time, Node says so, in English.
    const why = error instanceof Error && !(error instanceof RangeError) ? error.message : 'giá trị ngoài phạm vi'
    return { problem: `sự kiện số ${chunk.readBigUInt64LE(at + 8)} không đọc được: ${why}` }
  }
}
