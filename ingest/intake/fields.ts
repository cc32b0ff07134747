import { entryOf } from '../../kernel/entry.ts'
import { MINUTE } from '../../kernel/time.ts'
import type { Source } from '../source.ts'

/** What was seen of the fields of a source's lines. */
export type FieldCounts = {
  /** Lines that were looked at: not all are (`lookSometimes`). */
  looked: number
  /** In how many of them a field stood that no reader knows, by its name. */
  readonly unknown: Map<string, number>
  /** Fields that no reader knows and that are not told by name: there were too many, or what stood for a name is none. */
  more: number
  /** The source picks a few fields out of whatever comes. */
  readonly picks: boolean
}

/** By source. */
export type Fields = Map<string, FieldCounts>

/** So many names are kept of a source; further ones are only counted. */
export const MOST_NAMES = 64
/** What stands for a name may be a part of a value that was written carelessly: only words are told. */
const NAME = /^[\p{L}_@][\p{L}\p{N}_.@ ()#/-]{0,47}$/u

const fresh = (picks: boolean) => (): FieldCounts => ({ looked: 0, unknown: new Map(), more: 0, picks })

const add = (to: FieldCounts, name: string, n: number): void => {
  const before = to.unknown.get(name)
  if (before === undefined && to.unknown.size >= MOST_NAMES) to.more += n
  else to.unknown.set(name, (before ?? 0) + n)
}

/** Notes a line that was looked at, and the names in it that no reader knows. Never a value. */
export const noteFields = (
  fields: Fields,
  { id, picks }: Pick<Source, 'id' | 'picks'>,
  unknown: readonly string[],
): void => {
  const counts = entryOf(fields, id, fresh(picks === true))
  counts.looked += 1
  // Numbers inside a name (`p7`, an index) would make one field many.
  const names = new Set(unknown.map((name) => name.normalize('NFC').replace(/\d+/g, '#')))
  for (const name of names) {
    if (NAME.test(name)) add(counts, name, 1)
    else counts.more += 1
  }
}

/** Adds what was noted elsewhere. */
export const addFields = (to: Fields, from: Fields): void => {
  for (const [source, { looked, unknown, more, picks }] of from) {
    const counts = entryOf(to, source, fresh(picks))
    counts.looked += looked
    counts.more += more
    for (const [name, n] of unknown) add(counts, name, n)
  }
}

/** The first so many lines of a source in each minute of receipt are looked at, and one in so many of the others. */
const EAGER = 16
const SELDOM = 512

/** Which lines to look at: those of a source that speaks seldom all, of a stream few, so that looking costs nearly nothing. */
export const lookSometimes = (): ((source: string, received: number) => boolean) => {
  const seen = new Map<string, { minute: number; lines: number }>()
  return (source, received) => {
    const minute = Math.floor(received / MINUTE)
    const of = entryOf(seen, source, () => ({ minute, lines: 0 }))
    if (of.minute !== minute) {
      of.minute = minute
      of.lines = 0
    }
    of.lines += 1
    return of.lines <= EAGER || of.lines % SELDOM === 0
  }
}
