import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { decodeLine, sniffUnicode } from '../../../ingest/intake/decode.ts'

const TEXT = 'Cán bộ Nguyễn Văn An đăng nhập máy pc-01 lúc 07:30'
const le = (text: string) => Buffer.from(text, 'utf16le')
const be = (text: string) => Buffer.from(text, 'utf16le').swap16()

/** «Đăng nhập thất bại» as a machine with code page 1258 writes it: â with a dot below is two bytes. */
const CP1258 = Buffer.from([
  0xd0, 0xe3, 0x6e, 0x67, 0x20, 0x6e, 0x68, 0xe2, 0xf2, 0x70, 0x20, 0x74, 0x68, 0xe2, 0xec, 0x74,
])

describe('a line is read in the encoding it shows', () => {
  test.each<[string, Uint8Array, string]>([
    ['UTF-8', Buffer.from(TEXT), TEXT],
    ['UTF-8 with a mark', Buffer.from(`\uFEFF${TEXT}`), TEXT],
    ['UTF-8 with an end of line', Buffer.from(`${TEXT}\r\n`), TEXT],
    ['UTF-8 that holds a zero', Buffer.from('a\u0000b'), 'a\u0000b'],
    ['UTF-16LE with a mark', le(`\uFEFF${TEXT}`), TEXT],
    ['UTF-16LE with a mark, without one Latin letter', le('\uFEFFộậễ'), 'ộậễ'],
    ['UTF-16BE with a mark', be(`\uFEFF${TEXT}`), TEXT],
    ['UTF-16LE without a mark', le(TEXT), TEXT],
    ['UTF-16BE without a mark', be(TEXT), TEXT],
    ['UTF-16LE without a mark, with letters whose tones stand apart', le(TEXT.normalize('NFD')), TEXT.normalize('NFD')],
    ['UTF-16LE cut behind the byte of a newline', Buffer.concat([Buffer.from([0]), le(TEXT)]), TEXT],
    ['nothing', Buffer.alloc(0), ''],
  ])('%s', (_, bytes, text) => expect(decodeLine(bytes)?.text).toBe(text))

  test.each([
    ['Windows-1258', CP1258],
    ['a UTF-8 letter cut in half', Buffer.from('đ').subarray(0, 1)],
    ['UTF-16 with half a surrogate', Buffer.from([0xff, 0xfe, 0x41, 0, 0x00, 0xd8])],
    ['UTF-16 that ends in the middle of a letter', Buffer.concat([le('\uFEFFab'), Buffer.from([0x41])])],
  ])('%s is not guessed at', (_, bytes) => expect(decodeLine(bytes)).toBeUndefined())

  test('Windows-1258 is read where the source says so, composed to NFC', () => {
    expect(decodeLine(CP1258, 'windows-1258')?.text).toBe('Đăng nhập thất'.normalize('NFC'))
    expect(decodeLine(Buffer.from(TEXT), 'windows-1258')?.text).toBe(TEXT)
  })

  test('exact is said only where the bytes are the UTF-8 of the text', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), fc.constantFrom('', '\uFEFF', '\r', '\n'), (text, extra) => {
        const bytes = Buffer.from(extra === '\uFEFF' ? extra + text : text + extra)
        const decoded = decodeLine(bytes)
        if (decoded?.exact) expect(Buffer.from(decoded.text).equals(bytes)).toBe(true)
        if (decoded && Buffer.from(decoded.text).equals(bytes)) expect(decoded.exact).toBe(true)
      }),
    )
  })

  test('text of letters, digits and Vietnamese is read back whatever Unicode it came in', () => {
    const letters = fc.constantFrom(...'abcxyz0189 {}":,[]ăâđêôơưạậộễĐẾ')
    const line = fc.string({ unit: letters, minLength: 1, maxLength: 60 }).map((text) => `{"a":"${text}"}`)
    fc.assert(
      fc.property(line, (text) => {
        for (const bytes of [Buffer.from(text), le(`\uFEFF${text}`), be(`\uFEFF${text}`)])
          expect(decodeLine(bytes)?.text).toBe(text)
      }),
    )
  })

  test('zeros alone do not make UTF-16', () => {
    expect(sniffUnicode(Buffer.alloc(50))).toBe('utf-8')
    expect(sniffUnicode(Buffer.from('a\0\0b'))).toBe('utf-8')
  })
})
