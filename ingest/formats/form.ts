import type { JsonObject } from './json.ts'

/**
 * The function with its results kept, of objects that stand for all lines of a form (`skim`), which are the frozen ones: for what is
 * worked out of their names alone. Undefined for any other object.
 */
export const ofForm = <T extends object>(work: (form: JsonObject) => T): ((object: JsonObject) => T | undefined) => {
  const known = new WeakMap<JsonObject, T>()
  return (object) => {
    const kept = known.get(object)
    if (kept !== undefined || !Object.isFrozen(object)) return kept
    const made = work(object)
    known.set(object, made)
    return made
  }
}
