import { isObject, type JsonObject } from '../formats/json.ts'
import { remember } from '../formats/remember.ts'

/** Whether a source knows a field of this name: it reads it, or passes it over on purpose. */
export type Knows = (name: string) => boolean

/** A name as names are compared: any number is `#`, and case does not count. */
const nameKey = remember((name) => name.toLowerCase().replace(/\d+/g, '#'))

/**
 * Names parted by white space, as the format's publisher writes them; `#` stands for any number, `tls.*` for all that stands below `tls`.
 */
export const knowing = (...written: readonly string[]): Knows => {
  const names = written.flatMap((part) => part.split(/\s+/)).filter(Boolean)
  const [below, exact] = [true, false].map((is) => names.filter((name) => name.endsWith('.*') === is).map(nameKey))
  const known = new Set(exact)
  const roots = new Set(below?.map((name) => name.slice(0, -2)))
  return (name) => {
    const key = nameKey(name)
    if (known.has(key)) return true
    for (let dot = key.indexOf('.'); dot >= 0; dot = key.indexOf('.', dot + 1))
      if (roots.has(key.slice(0, dot))) return true
    return roots.has(key)
  }
}

/** A line of a hostile sender may hold thousands of names; so many of it are looked at. */
const MOST = 512
const DEEPEST = 4

/** The names of a JSON object's values, those below others with dots (`host.name`); a list is one value. A known name is not gone into. */
export const jsonNames = (object: JsonObject, knows: Knows): readonly string[] => {
  const names: string[] = []
  let looked = 0
  const go = (inner: JsonObject, prefix: string, depth: number): void => {
    for (const key of Object.keys(inner)) {
      if (++looked > MOST) return
      const name = `${prefix}${key}`
      if (knows(name)) continue
      const value = inner[key]
      if (isObject(value) && depth < DEEPEST) go(value, `${name}.`, depth + 1)
      else names.push(name)
    }
  }
  go(object, '', 0)
  return names
}

/** Those of the names that are not known. */
export const unknownOf = (names: Iterable<string>, knows: Knows): readonly string[] => {
  const unknown: string[] = []
  let looked = 0
  for (const name of names) {
    if (++looked > MOST) break
    if (!knows(name)) unknown.push(name)
  }
  return unknown
}
