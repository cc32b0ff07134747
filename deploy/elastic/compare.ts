import type { Client } from '@elastic/elasticsearch'
import { z } from 'zod'
import { aliasOf } from '../../api/store/elastic/names.ts'

const Newest = z.object({ value: z.number().nullable() })

const alerts = (prefix: string) => ({ index: aliasOf(prefix, 'alerts'), ignore_unavailable: true })
const ofLineage = (lineage: string) => ({ term: { 'vonggac.lineage': lineage } })

/** The place of the newest revision there that is of a database; 0 where there is none. */
export const newestThere = async (client: Client, prefix: string, lineage: string): Promise<number> => {
  await client.indices.refresh(alerts(prefix))
  const answer = await client.search({
    ...alerts(prefix),
    query: ofLineage(lineage),
    size: 0,
    aggregations: { newest: { max: { field: 'vonggac.seq' } } },
  })
  return Newest.parse(answer.aggregations?.['newest'] ?? { value: null }).value ?? 0
}

/** How many alerts there are of another database. */
export const foreign = async (client: Client, prefix: string, lineage: string): Promise<number> =>
  (await client.count({ ...alerts(prefix), query: { bool: { must_not: [ofLineage(lineage)] } } })).count
