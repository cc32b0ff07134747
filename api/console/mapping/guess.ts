import type { MappingDraft } from '../../schemas-mappings.ts'

const DELIMITERS = ['\t', ';', '|', ','] as const

/** Outside quotes. */
const countOf = (line: string, sign: string): number => line.replace(/"[^"]*"/g, '').split(sign).length - 1

/** The format that lines look like, by the first of them; a table where nothing else is told. */
export const shapeOf = (sample: string): Pick<MappingDraft, 'format' | 'delimiter'> => {
  const line = sample.split(/\r?\n/).find((one) => one.trim() !== '') ?? ''
  const delimiter = DELIMITERS.reduce((best, one) => (countOf(line, one) > countOf(line, best) ? one : best), ',')
  if (/^\s*\{/.test(line)) return { format: 'json', delimiter: ',' }
  if (/\bCEF:\d\|/.test(line)) return { format: 'cef', delimiter: ',' }
  if (/\bLEEF:[12](\.0)?\|/.test(line)) return { format: 'leef', delimiter: ',' }
  const pairs = line.match(/(?:^|\s)[\p{L}\w.-]+=(?:"[^"]*"|\S*)/gu)?.length ?? 0
  return pairs >= 3 ? { format: 'key-value', delimiter: ',' } : { format: 'csv', delimiter }
}

const MANY = 300
const LONG = 60_000

/** The first lines of a text: enough to try a mapping on. */
export const beginningOf = (text: string): { readonly text: string; readonly isCut: boolean } => {
  const lines = text.split(/\r?\n/)
  let length = 0
  const some = lines.slice(0, MANY).filter((line) => {
    length += line.length + 1
    return length <= LONG
  })
  return { text: some.join('\n'), isCut: some.length < lines.length }
}

export type FileText =
  | { readonly trouble: string }
  | { readonly text: string; readonly encoding?: 'windows-1258'; readonly isCut: boolean }

const decoded = (encoding: string, bytes: Uint8Array<ArrayBuffer>): string | undefined => {
  try {
    return new TextDecoder(encoding, { fatal: true }).decode(bytes)
  } catch {
    return undefined // bytes that mean nothing in it
  }
}

/** So much of a file is looked at, bytes. */
export const FILE_BYTES = 1_000_000

/** The beginning of a long file up to the end of a line: half a letter would look like another encoding. */
const wholeLines = (bytes: Uint8Array<ArrayBuffer>, isWide: boolean): Uint8Array<ArrayBuffer> => {
  if (bytes.length < FILE_BYTES) return bytes
  const end = bytes.lastIndexOf(0x0a)
  return bytes.subarray(0, isWide ? end - (end % 2) : end)
}

/** A file as spreadsheets save it, or its first `FILE_BYTES`: UTF-8 or UTF-16, else the Vietnamese code page. */
export const textIn = (file: Uint8Array<ArrayBuffer>): FileText => {
  const [first, second] = file
  if (first === 0x50 && second === 0x4b)
    return {
      trouble: 'Đây là tệp Excel (.xlsx). Hãy mở bằng bảng tính rồi lưu thành «CSV UTF-8», sau đó chọn tệp CSV.',
    }
  const wide =
    first === 0xff && second === 0xfe ? 'utf-16le' : first === 0xfe && second === 0xff ? 'utf-16be' : undefined
  const bytes = wholeLines(file, wide !== undefined)
  const text = decoded(wide ?? 'utf-8', bytes)
  if (text !== undefined) return beginningOf(text)
  const old = decoded('windows-1258', bytes)
  if (old === undefined) return { trouble: 'Không đọc được bảng mã của tệp; hãy lưu lại thành «CSV UTF-8».' }
  return { ...beginningOf(old.normalize('NFC')), encoding: 'windows-1258' }
}
