import { noteWithdrawn, type Ordered, select } from '../../ingest/archive/select.ts'
import { decodeWire, RECORDS } from '../../ingest/wire.ts'
import type { Archive } from '../../kernel/ports.ts'
import type { MemoryBus } from './memory-bus.ts'

const PAGE = 1000

/** The archive of a bus that lives in memory. */
export const archiveOfMemory = (bus: MemoryBus): Archive => ({
  async *read(asked) {
    const records = bus.messages(RECORDS).flatMap(({ value, offset }): Ordered[] => {
      const head = decodeWire(value)
      return 'observations' in head ? [{ order: offset, head }] : []
    })
    const withdrawn = new Map<string, number>()
    noteWithdrawn(withdrawn, records)
    const wanted = select(asked, withdrawn)
    for (let at = 0; at < records.length; at += PAGE) {
      const observations = wanted(records.slice(at, at + PAGE))
      if (observations.length > 0) yield observations
    }
  },
  gaps: async () => [],
})
