import { isAscii, isUtf8 } from 'node:buffer'

export type Unicode = 'utf-8' | 'utf-16le' | 'utf-16be'

/** `exact`: the bytes are the text's UTF-8, nothing was taken away or read differently. */
export type Decoded = { readonly text: string; readonly exact: boolean }

/** The byte order marks (Unicode 16.0, 23.8). */
export const MARKS: Readonly<Record<Unicode, readonly number[]>> = {
  'utf-8': [0xef, 0xbb, 0xbf],
  'utf-16le': [0xff, 0xfe],
  'utf-16be': [0xfe, 0xff],
}
const ENCODINGS = Object.keys(MARKS) as Unicode[] // the keys of the record above

/** The encoding a byte order mark announces, and the mark's length. */
export const markOf = (bytes: Uint8Array): { encoding: Unicode; length: number } | undefined => {
  if (bytes[0]! < 0xef) return undefined
  const encoding = ENCODINGS.find((name) => MARKS[name].every((byte, i) => bytes[i] === byte))
  return encoding && { encoding, length: MARKS[encoding].length }
}

/** The encoding to read bytes in: by their mark, else UTF-16 where the zero bytes of Latin letters show it, else UTF-8. */
export const sniffUnicode = (bytes: Uint8Array): Unicode => markOf(bytes)?.encoding ?? byZeros(bytes) ?? 'utf-8'

/** Half of a Vietnamese text in UTF-16 or more are letters, digits and signs with a zero in their upper byte. */
const ENOUGH = 0.4
/** Some letters have a zero in their lower byte (U+0300, the grave accent written apart), far fewer than one in eight. */
const FEW = 0.125

const byZeros = (bytes: Uint8Array): Unicode | undefined => {
  if (bytes.length % 2 === 1 || !bytes.includes(0)) return undefined
  const zeros = [0, 0]
  for (let i = 0; i < bytes.length; i++) if (bytes[i] === 0) zeros[i % 2]! += 1
  const [even = 0, odd = 0] = zeros
  const enough = (bytes.length >> 1) * ENOUGH
  if (odd >= enough && even < odd * FEW) return 'utf-16le'
  return even >= enough && odd < even * FEW ? 'utf-16be' : undefined
}

/**
 * One line as text: UTF-8, UTF-16 by mark or pattern, and Windows-1258 (composed to NFC, since that code page writes the
 * tones apart) only where the source says that its machines write it. Undefined when the bytes are none of these.
 */
export const decodeLine = (bytes: Uint8Array, fallback?: 'windows-1258'): Decoded | undefined => {
  // Nearly every line is ASCII; with a zero in it, it may be UTF-16 all the same.
  if (isAscii(bytes) && !bytes.includes(0)) return stripped(bufferOf(bytes).toString('latin1'), true)
  // Who splits UTF-16LE at the byte of a newline leaves its zero at the front of the next line.
  const aligned = bytes.length % 2 === 1 && bytes[0] === 0 ? bytes.subarray(1) : bytes
  const encoding = sniffUnicode(aligned)
  if (encoding !== 'utf-8') return stripped(strict(encoding, aligned), false)
  if (isUtf8(bytes)) return stripped(bufferOf(bytes).toString('utf8'), true)
  return fallback && stripped(strict(fallback, bytes)?.normalize('NFC'), false)
}

const bufferOf = (bytes: Uint8Array): Buffer =>
  Buffer.isBuffer(bytes) ? bytes : Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length)

/** Without a byte order mark at the front and an end of line at the back. */
const stripped = (text: string | undefined, exact: boolean): Decoded | undefined => {
  if (text === undefined) return undefined
  const start = text.charCodeAt(0) === 0xfeff ? 1 : 0
  let end = text.length
  while (end > start && isLineEnd(text.charCodeAt(end - 1))) end--
  return end - start === text.length ? { text, exact } : { text: text.slice(start, end), exact: false }
}

const isLineEnd = (code: number): boolean => code === 0x0a || code === 0x0d

const strict = (encoding: string, bytes: Uint8Array): string | undefined => {
  try {
    return new TextDecoder(encoding, { fatal: true }).decode(bytes)
  } catch {
    return undefined // the only thing it throws for is a byte that has no meaning
  }
}
