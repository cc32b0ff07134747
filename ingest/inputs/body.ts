import { promisify } from 'node:util'
import { gunzip } from 'node:zlib'
import { err, ok, type Result } from '../../kernel/result.ts'
import { allLines, encodingOf } from './lines.ts'

const inflate = promisify(gunzip)

/** Why a request body was refused as a whole; nothing of it was taken. */
export type BodyFault = {
  readonly status: 400 | 413 | 415
  readonly code: 'EMPTY_BODY' | 'BROKEN_GZIP' | 'TOO_LARGE' | 'UNSUPPORTED_ENCODING'
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

/** One record of a body: its bytes, and its line (or its place in a JSON array), counted from 1. */
export type Piece = { readonly bytes: Uint8Array; readonly number: number }

const SPACES = new Set([0x20, 0x09, 0x0a, 0x0d])
const at = (text: string): number => text.charCodeAt(0)
const [QUOTE, BACKSLASH, COMMA] = [at('"'), at('\\'), at(',')]
const OPEN = new Set([at('['), at('{')])
const CLOSE = new Set([at(']'), at('}')])

const skipSpaces = (bytes: Uint8Array, from: number): number => {
  let i = from
  while (i < bytes.length && SPACES.has(bytes[i]!)) i++
  return i
}

/**
 * The records of a body: lines, the elements of a JSON array, or one JSON object spread over lines. Told by the content,
 * never by Content-Type, which clients set as they like. Bytes are passed on as they came.
 */
export const piecesOf = (body: Buffer): readonly Piece[] => {
  const encoding = encodingOf(body)
  if (encoding !== 'bytes') return allLines(body, encoding)
  const bytes = body[0] === 0xef && body[1] === 0xbb && body[2] === 0xbf ? body.subarray(3) : body
  const first = skipSpaces(bytes, 0)
  if (bytes[first] === at('[')) {
    const next = bytes[skipSpaces(bytes, first + 1)]
    // A log line may begin with a bracket too: «[2026-07-03 08:00:00] …».
    if (next === at('{') || next === at(']')) return elementsOf(bytes, first + 1)
  }
  if (bytes[first] === at('{') && isOneObject(bytes, first)) return [{ bytes: onOneLine(bytes), number: 1 }]
  return allLines(bytes, encoding).filter((line) => skipSpaces(line.bytes, 0) < line.bytes.length)
}

/**
 * Cuts the elements of a JSON array by depth alone, without parsing them: a broken element is its own fault, and what an
 * array without its end still holds is given whole, its last piece as far as it goes (RFC 8259, 5).
 */
const elementsOf = (bytes: Buffer, from: number): readonly Piece[] => {
  const pieces: Piece[] = []
  let start = from
  let depth = 0
  let quoted = false
  const cut = (end: number): void => {
    const begin = skipSpaces(bytes, start)
    if (begin < end) pieces.push({ bytes: onOneLine(bytes.subarray(begin, end)), number: pieces.length + 1 })
    start = end + 1
  }
  for (let i = from; i < bytes.length; i++) {
    const byte = bytes[i]!
    if (quoted) {
      if (byte === BACKSLASH) i++
      else if (byte === QUOTE) quoted = false
    } else if (byte === QUOTE) quoted = true
    else if (OPEN.has(byte)) depth++
    else if (CLOSE.has(byte) && --depth < 0) {
      cut(i)
      depth = 0
    } else if (byte === COMMA && depth === 0) cut(i)
  }
  cut(bytes.length)
  return pieces
}

/** Whether the body is one object written over several lines, and not lines of objects of which the first is broken. */
const isOneObject = (bytes: Buffer, first: number): boolean => {
  const newline = bytes.indexOf(0x0a, first)
  if (newline < 0 || skipSpaces(bytes, newline) === bytes.length) return false
  return isJson(bytes) && !isJson(bytes.subarray(first, newline))
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

/** JSON on one line, without spaces behind it. Newlines between tokens become spaces; inside strings JSON has none. */
const onOneLine = (json: Uint8Array): Uint8Array => {
  const bytes = json.subarray(0, json.findLastIndex((byte) => !SPACES.has(byte)) + 1)
  return bytes.includes(0x0a) || bytes.includes(0x0d)
    ? bytes.map((byte) => (byte === 0x0a || byte === 0x0d ? 0x20 : byte))
    : bytes
}
