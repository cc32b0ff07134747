import { join } from 'node:path'
import { archiveOf } from '../../ingest/archive/embedded.ts'
import { DAY, sayInstant } from '../../kernel/time.ts'
import type { Month } from './month.ts'

/** Ids of what lines of a span brought, from the archive of a product that is closed; the product's own marks aside. */
const idsIn = async (folder: string, from: number, to: number): Promise<ReadonlySet<string>> => {
  const ids = new Set<string>()
  for await (const batch of archiveOf(join(folder, 'data/bus')).read({ from, to }))
    for (const { id, action } of batch) if (action !== 'source.delivery') ids.add(id)
  return ids
}

/**
 * Days in which one archive holds other events than another, day by day so that memory holds one: every line of the month was
 * acknowledged to its sender in both.
 */
export const linesLost = async (expected: string, found: string, month: Month): Promise<readonly string[]> => {
  const days: string[] = []
  for (let from = month.begins - DAY; from < month.over + DAY; from += DAY) {
    const [a, b] = [await idsIn(expected, from, from + DAY - 1), await idsIn(found, from, from + DAY - 1)]
    const missing = [...a].filter((id) => !b.has(id))
    const more = b.size + missing.length - a.size
    if (missing.length + more > 0)
      days.push(
        `${sayInstant(from)}: ${missing.length} of ${a.size} events missing (${missing.slice(0, 3).join(', ')}), ${more} more`,
      )
  }
  return days
}
