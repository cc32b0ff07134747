import type { Only } from '../../detectors/target.ts'

/** A share of the entities: slot `index` of `of`. Plain data: threads are told it. */
export type Slot = { readonly index: number; readonly of: number }

/**
 * The slot an entity belongs to, by FNV-1a over its UTF-16 units (http://www.isthe.com/chongo/tech/comp/fnv/). It may never change: the
 * state of an entity lies where this says.
 */
export const slotOf = (entity: string, slots: number): number => {
  let hash = 0x811c9dc5
  for (let i = 0; i < entity.length; i++) {
    const unit = entity.charCodeAt(i)
    hash = Math.imul(hash ^ (unit & 0xff), 0x01000193)
    hash = Math.imul(hash ^ (unit >>> 8), 0x01000193)
  }
  return (hash >>> 0) % slots
}

/** What a slot's engine judges: whichever the rule, all about one entity is judged in one place. */
export const onlyOf = ({ index, of }: Slot): Only => {
  if (of === 1) return () => true
  // An entity is asked about with most events.
  const known = new Map<string, boolean>()
  return (_rule, entity) => {
    const cached = known.get(entity)
    if (cached !== undefined) return cached
    if (known.size >= REMEMBERED) known.clear()
    const own = slotOf(entity, of) === index
    known.set(entity, own)
    return own
  }
}

/** More than a province has; an address range walked through may not take all the memory. */
const REMEMBERED = 100_000
