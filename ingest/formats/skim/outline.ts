import type { JsonObject } from '../json.ts'

/**
 * A string or number of a line: what lines of one outline differ in. Answers its value in the line that is being read; `passing`: one
 * that is not kept, which is had for less.
 */
export type Hole = (passing?: boolean) => string | number

/** A JSON text without its strings and numbers. */
export type Outline = {
  /**
   * What stands before each hole, the quote that opens a string included, and whether it is a string; the last one, behind the last
   * hole, has none.
   */
  readonly pieces: readonly { readonly before: string; readonly hole: 'text' | 'number' | undefined }[]
  /** The object with a hole for every string and number; frozen. */
  readonly object: JsonObject
}

/** Deeper objects are nobody's log lines. */
const MOST_DEEP = 12
const SPACE = /[ \t\r\n]*/y
const STRING = /"((?:[^"\\]|\\.)*)"/y
const NUMBER = /-?\d[\d.eE+-]*/y
const WORD = /true|false|null/y
const PLAIN_KEY = /^[ !#-[\]-~]*$/

/**
 * The outline of a JSON object that `JSON.parse` reads without complaint; undefined where one outline may not stand for all lines that
 * look like it: a key twice or with escapes, `__proto__`, and what is unusually deep. `hole` makes the holes, in their order.
 */
export const outlineOf = (
  text: string,
  hole: (index: number, kind: 'text' | 'number') => Hole,
): Outline | undefined => {
  const pieces: Outline['pieces'][number][] = []
  let [at, from, sound] = [0, 0, true]

  const take = (pattern: RegExp): string | undefined => {
    pattern.lastIndex = at
    const found = pattern.exec(text)
    if (found) at += found[0].length
    return found?.[1] ?? found?.[0]
  }
  const skip = (char: string): boolean => {
    take(SPACE)
    if (text[at] !== char) return false
    at++
    return true
  }
  const leave = (start: number, end: number, kind: 'text' | 'number'): Hole => {
    pieces.push({ before: text.slice(from, start), hole: kind })
    from = end
    return hole(pieces.length - 1, kind)
  }
  const object = (depth: number): JsonObject => {
    const made: Record<string, unknown> = {}
    while (sound && !skip('}')) {
      skip(',')
      take(SPACE)
      const key = take(STRING) ?? ''
      if (!PLAIN_KEY.test(key) || Object.hasOwn(made, key) || key === '__proto__') sound = false
      skip(':')
      made[key] = value(depth)
    }
    return Object.freeze(made)
  }
  const list = (depth: number): readonly unknown[] => {
    const made: unknown[] = []
    while (sound && !skip(']')) {
      skip(',')
      made.push(value(depth))
    }
    return Object.freeze(made)
  }
  const value = (depth: number): unknown => {
    if (depth > MOST_DEEP) sound = false
    if (!sound) return undefined
    if (skip('{')) return object(depth + 1)
    if (skip('[')) return list(depth + 1)
    const start = at
    if (take(STRING) !== undefined) return leave(start + 1, at - 1, 'text')
    if (take(NUMBER) !== undefined) return leave(start, at, 'number')
    const word = take(WORD)
    return word === 'null' ? null : word === 'true'
  }

  take(SPACE)
  if (!skip('{')) return undefined
  const whole = object(0)
  pieces.push({ before: text.slice(from), hole: undefined })
  return sound ? { pieces, object: whole } : undefined
}
