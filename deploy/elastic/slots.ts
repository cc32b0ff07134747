import type { Client } from '@elastic/elasticsearch'
import { z } from 'zod'
import type { Act } from '../../api/store/elastic/bulk.ts'
import { controlOf } from '../../api/store/elastic/names.ts'
import type { StoredIndeterminate } from '../../detectors/engine.ts'
import { DAY, HOUR, type Instant } from '../../kernel/time.ts'

/** What one slot of the detectors says of its own entities. */
export type SlotWord = {
  readonly slot: number
  readonly watermark: Instant
  readonly indeterminate: readonly StoredIndeterminate[]
}

/** The slots of a process among those of all. */
export type SlotsHere = { readonly of: number; readonly running: () => readonly SlotWord[] }

/** What all slots say together. */
export type Joint = Omit<SlotWord, 'slot'>

/** Who has said nothing for so long speaks for nobody any more, ms. */
const STALE = HOUR
/** What could not be judged is told so far back from a slot's watermark, and slots may be apart by what that leaves beside eight days, ms. */
const TOLD = 32 * DAY
const APART = 23 * DAY

const Word = z.object({
  at: z.number(),
  watermark: z.number(),
  /** JSON of intervals, as a slot of this same product wrote it. */
  indeterminate: z.string(),
})

const idOf = (slot: number, of: number): string => `slot/${slot}/${of}`

/** Tells each slot of this process: where detectors share the entities, none knows alone whom nobody could judge. */
export const slotActs = (prefix: string, { of, running }: SlotsHere, now: Instant): readonly Act[] =>
  running().flatMap(({ slot, watermark, indeterminate }) => {
    if (!Number.isFinite(watermark)) return []
    const recent = indeterminate.filter(({ to }) => to >= watermark - TOLD)
    const document = { what: 'slot', at: now, watermark, indeterminate: JSON.stringify(recent) }
    return [{ key: idOf(slot, of), kind: 'index', index: controlOf(prefix), id: idOf(slot, of), document }]
  })

/**
 * What all slots say, as of the slowest; or the slots without which nobody may speak for all, because they have said nothing within an
 * hour or are further behind than the others tell. Rejects with what the client throws.
 */
export const jointOf = async (
  client: Client,
  prefix: string,
  of: number,
  now: Instant,
): Promise<Joint | { readonly missing: readonly number[] }> => {
  const ids = Array.from({ length: of }, (_, slot) => idOf(slot, of))
  const { docs } = await client.mget({ index: controlOf(prefix), ids })
  const words = docs.map((doc) => {
    const word = 'found' in doc && doc.found ? Word.parse(doc._source) : undefined
    return word && word.at > now - STALE ? word : undefined
  })
  const newest = Math.max(...words.map((word) => word?.watermark ?? -Infinity))
  const told = words.flatMap((word) => (word && word.watermark > newest - APART ? [word] : []))
  if (told.length < of)
    return { missing: words.flatMap((word, i) => (word && word.watermark > newest - APART ? [] : [i])) }
  return {
    watermark: Math.min(...told.map(({ watermark }) => watermark)),
    indeterminate: told.flatMap((word) => JSON.parse(word.indeterminate) as readonly StoredIndeterminate[]), // written above
  }
}
