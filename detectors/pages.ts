import { entryOf } from '../kernel/entry.ts'
import type { Change } from './state.ts'

/** More pages are written more often, larger ones are more to write: ten thousand machines make pages of 150 numbers. */
const PAGES = 64

const pageOf = (key: string): number => {
  let hash = 7
  for (let i = 0; i < key.length; i++) hash = (hash * 31 + key.charCodeAt(i)) | 0
  return (hash >>> 0) % PAGES
}

/** What is saved of one page. */
type Page = Readonly<Record<string, number>>
const isPage = (value: unknown): value is Page => typeof value === 'object' && value !== null

/**
 * A space of numbers of which most change between two saves, as the last sign of life of each machine does: many of them are saved as
 * one entry, because an entry costs more to write than what is in it.
 */
export const createPages = (name: string) => {
  const values = new Map<string, number>()
  const keys = new Map<number, Set<string>>()
  const touched = new Set<number>()
  /** Entries that were saved one by one. */
  let single: string[] = []

  const put = (key: string, page: number, value: number): void => {
    values.set(key, value)
    entryOf(keys, page, () => new Set<string>()).add(key)
  }
  const contentOf = (page: number): Page | undefined => {
    const inPage = keys.get(page)
    if (!inPage || inPage.size === 0) return undefined
    return Object.fromEntries([...inPage].map((key) => [key, values.get(key)!]))
  }

  return {
    restore(key: string, value: unknown): void {
      if (isPage(value)) {
        for (const [each, number] of Object.entries(value)) put(each, pageOf(each), number)
        return
      }
      put(key, pageOf(key), value as number) // this space holds nothing else
      touched.add(pageOf(key))
      single.push(key)
    },

    get: (key: string): number | undefined => values.get(key),

    set(key: string, value: unknown): void {
      if (values.get(key) === value) return
      const page = pageOf(key)
      if (value === undefined) {
        values.delete(key)
        keys.get(page)!.delete(key)
      } else put(key, page, value as number) // this space holds nothing else
      touched.add(page)
    },

    entries: (): IterableIterator<[string, number]> => values.entries(),

    drainTo(changes: Change[]): void {
      for (const key of single) changes.push({ space: name, key, value: undefined })
      single = []
      for (const page of touched) changes.push({ space: name, key: `#${page}`, value: contentOf(page) })
      touched.clear()
    },
  }
}
