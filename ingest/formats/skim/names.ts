import { scratch, wordAt } from './scan.ts'

/*
 * Names come again and again: machines, providers, accounts. Those that were met lately are kept with their bytes, so that they need
 * not be made again, and so that who looks something up by them finds their hash worked out already.
 */

const SLOTS = 8_192
const WORDS = 16
/** Longer ones are rarely names. */
const MOST = WORDS * 4

const texts: string[] = new Array<string>(SLOTS).fill('')
const bytes = new Int32Array(SLOTS * WORDS)
/** Whether what a slot holds was asked for since another wanted its place. */
const asked = new Uint8Array(SLOTS)
const word = new Int32Array(WORDS)

/** The text of the ASCII bytes of the line from `start` to `end`; not a part of a longer text that it would keep in memory. */
export const nameAt = (start: number, end: number): string => {
  const length = end - start
  if (length > MOST) return scratch.toString('latin1', start, end)
  let hash = length
  const count = (length + 3) >> 2
  for (let i = 0; i < count; i++) {
    const beyond = (i + 1) * 4 - length
    const four = beyond > 0 ? wordAt(start + i * 4) & (-1 >>> (beyond * 8)) : wordAt(start + i * 4)
    word[i] = four
    hash = Math.imul(hash ^ four, 0x9e3779b1)
    hash ^= hash >>> 15
  }
  const slot = hash & (SLOTS - 1)
  const kept = texts[slot]!
  if (kept.length === length && isSame(slot, count)) {
    asked[slot] = 1
    return kept
  }
  const made = scratch.toString('latin1', start, end)
  // What comes only once, as times do, does not drive out what comes often.
  if (asked[slot] === 1) asked[slot] = 0
  else {
    texts[slot] = made
    for (let i = 0; i < count; i++) bytes[slot * WORDS + i] = word[i]!
  }
  return made
}

const isSame = (slot: number, count: number): boolean => {
  for (let i = 0; i < count; i++) if (bytes[slot * WORDS + i] !== word[i]) return false
  return true
}
