/** Text of an event as XML holds it: no line break, for an event is one line, and no character that XML has no place for. */
export const escaped = (text: string): string =>
  text
    .replace(/[\r\n]+/g, ' ')
    .replace(/(?!\t)[\p{Cc}\ufffe\uffff]/gu, '')
    .replace(/&/g, '&amp;')
    .replace(/</g, '&lt;')
    .replace(/>/g, '&gt;')
    .replace(/"/g, '&quot;')

const utf16 = (bytes: Buffer): string => bytes.toString('utf16le').replace(/\0+$/, '')

const guid = (b: Buffer): string => {
  const hex = (from: number, to: number): string => b.subarray(from, to).toString('hex')
  const swapped = (from: number, to: number): string => Buffer.from(b.subarray(from, to)).reverse().toString('hex')
  return `{${swapped(0, 4)}-${swapped(4, 6)}-${swapped(6, 8)}-${hex(8, 10)}-${hex(10, 16)}}`.toUpperCase()
}

const sid = (b: Buffer): string =>
  `S-${b.readUInt8(0)}-${b.readUIntBE(2, 6)}${Array.from({ length: b.readUInt8(1) }, (_, i) => `-${b.readUInt32LE(8 + i * 4)}`).join('')}`

/** Ticks of 100 ns since 1601. */
const filetime = (b: Buffer): string => {
  const ticks = b.readBigUInt64LE()
  const ms = Number(ticks / 10_000n) - 11_644_473_600_000
  return new Date(ms).toISOString().replace(/\.(\d{3})Z$/, `.$1${String(ticks % 10_000n).padStart(4, '0')}Z`)
}

const systemTime = (b: Buffer): string => {
  const [year = 0, month = 0, , day = 0, ...clock] = Array.from({ length: 8 }, (_, i) => b.readUInt16LE(i * 2))
  const [hour = 0, minute = 0, second = 0, ms = 0] = clock
  return new Date(Date.UTC(year, month - 1, day, hour, minute, second, ms)).toISOString()
}

type Kind = { readonly size?: number; readonly write: (bytes: Buffer) => string }

/** Kinds of values by their number; of those with a size several may stand one after another. */
const KINDS: Readonly<Record<number, Kind>> = {
  1: { write: utf16 },
  2: { write: (b) => b.toString('latin1').replace(/\0+$/, '') },
  3: { size: 1, write: (b) => String(b.readInt8()) },
  4: { size: 1, write: (b) => String(b.readUInt8()) },
  5: { size: 2, write: (b) => String(b.readInt16LE()) },
  6: { size: 2, write: (b) => String(b.readUInt16LE()) },
  7: { size: 4, write: (b) => String(b.readInt32LE()) },
  8: { size: 4, write: (b) => String(b.readUInt32LE()) },
  9: { size: 8, write: (b) => String(b.readBigInt64LE()) },
  10: { size: 8, write: (b) => String(b.readBigUInt64LE()) },
  11: { size: 4, write: (b) => String(b.readFloatLE()) },
  12: { size: 8, write: (b) => String(b.readDoubleLE()) },
  13: { size: 4, write: (b) => String(b.readInt32LE() !== 0) },
  14: { write: (b) => b.toString('hex').toUpperCase() },
  15: { size: 16, write: guid },
  16: { write: (b) => `0x${(b.length === 8 ? b.readBigUInt64LE() : BigInt(b.readUInt32LE())).toString(16)}` },
  17: { size: 8, write: filetime },
  18: { size: 16, write: systemTime },
  19: { write: sid },
  20: { size: 4, write: (b) => `0x${b.readUInt32LE().toString(16)}` },
  21: { size: 8, write: (b) => `0x${b.readBigUInt64LE().toString(16)}` },
}

const TEXT = 0x01
const ARRAY = 0x80

/** A value as text of XML; several of an array, none of a null. Throws on a kind nobody described, and where bytes are missing. */
export const textsOf = (type: number, bytes: Buffer): readonly string[] => {
  if (type === 0) return []
  const kind = KINDS[type & ~ARRAY]
  if (!kind) throw new Error(`không rõ kiểu giá trị ${type}`)
  if ((type & ARRAY) === 0) return [escaped(kind.write(bytes))]
  if (type === (TEXT | ARRAY)) return utf16(bytes).split('\0').map(escaped)
  const { size, write } = kind
  if (size === undefined) throw new Error(`không rõ kiểu mảng ${type}`)
  return Array.from({ length: Math.floor(bytes.length / size) }, (_, i) =>
    escaped(write(bytes.subarray(i * size, (i + 1) * size))),
  )
}
