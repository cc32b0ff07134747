import { entryOf } from '../kernel/entry.ts'

/** One change of saved state: a value, or `undefined` for gone. Keys are (space, key): a machine and an entity, a register and a host. */
export type Change = { readonly space: string; readonly key: string; readonly value: unknown }

/** An entry: read and written through the space it is of. */
export type Cell<T = unknown> = { readonly key: string; readonly value: T | undefined }

/** The entries of one space: whoever reads or writes them with every event holds on to it. */
export type Space<T = unknown> = {
  get(key: string): T | undefined
  set(key: string, value: T | undefined): void
  entries(): IterableIterator<[string, T]>
  /** The entry under a key, for whoever goes on reading and writing it without looking it up: it stays the same until it is let go. */
  hold(key: string): Cell<T>
  put(cell: Cell<T>, value: T | undefined): void
  /** Lets go of an entry that is empty and was told to be. Returns whether it could. */
  release(cell: Cell<T>): boolean
}

/**
 * Everything the engine remembers, as plain JSON values under (space, key). What was touched since the last `drain` is
 * what the shell saves, in the same transaction as alerts and offset.
 */
export type State = {
  /** Whoever asks says what is in the space: nobody else writes there. */
  space<T>(name: string): Space<T>
  get<T>(space: string, key: string): T | undefined
  set(space: string, key: string, value: unknown): void
  entries(space: string): IterableIterator<[string, unknown]>
  drain(): readonly Change[]
}

/** `touched`: the next drain tells of it; one that is gone stays until then, or until whoever holds it lets go. */
type Kept = { readonly key: string; value: unknown; touched: boolean; held: boolean }

const createSpace = (name: string) => {
  const cells = new Map<string, Kept>()
  let touched: Kept[] = []

  const cellOf = (key: string): Kept => {
    const known = cells.get(key)
    if (known !== undefined) return known
    const made = { key, value: undefined, touched: false, held: false }
    cells.set(key, made)
    return made
  }
  const put = (cell: Kept, value: unknown): void => {
    cell.value = value
    if (cell.touched) return
    cell.touched = true
    touched.push(cell)
  }

  return {
    restore(key: string, value: unknown): void {
      cellOf(key).value = value
    },

    get: (key: string): unknown => cells.get(key)?.value,
    set: (key: string, value: unknown): void => put(cellOf(key), value),
    put,

    hold(key: string): Kept {
      const cell = cellOf(key)
      cell.held = true
      return cell
    },

    release(cell: Kept): boolean {
      if (cell.value !== undefined || cell.touched) return false
      cell.held = false
      return cells.delete(cell.key)
    },

    *entries(): IterableIterator<[string, unknown]> {
      for (const { key, value } of cells.values()) if (value !== undefined) yield [key, value]
    },

    drainTo(changes: Change[]): void {
      for (const cell of touched) {
        const { key, value } = cell
        changes.push({ space: name, key, value })
        cell.touched = false
        if (value === undefined && !cell.held) cells.delete(key)
      }
      touched = []
    },
  }
}

export const createState = (saved: Iterable<Change> = []): State => {
  const spaces = new Map<string, ReturnType<typeof createSpace>>()
  const spaceOf = (name: string): ReturnType<typeof createSpace> => entryOf(spaces, name, () => createSpace(name))
  for (const { space, key, value } of saved) spaceOf(space).restore(key, value)

  return {
    // Cells are this module's own: whoever holds one has it from `hold`.
    space: <T>(name: string) => spaceOf(name) as unknown as Space<T>,
    get: <T>(space: string, key: string) => spaceOf(space).get(key) as T | undefined,
    set: (space, key, value) => spaceOf(space).set(key, value),
    entries: (space) => spaceOf(space).entries(),
    drain() {
      const changes: Change[] = []
      for (const space of spaces.values()) space.drainTo(changes)
      return changes
    },
  }
}
