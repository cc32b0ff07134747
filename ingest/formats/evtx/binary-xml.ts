import { escaped, textsOf } from './values.ts'

type Value = { readonly type: number; readonly bytes: Buffer; readonly start: number }

/**
 * Where the reading of one fragment has come to. `values` fill the gaps of the template that is read, absent where it is none. `fuel`: how
 * many more pieces one record may have: a forged one may lead in circles.
 */
type Cursor = {
  readonly chunk: Buffer
  at: number
  readonly values?: readonly Value[]
  readonly fuel: { left: number }
  readonly depth: number
}

const FUEL = 20_000
const DEEPEST = 40

/** A piece costs one, and so do a hundred characters of its text: no record of a chunk needs a tenth of the fuel. */
const burn = ({ fuel, depth }: Cursor, characters = 0): void => {
  fuel.left -= 1 + characters / 100
  if (fuel.left < 0 || depth > DEEPEST) throw new Error('cấu trúc quay vòng hoặc lồng quá sâu')
}

const NAME = /^[\p{L}_][\p{L}\p{N}_.:-]{0,255}$/u

/** A name stands where it is first used, and elsewhere only its place does. */
const nameAt = (cursor: Cursor): string => {
  const place = cursor.chunk.readUInt32LE(cursor.at)
  cursor.at += 4
  const length = cursor.chunk.readUInt16LE(place + 6)
  if (place === cursor.at) cursor.at += 8 + length * 2 + 2
  const name = cursor.chunk.toString('utf16le', place + 8, place + 8 + length * 2)
  if (!NAME.test(name)) throw new Error('chỗ của một cái tên không chứa tên')
  return name
}

const inside = (cursor: Cursor, at: number, values?: readonly Value[]): Cursor => ({
  ...{ chunk: cursor.chunk, at, fuel: cursor.fuel, depth: cursor.depth + 1 },
  ...(values && { values }),
})

/** What fills a gap: one text, several of an array, none of a null. A fragment inside is XML already. */
const filling = (value: Value | undefined, cursor: Cursor): readonly string[] => {
  if (!value) return []
  burn(cursor, value.bytes.length)
  return value.type === 0x21 ? [fragment(inside(cursor, value.start))] : textsOf(value.type, value.bytes)
}

const fragment = (cursor: Cursor): string => {
  burn(cursor)
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
  if (count * 4 > chunk.length) throw new Error('số giá trị nhiều hơn số byte')
  let start = cursor.at + 4 + count * 4
  const values = Array.from({ length: count }, (_, index): Value => {
    const size = chunk.readUInt16LE(cursor.at + 4 + index * 4)
    const type = chunk.readUInt8(cursor.at + 6 + index * 4)
    const value = { type, bytes: chunk.subarray(start, start + size), start }
    start += size
    return value
  })
  cursor.at = start
  return fragment(inside(cursor, definition + 24, values))
}

/** The next piece of content, at its token; `undefined` at the token that ends the element, which is not taken. */
const piece = (cursor: Cursor): readonly string[] | undefined => {
  burn(cursor)
  const { chunk } = cursor
  const token = chunk.readUInt8(cursor.at) & 0x0f
  if (token === 1) return element({ ...cursor, depth: cursor.depth + 1 }, cursor)
  if (token === 5) {
    const length = chunk.readUInt16LE(cursor.at + 2) * 2
    const text = chunk.toString('utf16le', cursor.at + 4, cursor.at + 4 + length)
    cursor.at += 4 + length
    burn(cursor, text.length)
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
    return filling(value, cursor)
  }
  return undefined
}

/** Tokens that may stand in an attribute: text, a character, an entity, a gap. */
const IN_ATTRIBUTE = [5, 8, 9, 13, 14]

const attributes = (cursor: Cursor): string => {
  const next = (): number => cursor.chunk.readUInt8(cursor.at) & 0x0f
  let written = ''
  while (next() === 6) {
    cursor.at += 1
    const name = nameAt(cursor)
    const parts: string[] = []
    while (IN_ATTRIBUTE.includes(next())) parts.push(...(piece(cursor) ?? []))
    if (parts.length > 0) written += ` ${name}="${parts.join('')}"`
  }
  return written
}

/** An element; several of the same where its content is an array. `outer`: the cursor that goes on behind it. */
const element = (cursor: Cursor, outer: Cursor = cursor): readonly string[] => {
  const { chunk } = cursor
  const token = chunk.readUInt8(cursor.at)
  if ((token & 0x0f) !== 1) throw new Error(`gặp mã ${token} ở chỗ một phần tử bắt đầu`)
  // Only an element of a template names what it depends on.
  cursor.at += cursor.values ? 7 : 5
  const name = nameAt(cursor)
  if (token & 0x40) cursor.at += 4
  const open = `<${name}${token & 0x40 ? attributes(cursor) : ''}`
  const close = chunk.readUInt8(cursor.at)
  cursor.at += 1
  if (close === 3) {
    outer.at = cursor.at
    return [`${open}/>`]
  }
  const parts: (readonly string[])[] = []
  for (let next = piece(cursor); next !== undefined; next = piece(cursor)) parts.push(next)
  outer.at = cursor.at + 1
  const [only, ...others] = parts
  const bodies = only && others.length === 0 && only.length > 1 ? only : [parts.flat().join('')]
  return bodies.map((body) => `${open}>${body}</${name}>`)
}

/** The XML that Windows would show of the binary XML at a place of a chunk. Throws where it is none, or leads in circles. */
export const readBinaryXml = (chunk: Buffer, at: number): string =>
  fragment({ chunk, at, fuel: { left: FUEL }, depth: 0 })
