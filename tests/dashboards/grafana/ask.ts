import type { Client } from '@elastic/elasticsearch'
import { rolesOf } from '../../../deploy/elastic/keys.ts'
import { isSecured } from '../../support/elastic-key.ts'
import type { Request } from './request.ts'

/** Asks as Grafana's backend does: questions in one `_msearch` (a panel's, or a whole board's: the answers are the same), with the key that boards have and no other right. */
export const openAsker = async (client: Client, url: string, prefix: string) => {
  const isKeyed = await isSecured(client)
  const key = isKeyed
    ? await client.security.createApiKey({
        name: `${prefix}-boards`,
        role_descriptors: rolesOf(prefix).grafana,
        refresh: true,
      })
    : undefined
  const { origin } = new URL(url)
  return {
    ask: async (requests: readonly Request[]): Promise<readonly unknown[]> => {
      const response = await fetch(`${origin}/_msearch?max_concurrent_shard_requests=5`, {
        method: 'POST',
        headers: { 'content-type': 'application/x-ndjson', ...(key && { authorization: `ApiKey ${key.encoded}` }) },
        body: requests.map(({ header, body }) => `${JSON.stringify(header)}\n${JSON.stringify(body)}\n`).join(''),
      })
      const text = await response.text()
      if (!response.ok) throw new Error(`${response.status}: ${text.slice(0, 600)}`)
      const { responses } = JSON.parse(text) as { readonly responses: readonly unknown[] } // `answered` reads each
      return responses
    },
    close: async (): Promise<void> => {
      if (key) await client.security.invalidateApiKey({ ids: [key.id] })
    },
  }
}
export type Asker = Awaited<ReturnType<typeof openAsker>>
