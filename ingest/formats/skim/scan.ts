/*
 * The line that is being read, as bytes in one place: a fixed buffer is what makes looking at bytes fast. Behind the line stands a zero,
 * which no string and no number of JSON holds.
 */

/** Longer lines are not skimmed, bytes. */
export const MOST_BYTES = 16 * 1024

export const scratch: Buffer = Buffer.alloc(MOST_BYTES + 64)
const view = new DataView(scratch.buffer, scratch.byteOffset, scratch.length)

/** Four bytes of the line from `at` on, the first one lowest. */
export const wordAt = (at: number): number => view.getInt32(at, true)

/** Puts a line of at most `MOST_BYTES` in its place. */
export const load = (line: Uint8Array): void => {
  scratch.set(line)
  view.setInt32(line.length, 0)
}

const QUOTE = 0x22
const BACKSLASH = 0x5c
const QUOTES = 0x22222222
const BACKSLASHES = 0x5c5c5c5c
const ONES = 0x01010101
const SPACES = 0x20202020
const HIGHEST = ~0x7f7f7f7f

/** The first quote, backslash or control character from `at` on, four bytes at a time (Warren, Hacker's Delight, 6-1). */
const nextOdd = (start: number): number => {
  for (let at = start; ; at += 4) {
    const word = wordAt(at)
    const quote = word ^ QUOTES
    const slash = word ^ BACKSLASHES
    const odd = (((quote - ONES) & ~quote) | ((slash - ONES) & ~slash) | ((word - SPACES) & ~word)) & HIGHEST
    // The lowest of the bits that are set belongs to the first odd byte; those above it may be wrong.
    if (odd !== 0) return at + ((31 - Math.clz32(odd & -odd)) >> 3)
  }
}

const bytesIn = (chars: string): Uint8Array => {
  const table = new Uint8Array(256)
  for (const char of chars) table[char.charCodeAt(0)] = 1
  return table
}
const ESCAPES = bytesIn('"\\/bfnrt')
const HEX = bytesIn('0123456789abcdefABCDEF')

/** The bytes of the escape at a backslash; 0 where it is none. */
const escapeLength = (at: number): number => {
  const code = scratch[at + 1]!
  if (ESCAPES[code] === 1) return 2
  if (code !== 0x75) return 0
  for (let digit = at + 2; digit < at + 6; digit++) if (HEX[scratch[digit]!] === 0) return 0
  return 6
}

/**
 * Where the closing quote of the string stands whose first character is at `start` (RFC 8259, 7), `~` of it where there are escapes
 * in the string; `NONE` where it is no string.
 */
export const stringEnd = (start: number): number => {
  const first = nextOdd(start)
  if (scratch[first] === QUOTE) return first
  let at = first
  while (scratch[at] === BACKSLASH) {
    const length = escapeLength(at)
    if (length === 0) return NONE
    at = nextOdd(at + length)
  }
  return scratch[at] === QUOTE ? ~at : NONE
}

/** `~0`: nothing ends before it began. */
export const NONE = -1

const digitsEnd = (start: number): number => {
  let at = start
  while (scratch[at]! >= 0x30 && scratch[at]! <= 0x39) at++
  return at
}

/** The end of the number that begins at `start` (RFC 8259, 6); `NONE` where it is none. What follows it is not looked at. */
export const numberEnd = (start: number): number => {
  const first = scratch[start] === 0x2d ? start + 1 : start
  const whole = scratch[first] === 0x30 ? first + 1 : digitsEnd(first)
  if (whole === first) return NONE
  const point = scratch[whole] === 0x2e
  const decimals = point ? digitsEnd(whole + 1) : whole
  if (point && decimals === whole + 1) return NONE
  if (scratch[decimals] !== 0x65 && scratch[decimals] !== 0x45) return decimals
  const sign = scratch[decimals + 1] === 0x2b || scratch[decimals + 1] === 0x2d
  const exponent = decimals + (sign ? 2 : 1)
  const end = digitsEnd(exponent)
  return end === exponent ? NONE : end
}
