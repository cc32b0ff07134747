/** Random numbers that are a function of their labels alone: same labels, same numbers, on every machine. */
export type Random = {
  /** 0 ≤ x < 1 */
  next(): number
  /** A whole number, both ends included. */
  int(min: number, max: number): number
  /** A real number, min ≤ x < max. */
  between(min: number, max: number): number
  chance(probability: number): boolean
  pick<T>(list: readonly T[]): T
  shuffle<T>(list: readonly T[]): T[]
  /** Lower-case hexadecimal digits. */
  hex(digits: number): string
}

/** FNV-1a over the labels, finished as in MurmurHash3 so that neighbouring labels give unrelated seeds. */
const hash = (text: string): number => {
  let h = 0x811c9dc5
  for (let i = 0; i < text.length; i++) h = Math.imul(h ^ text.charCodeAt(i), 0x01000193)
  h = Math.imul(h ^ (h >>> 16), 0x85ebca6b)
  h = Math.imul(h ^ (h >>> 13), 0xc2b2ae35)
  return (h ^ (h >>> 16)) >>> 0
}

/** Mulberry32 (public domain): 32 bits of state are plenty for invented habits. */
const mulberry32 = (seed: number) => {
  let a = seed
  return (): number => {
    a = (a + 0x6d2b79f5) | 0
    let t = Math.imul(a ^ (a >>> 15), 1 | a)
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t
    return ((t ^ (t >>> 14)) >>> 0) / 4_294_967_296
  }
}

/** The bare stream of these labels, 0 ≤ x < 1: for what is drawn line by line. */
export const createDice = (...labels: readonly (string | number)[]): (() => number) =>
  mulberry32(hash(labels.join('\u001f')))

/** A stream of random numbers for these labels: `random(seed, 'habits', person, date)`. */
export const random = (...labels: readonly (string | number)[]): Random => {
  const next = mulberry32(hash(labels.join('\u001f')))
  const int = (min: number, max: number): number => min + Math.floor(next() * (max - min + 1))
  return {
    next,
    int,
    between: (min, max) => min + next() * (max - min),
    chance: (probability) => next() < probability,
    pick: (list) => {
      if (list.length === 0) throw new Error('nothing to pick from')
      return list[int(0, list.length - 1)]!
    },
    shuffle: (list) => {
      const deck = [...list]
      for (let i = deck.length - 1; i > 0; i--) {
        const j = int(0, i)
        ;[deck[i], deck[j]] = [deck[j]!, deck[i]!]
      }
      return deck
    },
    hex: (digits) => Array.from({ length: digits }, () => int(0, 15).toString(16)).join(''),
  }
}
