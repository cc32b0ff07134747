import type { Client, estypes } from '@elastic/elasticsearch'
import { z } from 'zod'
import { Alert } from '../../../kernel/alert.ts'
import type { AlertField } from '../../../kernel/alert-fields.ts'
import type { AlertStore, KeptRevision } from '../../../kernel/ports.ts'
import { readCursor, writeCursor } from '../cursor.ts'
import { aliasOf } from './names.ts'
import { queryOf } from './query.ts'

const Body = z.object({ vonggac: z.object({ body: z.string(), lineage: z.string() }) })
const BODY = ['vonggac.body', 'vonggac.lineage']
const Counted = z.object({ buckets: z.array(z.object({ key: z.string(), doc_count: z.number() })) })
const Kept = z.object({ written: z.number(), grown: z.boolean(), body: z.string() })

const alertIn = (body: string): Alert => Alert.parse(JSON.parse(body))

const COUNTED = { level: 'vonggac.level', rule: 'rule.id', unit: 'organization.id' } as const satisfies Readonly<
  Record<Parameters<AlertStore['count']>[1], AlertField>
>
/** Above what `index.max_result_window` gives at once; no alert has as many revisions, and no province as many units. */
const MOST = 10_000

/** Newest act first, by id within one instant. */
const ORDER: estypes.Sort = [{ '@timestamp': 'desc' satisfies estypes.SortOrder }, { 'event.id': 'asc' }]

/** What is read of the alerts; `put` and the life of the client are others' affair. */
export type AlertReader = Omit<AlertStore, 'put' | 'close'>

/** Reads the alerts that are on Elasticsearch, whoever writes them. Throws what the client throws. */
export const elasticReader = ({
  client,
  prefix,
}: {
  readonly client: Client
  readonly prefix: string
}): AlertReader => {
  // A month that cannot be read at present must not look like one in which nothing was.
  const whole = { ignore_unavailable: true, allow_partial_search_results: false }
  const alerts = { index: aliasOf(prefix, 'alerts'), ...whole }

  const newest = async (id: string) => {
    const found = await client.search({ ...alerts, query: { term: { 'event.id': id } }, size: 1, _source: BODY })
    const [hit] = found.hits.hits
    return hit && Body.parse(hit._source).vonggac
  }

  return {
    get: async (id) => {
      const found = await newest(id)
      return found && alertIn(found.body)
    },

    history: async (id) => {
      const lineage = (await newest(id))?.lineage
      if (lineage === undefined) return []
      const answer = await client.search({
        ...{ index: aliasOf(prefix, 'revisions'), ...whole, size: MOST },
        query: { bool: { filter: [{ term: { 'alert.id': id } }, { term: { lineage } }] } },
        sort: [{ 'alert.revision': 'asc' }],
      })
      return folded(answer.hits.hits.map(({ _source }) => Kept.parse(_source)))
    },

    search: async (filter, { limit, cursor }) => {
      const after = cursor === undefined ? undefined : readCursor(cursor)
      const answer = await client.search({
        ...{ ...alerts, query: queryOf(filter), sort: ORDER, size: limit + 1, track_total_hits: true, _source: BODY },
        ...(after && { search_after: [after.last, after.id] }),
      })
      const { hits, total } = answer.hits
      const page = hits.slice(0, limit).map(({ _source }) => alertIn(Body.parse(_source).vonggac.body))
      const end = hits.length > limit ? page.at(-1) : undefined
      const found = typeof total === 'object' ? total.value : (total ?? 0)
      return { alerts: page, total: found, ...(end && { next: writeCursor(end) }) }
    },

    count: async (filter, by) => {
      const answer = await client.search({
        ...{ ...alerts, query: queryOf(filter), size: 0 },
        aggregations: { by: { terms: { field: COUNTED[by], missing: '', size: MOST } } },
      })
      const { buckets } = Counted.parse(answer.aggregations?.['by'] ?? { buckets: [] })
      return Object.fromEntries(buckets.map(({ key, doc_count }) => [key, doc_count]))
    },
  }
}

/** Revisions in their order; of those in a row that only grew the newest, also where the others are still there. */
const folded = (rows: readonly z.infer<typeof Kept>[]): KeptRevision[] =>
  rows
    .filter(({ grown }, i) => !grown || !rows[i + 1]?.grown)
    .map(({ body, written }) => ({ alert: alertIn(body), written }))
