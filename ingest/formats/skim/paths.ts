import type { JsonObject } from '../json.ts'
import type { Outline } from './outline.ts'
import { NONE, numberEnd, scratch, stringEnd, wordAt } from './scan.ts'

/** What may follow at a point of a line: a text that is always the same, then a string, a number or the end. */
type Edge = {
  /** The bytes of the text: where they begin among `words`, whole words, and the mask of the bytes beyond them. */
  readonly offset: number
  readonly whole: number
  readonly mask: number
  readonly length: number
  readonly before: string
  readonly hole: 'text' | 'number' | undefined
  readonly next: Edge[]
  /** The object of the outline that ends here. */
  readonly object: JsonObject | undefined
}

/** Lines with more strings and numbers are not skimmed. */
const MOST_HOLES = 256
/** More outlines than these hold come from somebody who makes them up; then all are forgotten and learnt again. */
const MOST_EDGES = 16_384
const MOST_WORDS = 128 * 1024
/** As many may follow one another at one point, or looking for the right one takes longer than it saves. */
const MOST_NEXT = 64

const words = new Int32Array(MOST_WORDS)
const known = { first: [] as Edge[], edges: 0, words: 0 }

/** Where the holes of the line that was followed last begin and end, in bytes; `~` of the end of a string with escapes. */
export const starts: Int32Array = new Int32Array(MOST_HOLES)
export const ends: Int32Array = new Int32Array(MOST_HOLES)

/** The object of the outline that the line in `scratch` has, if one was learnt: then its holes hold what JSON allows there. */
export const follow = (length: number): JsonObject | undefined => {
  let at = 0
  let edges = known.first
  for (let holes = 0; ; holes++) {
    const edge = edgeAt(edges, at)
    if (edge === undefined) return undefined
    const start = at + edge.length
    if (edge.hole === undefined) return start === length ? edge.object : undefined
    const end = edge.hole === 'text' ? stringEnd(start) : numberEnd(start)
    if (end === NONE) return undefined
    starts[holes] = start
    ends[holes] = end
    at = end < 0 ? ~end : end
    edges = edge.next
  }
}

const edgeAt = (edges: readonly Edge[], at: number): Edge | undefined => {
  for (const edge of edges) {
    // What stands before a number stands before something else in other lines.
    if (stands(edge, at) && (edge.hole !== 'number' || beginsNumber(scratch[at + edge.length]!))) return edge
  }
  return undefined
}

const beginsNumber = (code: number): boolean => (code >= 0x30 && code <= 0x39) || code === 0x2d

/** The zero behind the line is in no edge's text, so nothing is found beyond the line's end. */
const stands = ({ offset, whole, mask }: Edge, at: number): boolean => {
  for (let i = 0; i < whole; i++) if (wordAt(at + i * 4) !== words[offset + i]) return false
  return mask === 0 || ((wordAt(at + whole * 4) ^ words[offset + whole]!) & mask) === 0
}

/** From here on lines of this outline are followed. */
export const learn = ({ pieces, object }: Outline): void => {
  if (pieces.length > MOST_HOLES) return
  let edges = known.first
  for (const piece of pieces) {
    const last = piece.hole === undefined
    let edge = edges.find(({ before, hole }) => before === piece.before && hole === piece.hole)
    if (edge === undefined) {
      edge = edges.length < MOST_NEXT ? edgeOf(piece, last ? object : undefined) : undefined
      if (edge === undefined) {
        forget()
        return
      }
      edges.push(edge)
    }
    edges = edge.next
  }
}

const edgeOf = ({ before, hole }: Outline['pieces'][number], object: JsonObject | undefined): Edge | undefined => {
  const { length } = before
  const offset = known.words
  if (known.edges >= MOST_EDGES || offset + length > MOST_WORDS) return undefined
  for (let i = 0; i < length; i++) words[offset + (i >> 2)] = 0
  for (let i = 0; i < length; i++) words[offset + (i >> 2)]! |= before.charCodeAt(i) << ((i & 3) * 8)
  known.edges += 1
  known.words += (length + 3) >> 2
  const mask = (1 << ((length & 3) * 8)) - 1
  return { offset, whole: length >> 2, mask, length, before, hole, next: [], object }
}

/** Of all lines. */
export const forget = (): void => {
  known.first = []
  known.edges = 0
  known.words = 0
}
