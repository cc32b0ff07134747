import { entryOf } from '../kernel/entry.ts'

/** One change of saved state: a value, or `undefined` for gone. Keys are (space, key): a machine and an entity, a register and a host. */
export type Change = { readonly space: string; readonly key: string; readonly value: unknown }

/**
 * Everything the engine remembers, as plain JSON values under (space, key). What was touched since the last `drain` is
 * what the shell saves, in the same transaction as alerts and offset.
 */
export type State = {
  get<T>(space: string, key: string): T | undefined
  set(space: string, key: string, value: unknown): void
  entries(space: string): IterableIterator<[string, unknown]>
  drain(): readonly Change[]
}

export const createState = (saved: Iterable<Change> = []): State => {
  const spaces = new Map<string, Map<string, unknown>>()
  let touched = new Map<string, Set<string>>()
  const spaceOf = (space: string): Map<string, unknown> => entryOf(spaces, space, () => new Map())
  for (const { space, key, value } of saved) spaceOf(space).set(key, value)

  return {
    get: <T>(space: string, key: string) => spaces.get(space)?.get(key) as T | undefined,

    set(space, key, value) {
      if (value === undefined) spaceOf(space).delete(key)
      else spaceOf(space).set(key, value)
      entryOf(touched, space, () => new Set()).add(key)
    },

    entries: (space) => spaceOf(space).entries(),

    drain() {
      const changes: Change[] = []
      for (const [space, keys] of touched) {
        for (const key of keys) changes.push({ space, key, value: spaces.get(space)?.get(key) })
      }
      touched = new Map()
      return changes
    },
  }
}
