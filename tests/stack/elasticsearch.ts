import { randomUUID } from 'node:crypto'
import { Client } from '@elastic/elasticsearch'
import { afterAll, describe, test, vi } from 'vitest'
import { isSecured } from '../support/elastic-key.ts'
import { notTested, sharedServer } from './shared.ts'

export type Elastic = { readonly client: Client; readonly url: string }

/**
 * A suite on the node that all share: the one of `ES_URL`, or of this run. Where there is none, or none with users where the suite `needs` them, it is
 * said loudly and the suite is skipped; in CI it fails.
 */
export const withElastic = async (name: string, suite: (elastic: Elastic) => void, needs?: 'users'): Promise<void> => {
  const found = await sharedElastic()
  const fits = found && (needs === undefined || (await isSecured(found.client)))
  const elastic = fits ? found : found && notTested('a secured Elasticsearch', 'ES_URL names one without users.')
  if (elastic) describe(name, () => suite(elastic))
  else test.todo(`${name}: not tested, Elasticsearch is not there`)
}

const sharedElastic = async (): Promise<Elastic | undefined> => {
  const url = await sharedServer('elasticsearch', 'ES_URL')
  if (url === undefined) return undefined
  // A real server, on cores that others use too.
  vi.setConfig({ testTimeout: 90_000, hookTimeout: 90_000 })
  const client = new Client({ node: url })
  afterAll(() => client.close())
  return { client, url }
}

/** A prefix nobody used before; what is made under it is gone at the end. */
export const ownPrefix = (client: Client): string => {
  const prefix = `t${randomUUID().slice(0, 8)}`
  afterAll(async () => {
    const indices = Object.keys(await client.indices.get({ index: `${prefix}-*`, allow_no_indices: true }))
    if (indices.length > 0) await client.indices.delete({ index: indices })
    await client.indices.deleteIndexTemplate({ name: `${prefix}-*` }, { ignore: [404] })
  })
  return prefix
}

/** Everything under a prefix is taken out; the indices stay. */
export const emptied = async (client: Client, prefix: string): Promise<void> => {
  const index = [`${prefix}-alerts`, `${prefix}-revisions`]
  await client.deleteByQuery({ index, query: { match_all: {} }, refresh: true, ignore_unavailable: true })
}
