import { COMMANDS } from './commands.ts'
import { mayBeMarked } from './markings.ts'
import { STEMS, type Stem } from './stems.ts'

// `-p`, `/pw`, `-u`, `--user`, `/rp`, `-password`: a word on a command line behind which a password may follow …
const OPTION = /[-/]-?[pur]/i
// … where it says so itself, or the command is one of those.
const COMMAND = new RegExp(
  `[-/](?:rp|pass(?:wor|w)?d?)(?:[\\s:]|\\\\[tnrf])|${COMMANDS}|docker|podman|mysql|mariadb|smb(?:get|tree|cacls)|rpcclient|pth-`,
  'i',
)

const WHOLE: Readonly<Record<NonNullable<Stem['whole']>, (text: string) => boolean>> = {
  command: (text) => OPTION.test(text) && COMMAND.test(text),
  pipe: (text) => /echo|printf/.test(text) && /sudo|passwd|kinit|unas|--password-stdin/.test(text),
}

// Beyond ASCII: combining marks, the two signs that patterns with `u` take for s and k when they are blind to case (Unicode case
// folding), uncommon white space, and words of Vietnamese. In a text of one byte a character these cost nothing.
const BEYOND = /[\u0300-\u036f\u017f\u212a\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000\ufeff]|khẩu|độ[ _-]?mật/i

/*
 * All stems are looked for at once. Every other place of a text is looked at with the two characters behind it: whatever stem stands
 * there, its first three characters or its last three are among these. Six bits of a character count, which makes letters of both
 * cases one, and few other signs: that costs a closer look, and misses nothing. What is looked at does not depend on what was
 * found, which is what makes the loop fast.
 */
const FIRST = 1
const LAST = 2
/** A place in the table for the first three of four characters in a row, the first one lowest; some share one. */
const threeOf = (chars: number): number => Math.imul(chars & 0x5f5f5f, 0x9e3779b1) >>> 17
const joined = (a: number, b: number, c: number): number => threeOf(a | (b << 8) | (c << 16))
const SEEN = new Uint8Array(1 << 15)
/** By the last three characters. */
const byLast = new Map<number, Stem[]>()

/** What a character of a stem may be, those bits of each that count. */
const codesOf = (chars: string): readonly number[] => [
  ...new Set((chars === '' ? ANY : [...chars].map((char) => char.charCodeAt(0))).map((code) => code & 0x5f)),
]
const ANY = Array.from({ length: 128 }, (_, code) => code)

for (const stem of STEMS) {
  const [first, second, third, fourth] = stem.chars.map(codesOf) as [number[], number[], number[], number[]]
  for (const b of second)
    for (const c of third) {
      for (const a of first) SEEN[joined(a, b, c)]! |= FIRST
      for (const d of fourth) {
        const last = joined(b, c, d)
        SEEN[last]! |= LAST
        byLast.set(last, [...new Set([...(byLast.get(last) ?? []), stem])])
      }
    }
}

/** Longer texts are looked at in pieces of so many characters, which share enough that no stem falls between two. */
const PIECE = 64 * 1024
const SHARED = 8
const scratch = Buffer.alloc(PIECE + 16)
const view = new DataView(scratch.buffer, scratch.byteOffset, scratch.length)

/**
 * Whether a line can hold anything to hide: may say so of too many, never of too few. Decides nearly every line without looking at
 * it with a pattern.
 */
export const mayHide = (line: string): boolean => {
  if (mayBeMarked(line) || BEYOND.test(line)) return true
  for (let from = 0; ; from += PIECE - SHARED) {
    const piece = line.length <= PIECE ? line : line.slice(from, from + PIECE)
    // Before the first character stands one that is in no stem, for those that begin with any; behind the last ones too.
    const end = 1 + scratch.write(piece, 1, 'latin1')
    view.setUint32(end, 0)
    view.setUint32(end + 4, 0)
    if (hasTrace(line, from - 1, end)) return true
    if (from + PIECE >= line.length) return false
  }
}

/** `offset`: where in the line the first byte of the scratch stands. */
const hasTrace = (line: string, offset: number, end: number): boolean => {
  for (let at = 0; at < end; at += 4) {
    const here = SEEN[threeAt(at)]!
    const next = SEEN[threeAt(at + 2)]!
    // One question for both is what the common case pays.
    if ((here | next) !== 0 && (isTrace(line, offset, at, here) || isTrace(line, offset, at + 2, next))) return true
  }
  return false
}

const threeAt = (at: number): number => threeOf(view.getInt32(at, true))

const isTrace = (line: string, offset: number, at: number, seen: number): boolean =>
  ((seen & FIRST) !== 0 && (SEEN[threeAt(at + 1)]! & LAST) !== 0 && isStem(line, offset, at)) ||
  ((seen & LAST) !== 0 && at > 0 && (SEEN[threeAt(at - 1)]! & FIRST) !== 0 && isStem(line, offset, at - 1))

/** What was found of the line that was asked about last: a word may stand in it a thousand times. */
let asked: { readonly line: string; command?: boolean; pipe?: boolean } = { line: '' }
const isBorneOut = (line: string, whole: NonNullable<Stem['whole']>): boolean => {
  if (asked.line !== line) asked = { line }
  asked[whole] ??= WHOLE[whole](line)
  return asked[whole]
}

const isStem = (line: string, offset: number, start: number): boolean => {
  for (const { chars, at, back = 0, whole } of byLast.get(threeAt(start + 1)) ?? []) {
    if (!chars.every((any, i) => any === '' || any.includes((line[offset + start + i] ?? '').toLowerCase()))) continue
    if (at) {
      at.lastIndex = Math.max(0, offset + start - back)
      if (!at.test(line)) continue
    }
    if (whole === undefined || isBorneOut(line, whole)) return true
  }
  return false
}
