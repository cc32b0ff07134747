import { promisify } from 'node:util'
import { gunzip } from 'node:zlib'
import { err, ok, type Result } from '../../kernel/result.ts'
import { evtxMark, isEvtx } from '../formats/evtx.ts'
import type { RawLine } from './gather.ts'
import { isPlainLines, markLength, splitterFor } from './lines.ts'
import { onOneLine } from './split-json.ts'

const inflate = promisify(gunzip)

/** Why a request body was refused as a whole; nothing of it was taken. */
export type BodyFault = {
  readonly status: 400 | 413 | 415
  readonly code: 'EMPTY_BODY' | 'BROKEN_GZIP' | 'TOO_LARGE' | 'UNSUPPORTED_ENCODING' | 'SOURCE_IN_QUERY'
  readonly message: string
}

const mebibytes = (bytes: number): string => `${Math.round((bytes / 1024 / 1024) * 10) / 10} MiB`

export const tooLarge = (limit: number, what: 'gửi lên' | 'sau khi giải nén'): BodyFault => ({
  status: 413,
  code: 'TOO_LARGE',
  message: `Nội dung ${what} vượt quá ${mebibytes(limit)} cho một lần gửi; hãy chia thành các lần gửi nhỏ hơn.`,
})

/**
 * Undoes the request's Content-Encoding (RFC 9110, 8.4.1). Inflation stops at `limit` bytes, so that a small body
 * cannot become a large one in memory.
 */
export const decodeBody = async (
  body: Buffer,
  contentEncoding: string | undefined,
  limit: number,
): Promise<Result<Buffer, BodyFault>> => {
  const encoding = (contentEncoding ?? 'identity').trim().toLowerCase()
  if (encoding === 'identity' || encoding === '') return ok(body)
  if (encoding !== 'gzip' && encoding !== 'x-gzip') {
    const message = `Content-Encoding «${encoding}» không được hỗ trợ; chỉ nhận gzip hoặc không nén.`
    return err({ status: 415, code: 'UNSUPPORTED_ENCODING', message })
  }
  try {
    return ok(await inflate(body, { maxOutputLength: limit }))
  } catch (error) {
    if (error instanceof RangeError) return err(tooLarge(limit, 'sau khi giải nén'))
    const message = 'Nội dung nén gzip bị cắt cụt hoặc hỏng; không dòng nào được nhận, hãy gửi lại cả lần gửi này.'
    return err({ status: 400, code: 'BROKEN_GZIP', message })
  }
}

const SPACES = new Set([0x20, 0x09, 0x0a, 0x0d])
const NEWLINE = 0x0a
const CR = 0x0d
const trimmed = (bytes: Buffer): Buffer => bytes.subarray(0, bytes.findLastIndex((byte) => !SPACES.has(byte)) + 1)
const isBlank = ({ line }: Pick<RawLine, 'line'>): boolean =>
  line.length === 0 || (line[0]! <= 0x20 && line.every((byte) => SPACES.has(byte)))

/**
 * The records of a body, cut as a file at rest is: lines, the elements of a JSON array, or one JSON object spread over lines.
 * Told by the content, never by Content-Type, which clients set as they like. Bytes are passed on as they came; of a binary event log only its mark.
 */
export const piecesOf = (body: Buffer): readonly RawLine[] => {
  const content = body.subarray(markLength(body))
  if (isEvtx(body)) return [{ line: evtxMark(body), offset: 0, number: 1 }]
  if (isOneObject(content))
    return [{ line: onOneLine(trimmed(content), 'utf-8'), offset: body.length - content.length, number: 1 }]
  if (isPlainLines(body)) return plainLines(content, body.length - content.length)
  const splitter = splitterFor(body, Number.POSITIVE_INFINITY)
  return [...splitter.push(content), ...splitter.end()].filter((piece) => !isBlank(piece))
}

/** What `lineSplitter` makes of a whole content of lines in UTF-8: the same, without what a stream of chunks needs. */
export const plainLines = (content: Buffer, start: number): readonly RawLine[] => {
  const pieces: RawLine[] = []
  let number = 0
  for (let at = 0; at < content.length; ) {
    const newline = content.indexOf(NEWLINE, at)
    const next = newline < 0 ? content.length : newline + 1
    const end = newline < 0 ? content.length : newline
    number += 1
    const piece = {
      line: content.subarray(at, content[end - 1] === CR && end > at ? end - 1 : end),
      offset: start + at,
      number,
    }
    if (!isBlank(piece)) pieces.push(piece)
    at = next
  }
  return pieces
}

/** Whether the body is one object written over several lines, and not lines of objects of which the first is broken. */
const isOneObject = (bytes: Buffer): boolean => {
  const first = bytes.findIndex((byte) => !SPACES.has(byte))
  const newline = bytes.indexOf(NEWLINE, first)
  if (bytes[first] !== 0x7b || newline < 0) return false
  return !isJson(bytes.subarray(first, newline)) && isJson(bytes)
}

const isJson = (bytes: Buffer): boolean => {
  try {
    JSON.parse(bytes.toString('utf8'))
    return true
  } catch {
    // A value, not a failure: the caller then reads the body as lines.
    return false
  }
}
