import { entryOf } from '../kernel/entry.ts'
import { createPages } from './pages.ts'

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

export type Numbers = Pick<Space<number>, 'get' | 'set'>

/** The last sign of life of each machine moves with most drains; so does what is kept apart. */
const PAGED: ReadonlySet<string> = new Set(['register/presence'])
const APART = 'apart/'
/** The space that holds what is saved apart from the entries of another. */
export const apartOf = (space: string): string => `${APART}${space}`
const isPaged = (space: string): boolean => PAGED.has(space) || space.startsWith(APART)

/**
 * Everything the engine remembers, as plain JSON values under (space, key). What was touched since the last `drain` is
 * what the shell saves, in the same transaction as alerts and offset.
 */
export type State = {
  /**
   * Whoever asks says what is in the space: nobody else writes there. `apart`: a field of its values, a number, that moves with most
   * events while the rest stays; it is saved in pages (`apartOf`), and the rest only where it has changed.
   */
  space<T>(name: string, apart?: string): Space<T>
  /** A space of numbers that is saved in pages: its name must be one of `PAGED`. */
  numbers(name: string): Numbers
  get<T>(space: string, key: string): T | undefined
  set(space: string, key: string, value: unknown): void
  entries(space: string): IterableIterator<[string, unknown]>
  drain(): readonly Change[]
}

/**
 * `touched`: the next drain tells of it; one that is gone stays until then, or until whoever holds it lets go. `saved`: where a field is
 * kept apart, the value that was drained last.
 */
type Kept = { readonly key: string; value: unknown; saved: unknown; touched: boolean; held: boolean }

type Pages = ReturnType<typeof createPages>

/** Stands for a saved value that is not as it would be saved today. */
const OTHERWISE: unknown = Object.freeze({})

type Fields = Readonly<Record<string, unknown>>

/** Whether two values, objects where they are any, differ in nothing but one field. */
const sameBeside = (field: string, before: unknown, after: unknown): boolean => {
  if (before === after) return true
  if (before === undefined || after === undefined) return false
  const [a, b] = [before as Fields, after as Fields] // what has a field kept apart is an object
  for (const name in b) if (name !== field && a[name] !== b[name]) return false
  for (const name in a) if (name !== field && !(name in b)) return false
  return true
}
const without = (field: string, value: unknown): Fields => {
  const { [field]: _, ...rest } = value as Fields // as above
  return rest
}

const createSpace = (name: string) => {
  const cells = new Map<string, Kept>()
  let touched: Kept[] = []
  let apart: { readonly field: string; readonly pages: Pages } | undefined

  const cellOf = (key: string): Kept => {
    const known = cells.get(key)
    if (known !== undefined) return known
    const made = { key, value: undefined, saved: undefined, touched: false, held: false }
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

    /** From here on `field` of every value is saved in `pages`, where what was saved of it is. */
    part(field: string, pages: Pages): void {
      if (apart) return
      apart = { field, pages }
      for (const cell of cells.values()) {
        const { key, value } = cell
        const moved = pages.get(key)
        const whole = Object.hasOwn(Object(value), field)
        if (moved !== undefined && value !== undefined) cell.value = { ...value, [field]: moved }
        cell.saved = whole || cell.touched ? OTHERWISE : cell.value
        if (whole) put(cell, cell.value)
      }
    },

    drainTo(changes: Change[]): void {
      for (const cell of touched) {
        const { key, value } = cell
        cell.touched = false
        if (!apart) changes.push({ space: name, key, value })
        else {
          apart.pages.set(key, Object(value)[apart.field])
          if (!sameBeside(apart.field, cell.saved, value))
            changes.push({ space: name, key, value: value === undefined ? undefined : without(apart.field, value) })
          cell.saved = value
        }
        if (value === undefined && !cell.held) cells.delete(key)
      }
      touched = []
    },
  }
}

export const createState = (saved: Iterable<Change> = []): State => {
  const spaces = new Map<string, ReturnType<typeof createSpace>>()
  const paged = new Map<string, Pages>()
  const spaceOf = (name: string): ReturnType<typeof createSpace> => entryOf(spaces, name, () => createSpace(name))
  const pagesOf = (name: string): Pages => entryOf(paged, name, () => createPages(name))
  const find = (name: string) => (isPaged(name) ? pagesOf(name) : spaceOf(name))
  for (const { space, key, value } of saved) find(space).restore(key, value)

  return {
    space<T>(name: string, apart?: string) {
      const space = spaceOf(name)
      if (apart !== undefined) space.part(apart, pagesOf(apartOf(name)))
      // Cells are this module's own: whoever holds one has it from `hold`.
      return space as unknown as Space<T>
    },
    numbers: pagesOf,
    get: <T>(space: string, key: string) => find(space).get(key) as T | undefined,
    set: (space, key, value) => find(space).set(key, value),
    entries: (space) => find(space).entries(),
    drain() {
      const changes: Change[] = []
      for (const space of spaces.values()) space.drainTo(changes)
      // What is kept apart goes there while the others are drained.
      for (const pages of paged.values()) pages.drainTo(changes)
      return changes
    },
  }
}
