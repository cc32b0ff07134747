import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Client } from '@elastic/elasticsearch'
import { onTestFinished } from 'vitest'

/** Whether a node has users and keys at all. */
export const isSecured = async (client: Client): Promise<boolean> => {
  const answer = await client.security.authenticate({}, { ignore: [400, 401, 404, 405, 500], meta: true })
  return answer.statusCode === 200
}

/** Writes a key that may do everything into a file of the folder, as `apiKeyFile` names it; nothing where the node asks for none. */
export const keyFile = async (client: Client, folder: string): Promise<{ readonly apiKeyFile?: string }> => {
  if (!(await isSecured(client))) return {}
  const { id, encoded } = await client.security.createApiKey({ name: 'test', refresh: true })
  onTestFinished(async () => void (await client.security.invalidateApiKey({ ids: [id] })))
  writeFileSync(join(folder, 'elasticsearch.key'), `${encoded}\n`, { mode: 0o600 })
  return { apiKeyFile: 'elasticsearch.key' }
}
