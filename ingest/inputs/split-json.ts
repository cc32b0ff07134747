import type { Unicode } from '../intake/decode.ts'
import { gatherer, type Layout, type RawLine, type Splitter } from './gather.ts'

const NEWLINE = 0x0a
const CR = 0x0d
const QUOTE = 0x22
const BACKSLASH = 0x5c
const BETWEEN = new Set([...',[] \t\r\n'].map((sign) => sign.charCodeAt(0)))
const isOpening = (unit: number): boolean => unit === 0x7b || unit === 0x5b
const isClosing = (unit: number): boolean => unit === 0x7d || unit === 0x5d

/** Whether a file is JSON laid out over lines: an array of objects, or objects that are printed wide. NDJSON is lines. */
export const looksLikeJson = (head: Buffer, encoding: Unicode): boolean =>
  /^\s*(\[\s*[{\]]|\{[ \t]*\r?\n)/.test(new TextDecoder(encoding).decode(head))

/**
 * A record an object, at the top or in an array at the top, wherever its line ends are. A line end inside a string (RFC 8259, 7
 * forbids it) means a torn object: it is handed on as it is, and the next one is looked for. What is no object is handed on
 * by the line, for someone to refuse. Line ends between tokens become spaces: a record is one line.
 */
export const jsonSplitter = (layout: Layout): Splitter => {
  const { encoding } = layout
  const record = gatherer(layout)
  const width = encoding === 'utf-8' ? 1 : 2
  const unitAt = readerOf(encoding)
  let state: 'between' | 'object' | 'string' | 'escape' | 'scrap' = 'between'
  let depth = 0

  /** What one unit does: `open` begins a record with it, `close` ends one with it, `end` before it, `reopen` ends one before it and begins the next. */
  const step = (unit: number): 'open' | 'reopen' | 'close' | 'end' | undefined => {
    switch (state) {
      case 'between':
        if (BETWEEN.has(unit)) return undefined
        state = isOpening(unit) ? 'object' : 'scrap'
        depth = 1
        return 'open'
      case 'scrap':
        if (unit === NEWLINE) state = 'between'
        else if (unit === 0x7b) state = 'object'
        else return undefined
        depth = 1
        return state === 'object' ? 'reopen' : 'end'
      case 'escape':
        state = 'string'
        return undefined
      case 'string':
        if (unit === NEWLINE) {
          state = 'between'
          return 'end'
        }
        if (unit === BACKSLASH) state = 'escape'
        else if (unit === QUOTE) state = 'object'
        return undefined
      case 'object':
        if (unit === QUOTE) state = 'string'
        else if (isOpening(unit)) depth += 1
        else if (isClosing(unit)) depth -= 1
        if (depth > 0) return undefined
        state = 'between'
        return 'close'
      default:
        throw new Error(`no such state: ${state satisfies never}`)
    }
  }

  function* take(): Iterable<RawLine> {
    for (const raw of record.take(0)) yield { ...raw, line: onOneLine(raw.line, encoding) }
  }

  return {
    *push(chunk) {
      let from = 0
      for (let at = 0; at + width <= chunk.length; at += width) {
        const done = step(unitAt(chunk, at))
        if (!done) continue
        if (done === 'open') {
          record.skip(at - from)
          from = at
          continue
        }
        const end = done === 'close' ? at + width : at
        record.add(chunk.subarray(from, end))
        from = end
        yield* take()
      }
      if (state === 'between') record.skip(chunk.length - from)
      else record.add(chunk.subarray(from))
    },
    end: take,
    get held() {
      return record.held
    },
  }
}

const readerOf = (encoding: Unicode): ((bytes: Buffer, at: number) => number) => {
  if (encoding === 'utf-8') return (bytes, at) => bytes[at]!
  return encoding === 'utf-16le' ? (bytes, at) => bytes.readUInt16LE(at) : (bytes, at) => bytes.readUInt16BE(at)
}

/** Inside its strings JSON has no line ends (RFC 8259, 7), so what is replaced stands between tokens. */
export const onOneLine = (json: Uint8Array, encoding: Unicode): Uint8Array => {
  if (!json.includes(NEWLINE) && !json.includes(CR)) return json
  const bytes = Buffer.from(json)
  const unitAt = readerOf(encoding)
  const width = encoding === 'utf-8' ? 1 : 2
  const low = encoding === 'utf-16be' ? 1 : 0
  for (let at = 0; at + width <= bytes.length; at += width) {
    const unit = unitAt(bytes, at)
    if (unit === NEWLINE || unit === CR) bytes[at + low] = 0x20
  }
  return bytes
}
