import type { MappingDraft } from '../../schemas-mappings.ts'

const DELIMITERS = ['\t', ';', '|', ','] as const

/** Excel’s word for the delimiter. */
const SEPARATOR = /^"?sep=(.)"?/i

/** Outside quotes. */
const countOf = (line: string, sign: string): number => line.replace(/"[^"]*"/g, '').split(sign).length - 1

/** So many lines tell: titles above the heading hold no delimiter, or another one. */
const LOOKED_AT = 30

/** How well a sign divides lines: the number of signs that most lines have, as often as they have it. */
const fitOf = (lines: readonly string[], sign: string): number => {
  const counts = lines.map((line) => countOf(line, sign)).filter((count) => count > 0)
  return Math.max(0, ...counts.map((count) => count * counts.filter((one) => one === count).length))
}

/** The format that lines look like, by the first of them; a table where nothing else is told. */
export const shapeOf = (sample: string): Pick<MappingDraft, 'format' | 'delimiter'> => {
  const [line = '', ...more] = sample
    .replace(/^\uFEFF/, '')
    .split(/\r?\n/)
    .filter((one) => one.trim() !== '')
    .slice(0, LOOKED_AT)
  const lines = [line, ...more]
  const delimiter =
    SEPARATOR.exec(line)?.[1] ??
    DELIMITERS.reduce((best, one) => (fitOf(lines, one) > fitOf(lines, best) ? one : best), ',')
  if (/^\s*\{/.test(line)) return { format: 'json', delimiter: ',' }
  if (/\bCEF:\d\|/.test(line)) return { format: 'cef', delimiter: ',' }
  if (/\bLEEF:[12](\.0)?\|/.test(line)) return { format: 'leef', delimiter: ',' }
  const pairs = line.match(/(?:^|\s)[\p{L}\w.-]+=(?:"[^"]*"|\S*)/gu)?.length ?? 0
  return pairs >= 3 ? { format: 'key-value', delimiter: ',' } : { format: 'csv', delimiter }
}

/** Whether a text was brought in another's place, and not changed here and there: no line of it was there before. */
export const isOther = (before: string, after: string): boolean => {
  const lines = (text: string): string[] => text.split(/\r?\n/).filter((line) => line.trim() !== '')
  const old = new Set(lines(before))
  return !lines(after).some((line) => old.has(line))
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

const EVTX =
  'Đây là tệp nhật ký sự kiện nhị phân của Windows (.evtx), không phải bảng và không cần ánh xạ: chuyển thành XML bằng lệnh «vonggac evtx TỆP.evtx» (hoặc «collect.ps1 -Evtx» trên Windows) rồi gửi vào nguồn windows-xml.'
const SHEET = 'Hãy mở bằng bảng tính rồi lưu thành «CSV UTF-8», sau đó chọn tệp CSV.'

/** Files that are no text, by their first bytes, and what to do with each. */
const BINARY: readonly (readonly [begins: string, trouble: string])[] = [
  ['ElfFile\0', EVTX],
  ['PK', `Đây là tệp Excel (.xlsx) hoặc tệp nén. ${SHEET}`],
  ['\xD0\xCF\x11\xE0', `Đây là tệp Excel cũ (.xls). ${SHEET}`],
  ['%PDF', 'Đây là tệp PDF, không đọc được thành bảng. Hãy xuất lại từ phần mềm gốc thành CSV.'],
]

/** What to do with a sample that was pasted out of a binary event log. */
export const pastedTrouble = (text: string): string | undefined => (text.startsWith('ElfFile') ? EVTX : undefined)

/** A file as spreadsheets save it, or its first `FILE_BYTES`: UTF-8 or UTF-16, else the Vietnamese code page. */
export const textIn = (file: Uint8Array<ArrayBuffer>): FileText => {
  const [first, second] = file
  const head = String.fromCharCode(...file.subarray(0, 8))
  const binary = BINARY.find(([begins]) => head.startsWith(begins))
  if (binary) return { trouble: binary[1] }
  const wide =
    first === 0xff && second === 0xfe ? 'utf-16le' : first === 0xfe && second === 0xff ? 'utf-16be' : undefined
  const bytes = wholeLines(file, wide !== undefined)
  const text = decoded(wide ?? 'utf-8', bytes)
  if (text !== undefined) return beginningOf(text)
  const old = decoded('windows-1258', bytes)
  if (old === undefined) return { trouble: 'Không đọc được bảng mã của tệp; hãy lưu lại thành «CSV UTF-8».' }
  return { ...beginningOf(old.normalize('NFC')), encoding: 'windows-1258' }
}
