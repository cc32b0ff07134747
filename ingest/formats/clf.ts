import type { Instant } from '../../kernel/time.ts'
import { monthOf } from './month.ts'
import { instantOf } from './zone.ts'

const TIME = /\[(\d{1,2})\/([A-Za-z]{3})\/(\d{4}):(\d{2}):(\d{2}):(\d{2}) ([+-]\d{4})\]/

/** A line of a web server's access log. What the server wrote `-` for is absent. */
export type AccessLine = {
  readonly at: Instant
  /** What stands before the time, or, where nothing does, right after it: addresses and names, the last two being identity and user. */
  readonly before: readonly string[]
  readonly request: string
  /** What follows the request, in order: status, bytes, then quoted values. */
  readonly after: readonly string[]
}

/** Where a quoted value ends that begins at `start`: at its closing quote, else at the end of the text. */
const quoteEnd = (text: string, start: number): number => {
  for (let at = start; at < text.length; at++) {
    if (text[at] === '\\') at++
    else if (text[at] === '"') return at
  }
  return text.length
}

/** Values between spaces; one in double quotes may hold spaces and escaped quotes. */
const valuesOf = (text: string): readonly string[] => {
  const values: string[] = []
  for (let at = 0; at < text.length; ) {
    if (/\s/.test(text[at]!)) {
      at++
      continue
    }
    const quoted = text[at] === '"'
    const end = quoted ? quoteEnd(text, at + 1) : wordEnd(text, at)
    values.push(text.slice(quoted ? at + 1 : at, end))
    at = end + 1
  }
  return values
}

const WORD_END = /\s|$/g
const wordEnd = (text: string, start: number): number => {
  WORD_END.lastIndex = start
  return WORD_END.exec(text)?.index ?? text.length
}

/**
 * Common and combined log format (Apache «LogFormat», nginx `log_format combined`), with the virtual host and forwarded addresses before it
 * and what a province adds behind, and Apache's ssl_request_log, whose time comes first. Undefined for what is none of these.
 */
export const readAccess = (line: string): AccessLine | undefined => {
  const time = TIME.exec(line)
  if (!time) return undefined
  const [whole, day, month, year, hour, minute, second, zone = ''] = time
  const at = instantOf(
    {
      year: Number(year),
      month: monthOf(month),
      day: Number(day),
      hour: Number(hour),
      minute: Number(minute),
      second: Number(second),
    },
    zone,
  )
  const rest = line.slice(time.index + whole.length)
  const quote = rest.indexOf('"')
  if (at === undefined || quote < 0) return undefined
  const written = line.slice(0, time.index).trim()
  const [request = '', ...after] = valuesOf(rest.slice(quote))
  const before = written === '' ? valuesOf(rest.slice(0, quote)) : valuesOf(written)
  return { at, before, request, after }
}
