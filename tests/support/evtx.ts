/**
 * Reads binary Windows event logs (EVTX) for the tests: published recordings come in it. After the format's description by the libevtx
 * project; without recovery of damaged chunks. Each record as the XML that Windows itself would show.
 */
export const readEvtx = (file: Buffer): readonly string[] => {
  const records: string[] = []
  for (let at = 4096; at + 65_536 <= file.length; at += 65_536) {
    const chunk = file.subarray(at, at + 65_536)
    if (chunk.toString('latin1', 0, 7) !== 'ElfChnk') continue
    for (let record = 512; record + 24 < chunk.length && chunk.readUInt32LE(record) === 0x2a2a; ) {
      records.push(fragment({ chunk, at: record + 24 }))
      record += chunk.readUInt32LE(record + 4)
    }
  }
  return records
}

type Value = { readonly type: number; readonly bytes: Buffer; readonly start: number }
/** Where the reading of one fragment has come to; `values` fill the gaps of the template that is read, absent where it is none. */
type Cursor = { readonly chunk: Buffer; at: number; readonly values?: readonly Value[] }

const escaped = (text: string): string =>
  text.replace(/&/g, '&amp;').replace(/</g, '&lt;').replace(/>/g, '&gt;').replace(/"/g, '&quot;')
const utf16 = (bytes: Buffer): string => bytes.toString('utf16le').replace(/\0+$/, '')

/** A name stands where it is first used, and elsewhere only its place does. */
const nameAt = (cursor: Cursor): string => {
  const place = cursor.chunk.readUInt32LE(cursor.at)
  cursor.at += 4
  const length = cursor.chunk.readUInt16LE(place + 6)
  if (place === cursor.at) cursor.at += 8 + length * 2 + 2
  return cursor.chunk.toString('utf16le', place + 8, place + 8 + length * 2)
}

const guid = (b: Buffer): string => {
  const hex = (from: number, to: number): string => b.subarray(from, to).toString('hex')
  const swapped = (from: number, to: number): string => Buffer.from(b.subarray(from, to)).reverse().toString('hex')
  return `{${swapped(0, 4)}-${swapped(4, 6)}-${swapped(6, 8)}-${hex(8, 10)}-${hex(10, 16)}}`.toUpperCase()
}
const sid = (b: Buffer): string =>
  `S-${b[0]}-${b.readUIntBE(2, 6)}${Array.from({ length: b[1] ?? 0 }, (_, i) => `-${b.readUInt32LE(8 + i * 4)}`).join('')}`
const filetime = (b: Buffer): string => {
  const ticks = b.readBigUInt64LE()
  const ms = Number(ticks / 10_000n) - 11_644_473_600_000
  return new Date(ms).toISOString().replace(/\.(\d{3})Z$/, `.$1${String(ticks % 10_000n).padStart(4, '0')}Z`)
}

const SCALARS: Readonly<Record<number, (bytes: Buffer) => string>> = {
  0: () => '',
  1: (b) => utf16(b),
  2: (b) => b.toString('latin1').replace(/\0+$/, ''),
  3: (b) => String(b.readInt8()),
  4: (b) => String(b.readUInt8()),
  5: (b) => String(b.readInt16LE()),
  6: (b) => String(b.readUInt16LE()),
  7: (b) => String(b.readInt32LE()),
  8: (b) => String(b.readUInt32LE()),
  9: (b) => String(b.readBigInt64LE()),
  10: (b) => String(b.readBigUInt64LE()),
  11: (b) => String(b.readFloatLE()),
  12: (b) => String(b.readDoubleLE()),
  13: (b) => String(b.readInt32LE() !== 0),
  14: (b) => b.toString('hex').toUpperCase(),
  15: guid,
  16: (b) => `0x${(b.length === 8 ? b.readBigUInt64LE() : BigInt(b.readUInt32LE())).toString(16)}`,
  17: filetime,
  19: sid,
  20: (b) => `0x${b.readUInt32LE().toString(16)}`,
  21: (b) => `0x${b.readBigUInt64LE().toString(16)}`,
}

const scalar = ({ type, bytes }: Value): string => {
  const read = SCALARS[type]
  if (!read) throw new Error(`EVTX: no reader for values of type ${type}`)
  return escaped(read(bytes))
}

/** The values of a substitution: one, several of an array, or none where it is null. A fragment inside is XML already. */
const valuesOf = (value: Value | undefined, chunk: Buffer): readonly string[] => {
  if (!value || value.type === 0) return []
  if (value.type === 0x21) return [fragment({ chunk, at: value.start })]
  if (value.type === 0x81) return utf16(value.bytes).split('\0').map(escaped)
  return [scalar(value)]
}

const fragment = (cursor: Cursor): string => {
  const { chunk } = cursor
  if (chunk[cursor.at] === 0x0f) cursor.at += 4
  return chunk[cursor.at] === 0x0c ? template(cursor) : element(cursor).join('')
}

const template = (cursor: Cursor): string => {
  const { chunk } = cursor
  const definition = chunk.readUInt32LE(cursor.at + 6)
  cursor.at += 10
  if (definition === cursor.at) cursor.at += 24 + chunk.readUInt32LE(definition + 20)
  const count = chunk.readUInt32LE(cursor.at)
  let start = cursor.at + 4 + count * 4
  const values = Array.from({ length: count }, (_, index): Value => {
    const size = chunk.readUInt16LE(cursor.at + 4 + index * 4)
    const value = { type: chunk[cursor.at + 6 + index * 4]!, bytes: chunk.subarray(start, start + size), start }
    start += size
    return value
  })
  cursor.at = start
  return fragment({ chunk, at: definition + 24, values })
}

/** The next piece of content, at its token; `undefined` at the token that ends the element, which is not taken. */
const piece = (cursor: Cursor): readonly string[] | undefined => {
  const { chunk } = cursor
  const token = chunk[cursor.at]! & 0x0f
  if (token === 1) return element(cursor)
  if (token === 5) {
    const length = chunk.readUInt16LE(cursor.at + 2) * 2
    const text = chunk.toString('utf16le', cursor.at + 4, cursor.at + 4 + length)
    cursor.at += 4 + length
    return [escaped(text)]
  }
  if (token === 9) {
    cursor.at += 1
    return [`&${nameAt(cursor)};`]
  }
  if (token === 8) {
    const text = String.fromCharCode(chunk.readUInt16LE(cursor.at + 1))
    cursor.at += 3
    return [escaped(text)]
  }
  if (token === 12) return [template(cursor)]
  if (token === 13 || token === 14) {
    const value = cursor.values?.[chunk.readUInt16LE(cursor.at + 1)]
    cursor.at += 4
    return valuesOf(value, chunk)
  }
  return undefined
}

const attributes = (cursor: Cursor): string => {
  let written = ''
  while ((cursor.chunk[cursor.at]! & 0x0f) === 6) {
    cursor.at += 1
    const name = nameAt(cursor)
    const parts: string[] = []
    for (
      let token = cursor.chunk[cursor.at]! & 0x0f;
      [5, 8, 9, 13, 14].includes(token);
      token = cursor.chunk[cursor.at]! & 0x0f
    )
      parts.push(...(piece(cursor) ?? []))
    if (parts.length > 0) written += ` ${name}="${parts.join('')}"`
  }
  return written
}

/** An element; several of the same where its content is an array. */
const element = (cursor: Cursor): readonly string[] => {
  const { chunk } = cursor
  const token = chunk[cursor.at]!
  if ((token & 0x0f) !== 1) throw new Error(`EVTX: token ${token} where an element begins`)
  // Only an element of a template names what it depends on.
  cursor.at += cursor.values ? 7 : 5
  const name = nameAt(cursor)
  if (token & 0x40) cursor.at += 4
  const open = `<${name}${token & 0x40 ? attributes(cursor) : ''}`
  const close = chunk[cursor.at]!
  cursor.at += 1
  if (close === 3) return [`${open}/>`]
  const parts: (readonly string[])[] = []
  for (let next = piece(cursor); next !== undefined; next = piece(cursor)) parts.push(next)
  cursor.at += 1
  const [only, ...others] = parts
  const bodies = only && others.length === 0 && only.length > 1 ? only : [parts.flat().join('')]
  return bodies.map((body) => `${open}>${body}</${name}>`)
}
