import type { Archive, EventBus } from '../../kernel/ports.ts'
import { RECORDS } from '../wire.ts'
import { type ElasticShelfOptions, elasticShelf } from './elastic-shelf.ts'
import { readingOf } from './select.ts'

export type ElasticArchiveOptions = ElasticShelfOptions & { readonly bus: Pick<EventBus, 'end'> }

/**
 * The archive on Elasticsearch alone. A reading first waits until all that was on the bus when it began is archived, and until every shard that may
 * hold something of the span answers, so that it gives everything that was durable then; it rejects with `ELASTIC_UNREACHABLE` where that takes too
 * long. Whether a shard will come back nobody knows but who runs the cluster: only a day whose index is gone is a gap.
 */
export const elasticArchive = ({ bus, ...options }: ElasticArchiveOptions): Archive => {
  const shelf = elasticShelf(options)
  const read = readingOf(shelf)
  return {
    async *read(asked) {
      if (asked.from > asked.to) return
      await shelf.reach(await bus.end(RECORDS))
      yield* read(asked)
    },
    gaps: async (span) => (await shelf.lacks(span)).map(({ from, to, reason }) => ({ from, to, reason })),
  }
}
