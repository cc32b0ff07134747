import { randomUUID } from 'node:crypto'
import { Client } from '@elastic/elasticsearch'
import { loadItems } from '../data/load.ts'
import { measure } from '../measure.ts'
import type { Measured } from '../scenario.ts'

type Params = { readonly folder: string; readonly elastic: string; readonly documents: number }

/** The client's own bulk helper alone: a document a line, the line kept and three fields of it indexed, `create` with an id of its own. */
export const job = async ({ folder, elastic, documents }: Params): Promise<Measured> => {
  const client = new Client({ node: elastic })
  const index = `bench-${randomUUID().slice(0, 8)}`
  await client.indices.create({
    index,
    settings: { number_of_shards: 1, number_of_replicas: 0, refresh_interval: '1s' },
    mappings: {
      dynamic: false,
      properties: { '@timestamp': { type: 'date' }, collector: { type: 'keyword' }, source: { type: 'keyword' } },
    },
  })
  const docs = loadItems(folder)
    .slice(0, documents)
    .map(({ bytes, at, collector, source }, i) => ({
      id: String(i),
      doc: { '@timestamp': new Date(at).toISOString(), collector, source, message: bytes.toString('utf8') },
    }))
  const measured = await measure(async () => {
    const stats = await client.helpers.bulk({
      datasource: docs,
      flushBytes: 1_000_000,
      concurrency: 5,
      onDocument: ({ id, doc }) => [{ create: { _index: index, _id: id } }, doc],
    })
    if (stats.failed > 0) throw new Error(`${stats.failed} documents were refused`)
    return stats.successful
  })
  await client.indices.forcemerge({ index, max_num_segments: 1 })
  await client.indices.flush({ index })
  const { _all } = await client.indices.stats({ index, metric: 'store' })
  await client.indices.delete({ index })
  await client.close()
  return { ...measured, extra: { stored: _all.primaries?.store?.size_in_bytes ?? Number.NaN } }
}
