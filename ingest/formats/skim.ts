import type { JsonObject } from './json.ts'
import { nameAt } from './skim/names.ts'
import { outlineOf } from './skim/outline.ts'
import { ends, follow, learn, starts } from './skim/paths.ts'
import { load, MOST_BYTES, scratch } from './skim/scan.ts'

/*
 * Nearly every line of a JSON log looks like some line before it: the same names in the same order, other strings and numbers. What
 * such lines have in common is learnt from one of them that `JSON.parse` read; the next ones are held against it byte for byte. Their
 * strings and numbers are looked at only as far as JSON's grammar asks, and made only where somebody asks for them (`text`).
 */

/** The line whose holes can be read. */
const current = { text: '', ascii: false, open: false }

/**
 * Reads a line of a form that was learnt: `use` gets the object that `JSON.parse` would make of it, with functions in the place of
 * strings and numbers, which answer until `use` returns. Undefined for all other lines, be they JSON or not. `bytes` are the text's
 * UTF-8. Never nested.
 */
export const skim = <T>(bytes: Uint8Array, text: string, use: (object: JsonObject) => T): T | undefined => {
  if (bytes.length > MOST_BYTES) return undefined
  load(bytes)
  const object = follow(bytes.length)
  if (object === undefined) return undefined
  current.text = text
  current.ascii = text.length === bytes.length
  current.open = true
  try {
    return use(object)
  } finally {
    current.open = false
  }
}

/** One line in so many is learnt from: a log whose lines never look alike is not to be slower for it. */
const LEARN = 8
let unknown = 0

/** Tells of a line that `skim` did not know and `JSON.parse` read. Whatever its holes hold, lines that look like it may be skimmed. */
export const learnFrom = (text: string): void => {
  if (unknown++ % LEARN !== 0 || text.length > MOST_BYTES) return
  const outline = outlineOf(text, (index, kind) =>
    kind === 'text' ? (passing) => stringAt(index, passing) : () => numberAt(index),
  )
  if (outline) learn(outline)
}

/** A shorter part of a text is a copy; a longer one would keep the whole text in memory. */
const COPIED = 12

const stringAt = (index: number, passing: boolean | undefined): string => {
  mustBeOpen()
  const start = starts[index]!
  const end = ends[index]!
  // A string with escapes that the grammar allows is JSON.
  if (end < 0) return JSON.parse(`"${written(start, ~end)}"`) as string
  return current.ascii && !passing && end - start > COPIED ? nameAt(start, end) : written(start, end)
}

const numberAt = (index: number): number => {
  mustBeOpen()
  return Number(written(starts[index]!, ends[index]!))
}

const mustBeOpen = (): void => {
  if (!current.open) throw new Error('the line is not being read any more')
}

const written = (start: number, end: number): string =>
  current.ascii ? current.text.slice(start, end) : scratch.toString('utf8', start, end)
