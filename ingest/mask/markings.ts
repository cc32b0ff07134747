import { type Degree, degrees, SEAL } from '../../kernel/secrecy.ts'
import { isCertain } from './certain.ts'

// The two higher degrees are known however they are written, without marks in capitals only («tới mặt» is `toi mat` too).
const TOKEN =
  /(?<![\p{L}\p{N}])(?:MẬT|(?:([Tt][Ốố][Ii]|[Tt][Uu][Yy][Ệệ][Tt])[\s_-]+[Mm][Ậậ][Tt]|(TOI|TUYET)[\s_-]+MAT))(?![\p{L}\p{N}])/gu
const BEFORE = /(\p{L}+)[\s_-]*$/u
const AFTER = /^(?:\s*|[_-])(\p{L}+)/u
// Words that make «mật» mean something else: bảo mật, bí mật, cơ mật, độ mật, đường mật, thân mật; mật khẩu, mật mã, mật độ …
const NOT_BEFORE = new Set([
  'BẢO',
  'BÍ',
  'CƠ',
  'ĐỘ',
  'ĐƯỜNG',
  'THÂN',
  'TÚI',
  'ỐNG',
  'KÍN',
  'KHÔNG',
  'GIẢI',
  'MỨC',
  'TUẦN',
])
const NOT_AFTER = new Set('KHẨU MÃ ĐỘ ONG THÁM NGỮ MÍA TÔNG GẤU NGỌT PHÁI'.split(' '))

/** What we put in the place of a marked value; never read as a marking again. */
const REPLACED = new RegExp(SEAL, 'gu')

/** What a text is marked with: the highest degree, and whether beyond doubt. */
export type Marking = { readonly degree: Degree; readonly sure: boolean }

/**
 * The one function for markings, of titles, file names and print jobs in any Unicode form. A marking is the word itself in capitals,
 * standing alone between anything but letters and digits: `[MẬT]`, `MẬT_bao cao.docx`, «Công văn MẬT»; in lower or mixed case it is
 * prose. The higher degrees count in any case, and in capitals without marks: `(TỐI MẬT)`, «Tuyệt mật», `TOI_MAT.docx`. Next to a word
 * that gives it another sense (BẢO MẬT, MẬT KHẨU …) it is none. In doubt it is one: a hidden title costs a reader a click, a shown one
 * cannot be taken back. To accuse somebody takes more: a marking that is `sure` (`certain.ts`).
 */
export const markingOf = (given: string): Marking | undefined => {
  const text = given.normalize('NFC')
  if (!mayBeMarked(text)) return undefined
  const bare = text.replace(REPLACED, '')
  let found = -1
  for (const match of bare.matchAll(TOKEN)) {
    if (isMarking(bare, match)) found = Math.max(found, heightOf(match))
  }
  const degree = degrees[found]
  return degree && { degree, sure: isCertain(bare) }
}

/** Whether a text can bear a marking; decides nearly every one by itself. */
export const mayBeMarked = (text: string): boolean =>
  text.includes('MẬT') || (text.includes('MAT') && /TOI|TUYET/.test(text)) || /[Mm][Ậậ][Tt]/.test(text)

const heightOf = ([, marked, plain]: RegExpExecArray): number => {
  const word = marked ?? plain
  return word === undefined ? 0 : word.length === 3 ? 1 : 2
}

/** In capitals the higher degrees are never anything else; «buổi tối mật khẩu bị đổi» is. */
const isMarking = (text: string, match: RegExpExecArray): boolean => {
  const [whole] = match
  const isShouted = heightOf(match) > 0 && whole === whole.toUpperCase()
  return isShouted || standsAlone(text, match.index, whole.length)
}

/** One word is made of them only where both are in capitals, or neither: «MẬT_Mã số» is not «MẬT MÃ». */
const standsAlone = (text: string, index: number, length: number): boolean => {
  const before = BEFORE.exec(text.slice(Math.max(0, index - 16), index))?.[1] ?? ''
  const end = index + length
  const after = AFTER.exec(text.slice(end, end + 16))?.[1] ?? ''
  const joined = text[end - 1] !== 'T' || after === after.toUpperCase()
  return !NOT_BEFORE.has(before.toUpperCase()) && !(joined && NOT_AFTER.has(after.toUpperCase()))
}

/** Drive or volume a path begins with: the place, which rules about media need; everything after it is hidden. */
export const placeOf = (value: string): string =>
  /^(?:[a-z]:[\\/]|\\\\?Device\\\\?HarddiskVolume\d+\\)/i.exec(value)?.[0] ?? ''

const KEY_VALUE = /(?:^|\s)[\p{L}\p{N}_.-]+=/gu

/** Bounds of the cell around `index`, by the delimiter the line is made of; the whole line where it is none. */
const cellAround = (line: string, index: number): readonly [number, number] => {
  const count = (char: string): number => line.split(char).length - 1
  const plain = !KEY_VALUE.test(line)
  KEY_VALUE.lastIndex = 0
  const comma = count(',') >= count(';') ? ',' : ';'
  const delimiter = count('\t') > 0 ? '\t' : count('|') >= 2 ? '|' : plain && count(comma) >= 3 ? comma : undefined
  if (delimiter === undefined) return [0, line.length]
  const end = line.indexOf(delimiter, index)
  return [line.lastIndexOf(delimiter, index) + 1, end < 0 ? line.length : end]
}

/** Bounds of the quoted text around `index`, without the quotes. */
const quotedAround = (line: string, index: number): readonly [number, number] | undefined => {
  for (const quoted of line.matchAll(/"(?:[^"\\]|\\.|"")*"/g)) {
    if (quoted.index <= index && index < quoted.index + quoted[0].length)
      return [quoted.index + 1, quoted.index + quoted[0].length - 1]
  }
  return undefined
}

/**
 * Bounds of the title or path around `index` in a line that is not JSON: the quoted text; else, inside the delimited cell, the
 * value up to the next `key=`; else what follows the last `: ` before it, to the end.
 */
export const valueAround = (line: string, index: number): readonly [number, number] => {
  const quoted = quotedAround(line, index)
  if (quoted) return quoted
  const [from, to] = cellAround(line, index)
  const cell = line.slice(from, to)
  let start = 0
  let end = cell.length
  for (const pair of cell.matchAll(KEY_VALUE)) {
    if (pair.index + pair[0].length <= index - from) start = pair.index + pair[0].length
    else if (pair.index >= index - from) {
      end = Math.min(end, pair.index)
    }
  }
  const colon = cell.lastIndexOf(': ', index - from)
  if (colon >= start) start = colon + 2
  while (start < index - from && cell[start] === ' ') start++
  return [from + start, from + end]
}

/** Where the first marking of a text stands, `-1` for none. */
export const markingAt = (text: string): number => {
  const blank = text.replace(REPLACED, (whole) => ' '.repeat(whole.length))
  for (const match of blank.matchAll(TOKEN)) {
    if (isMarking(blank, match)) return match.index
  }
  return -1
}

/** Names of a field that states the degree of its row. */
export const SECRECY_KEY = /^(?:(?:mức|cấp)?[ _-]?độ[ _-]?mật|(?:muc|cap)?[ _-]?do[ _-]?mat|secrecy|classification)$/iu
/** Names of a field whose value a degree is about. */
export const TITLE_KEY =
  /^(?:.*[._-])?(?:title|subject|tiêu[ _-]?đề|tieu[ _-]?de|trích[ _-]?yếu|trich[ _-]?yeu|tên[ _-]?văn[ _-]?bản|ten[ _-]?van[ _-]?ban|(?:tên[ _-]?)?tài[ _-]?liệu|(?:ten[ _-]?)?tai[ _-]?lieu|document|tên[ _-]?tệp|ten[ _-]?tep|nội[ _-]?dung|noi[ _-]?dung|file[ _-]?name|path)$/iu

/** A value that was replaced already. */
export const SEALED = new RegExp(`^(?:[a-z]:[\\\\/]|\\\\.{0,60}\\\\)?${SEAL}$`, 'iu')
