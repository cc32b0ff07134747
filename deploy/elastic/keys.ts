import { existsSync, readFileSync } from 'node:fs'
import { mkdir, rename, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { Client, estypes } from '@elastic/elasticsearch'
import { errors } from '@elastic/elasticsearch'

type Roles = NonNullable<estypes.SecurityCreateApiKeyRequest['role_descriptors']>

/**
 * The keys that are made beside an administrator's, each with the least rights: `vonggac` for the product (`delete_index` is for retention
 * alone), `grafana` to read what boards show. The page docs/elasticsearch.md has the first.
 */
export const rolesOf = (prefix: string): Readonly<Record<'vonggac' | 'grafana', Roles>> => ({
  vonggac: {
    vonggac: {
      cluster: ['monitor'],
      indices: [
        {
          names: [`${prefix}-*`],
          privileges: ['create_index', 'write', 'read', 'view_index_metadata', 'maintenance', 'delete_index'],
        },
      ],
    },
  },
  grafana: {
    grafana: {
      cluster: ['monitor'],
      indices: [
        {
          names: SHOWN.flatMap((kind) => [`${prefix}-${kind}`, `${prefix}-${kind}-*`]),
          privileges: ['read', 'view_index_metadata'],
        },
      ],
    },
  },
})

/** What boards may read: not the logs themselves. */
const SHOWN = ['alerts', 'revisions', 'status', 'current', 'coverage']

type Outcome = 'made' | 'kept'

/**
 * Holds a file `<name>.key` of the folder, readable by its owner alone, to a key that the server takes and that has these rights. A key
 * that works is kept and given the rights as they are now; else one is made. `client` is an administrator's.
 */
export const keepKey = async (
  client: Client,
  { folder, name, prefix }: { readonly folder: string; readonly name: 'vonggac' | 'grafana'; readonly prefix: string },
): Promise<Outcome> => {
  const role_descriptors = rolesOf(prefix)[name]
  const file = join(folder, `${name}.key`)
  if (existsSync(file) && (await renewed(client, readFileSync(file, 'utf8').trim(), role_descriptors))) return 'kept'
  const { encoded } = await client.security.createApiKey({ name: `${prefix}-${name}`, role_descriptors, refresh: true })
  await mkdir(folder, { recursive: true, mode: 0o700 })
  // Whoever reads it meanwhile finds the old one or the new one, whole.
  await writeFile(`${file}.part`, `${encoded}\n`, { mode: 0o600, flush: true })
  await rename(`${file}.part`, file)
  return 'made'
}

/** Whether the server takes the key; its rights are then as told. */
const renewed = async (client: Client, encoded: string, role_descriptors: Roles): Promise<boolean> => {
  const mine = client.child({ headers: { authorization: `ApiKey ${encoded}` } })
  try {
    const { api_key: key } = await mine.security.authenticate()
    if (key === undefined) return false
    await client.security.updateApiKey({ id: key.id, role_descriptors })
    return true
  } catch (error) {
    // 401: withdrawn, or of another cluster. 404, 400: not this administrator's to change.
    if (error instanceof errors.ResponseError && [400, 401, 404].includes(error.statusCode ?? 0)) return false
    throw error
  }
}
