import { toldForms } from '../kernel/directory/names.ts'
import { entryOf } from '../kernel/entry.ts'
import type { Change, State } from './state.ts'
import { EVERYTHING, fillingOf, REGISTERS } from './target.ts'

/**
 * Entries of derived registers as a slice's state has them. `*`: every entry of every register. Else the one asked for, and those of machines
 * whose logs bear the same name: they were read, too.
 */
export const entriesIn = (state: State): ((space: string, key: string) => readonly Change[]) => {
  const named = new Map<string, ReadonlyMap<string, readonly string[]>>()
  /** The keys of a register by every name that logs may tell of their machine: made once, since thousands of entries may be asked for. */
  const keysBy = (space: string, nameOf: (key: string) => string): ReadonlyMap<string, readonly string[]> =>
    entryOf(named, space, () => {
      const told = [...state.entries(space)].flatMap(([key]) => toldForms(nameOf(key)).map((name) => ({ name, key })))
      const keys = Map.groupBy(told, ({ name }) => name)
      return new Map([...keys].map(([name, all]) => [name, all.map(({ key }) => key)]))
    })
  return (space, key) => {
    if (space === EVERYTHING)
      return REGISTERS.flatMap((each) => [...state.entries(each)].map(([key, value]) => ({ space: each, key, value })))
    const { by, nameOf } = fillingOf(space)!
    const alike = by === 'host' ? (keysBy(space, nameOf).get(nameOf(key)) ?? []) : []
    return [...new Set([key, ...alike])].map((each) => ({ space, key: each, value: state.get(space, each) }))
  }
}
