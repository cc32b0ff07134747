import type { Observation } from '../kernel/event.ts'
import type { StoredRecord } from '../kernel/ports.ts'
import { remember } from './formats/remember.ts'

/*
 * The head of a record: the record without its line as JSON, with nothing in it twice. It is written for every line, so it is written
 * by hand and as bytes in one place: no text is put together only to be taken apart again.
 */

/** Longer heads are written by `headText`, bytes. */
export const MOST_HEAD: number = 16 * 1024
/** Where `writeHead` puts a head. */
export const headSpace: Buffer = Buffer.alloc(MOST_HEAD)

/** What is written without a look at the room that is left: a number, some quotes and commas. */
const MARGIN = 64
/** The place behind everything: there was no room. */
const BEYOND = MOST_HEAD + 1
let at = 0

/** The obvious way, of which `writeHead` is the fast one. */
export const headText = (record: StoredRecord): string => {
  const { digest, stored, received, collector, source, parser, place, heading, observations, withdraws } = record
  const short = (observation: Observation): object => ({
    ...observation,
    ...(observation.source === source && { source: undefined }),
    ...(observation.collector === collector && { collector: undefined }),
    ...(observation.received === received && { received: undefined }),
    ...(observation.digest === stored && { digest: undefined }),
  })
  return JSON.stringify({
    ...{ digest, stored: stored === digest ? undefined : stored, received, collector, source, parser, place, heading },
    ...{ observations: observations.map(short), withdraws: withdraws?.map(short) },
  })
}

/** Writes the head of a record to `headSpace` from its beginning on. Returns how many bytes it has, 0 where it found no room. */
export const writeHead = (record: StoredRecord): number => {
  const { digest, stored, place, heading, observations, withdraws } = record
  at = 0
  putBytes(OPEN)
  putText(digest)
  if (stored !== digest) {
    putBytes(STORED)
    putText(stored)
  }
  putBytes(sharedOf(record))
  if (place !== undefined) {
    putBytes(PLACE)
    putText(place)
  }
  if (heading !== undefined) {
    putBytes(HEADING)
    putText(heading)
  }
  putBytes(OBSERVATIONS)
  putList(observations, record)
  if (withdraws !== undefined) {
    putBytes(WITHDRAWS)
    putList(withdraws, record)
  }
  headSpace[at++] = CLOSE
  return at > MOST_HEAD ? 0 : at
}

const [OPEN, STORED, PLACE, HEADING, OBSERVATIONS, WITHDRAWS] = [
  ...['{"digest":', ',"stored":', ',"place":', ',"heading":', ',"observations":', ',"withdraws":'],
].map((text) => Buffer.from(text)) as [Buffer, Buffer, Buffer, Buffer, Buffer, Buffer] // as many as texts
const [QUOTE, COMMA, CLOSE, OPEN_LIST, CLOSE_LIST] = [0x22, 0x2c, 0x7d, 0x5b, 0x5d]
const BEGIN = 0x7b

type Shared = Pick<StoredRecord, 'received' | 'collector' | 'source' | 'parser'>
let last: Shared & { readonly written: Uint8Array } = {
  ...{ received: Number.NaN, collector: '', source: '', parser: '', written: new Uint8Array(0) },
}

/** What most lines have in common with the line before. */
const sharedOf = ({ received, collector, source, parser }: Shared): Uint8Array => {
  const same =
    received === last.received && collector === last.collector && source === last.source && parser === last.parser
  if (same) return last.written
  const written = Buffer.from(`,${JSON.stringify({ received, collector, source, parser }).slice(1, -1)}`)
  last = { received, collector, source, parser, written }
  return written
}

const putList = (observations: readonly Observation[], record: StoredRecord): void => {
  headSpace[at++] = OPEN_LIST
  for (let i = 0; i < observations.length; i++) {
    if (i > 0) headSpace[at++] = COMMA
    putObservation(observations[i]!, record)
  }
  headSpace[at++] = CLOSE_LIST
}

/** What the record says already is left out. */
const putObservation = (observation: Observation, record: StoredRecord): void => {
  const { source, collector, received, digest } = observation
  const start = at
  for (const name in observation) {
    if (
      (name === 'source' && source === record.source) ||
      (name === 'collector' && collector === record.collector) ||
      (name === 'received' && received === record.received) ||
      (name === 'digest' && digest === record.stored)
    )
      continue
    const value: unknown = (observation as Readonly<Record<string, unknown>>)[name]
    if (value === undefined) continue
    putBytes(nameOf(name))
    if (typeof value === 'string') putText(value)
    else if (typeof value === 'number') putNumber(value)
    else putOdd(value)
  }
  // In the place of the first comma.
  if (at === start) headSpace[at++] = BEGIN
  else headSpace[start] = BEGIN
  headSpace[at++] = CLOSE
}

/** A name with the comma before it. */
const nameOf = remember((name) => Buffer.from(`,${JSON.stringify(name)}:`))

const putBytes = (bytes: Uint8Array): void => {
  if (at + bytes.length + MARGIN > MOST_HEAD) {
    at = BEYOND
    return
  }
  for (let i = 0; i < bytes.length; i++) headSpace[at + i] = bytes[i]!
  at += bytes.length
}

/** Anything but plain ASCII may need an escape. */
const PLAIN = new Uint8Array(0x10000).fill(1, 0x20, 0x7f)
PLAIN[QUOTE] = 0
PLAIN['\\'.charCodeAt(0)] = 0

const putText = (text: string): void => {
  const { length } = text
  if (at + length + MARGIN > MOST_HEAD) {
    at = BEYOND
    return
  }
  const start = at + 1
  for (let i = 0; i < length; i++) {
    const code = text.charCodeAt(i)
    if (PLAIN[code] === 0) {
      putOdd(text)
      return
    }
    headSpace[start + i] = code
  }
  headSpace[at] = QUOTE
  headSpace[start + length] = QUOTE
  at = start + length + 1
}

const HALF = 1e7
/** Digits of either half of a number are made of small integers. */
const putNumber = (value: number): void => {
  if (!(value >= 0 && value < HALF * HALF && Math.floor(value) === value)) {
    putOdd(value)
    return
  }
  const high = Math.floor(value / HALF)
  const low = value - high * HALF
  if (high === 0) putDigits(low, 1)
  else {
    putDigits(high, 1)
    putDigits(low, 7)
  }
}

/** A whole number below 10,000,000 with at least so many digits. */
const putDigits = (value: number, least: number): void => {
  let digits = least
  for (let power = 10 ** least; power <= value; power *= 10) digits++
  let left = value | 0
  for (let place = at + digits - 1; place >= at; place--) {
    const rest = (left / 10) | 0
    headSpace[place] = 0x30 + left - rest * 10
    left = rest
  }
  at += digits
}

/** What is not written by hand. */
const putOdd = (value: unknown): void => {
  const bytes = Buffer.from(JSON.stringify(value))
  putBytes(bytes)
}
