import { digestOf, type Entry, ZEROS } from '../../api/push/wire.ts'

/** How each alert stands by what was received. Throws where a sequence is missing or the chain is broken. */
export const believed = (entries: readonly Entry[]): ReadonlyMap<string, Entry> => {
  let previous = ZEROS
  for (const [i, entry] of entries.entries()) {
    if (entry.seq !== i + 1) throw new Error(`entry ${entry.seq} is where ${i + 1} should be`)
    if (entry.previous !== previous) throw new Error(`entry ${entry.seq} does not follow the one before it`)
    previous = digestOf(entry)
  }
  return new Map(entries.map((entry) => [entry.alert.id, entry]))
}
