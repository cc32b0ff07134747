import { readFileSync } from 'node:fs'
import { resolve } from 'node:path'
import { Client } from '@elastic/elasticsearch'
import { coded } from '../../kernel/errors.ts'
import { isPem } from '../pem.ts'
import type { ElasticConfig } from './settings.ts'

/** A request that takes longer is tried again; what it did meanwhile is found there then. */
const PATIENCE = 30_000

const read = (folder: string, file: string, key: string): string => {
  try {
    return readFileSync(resolve(folder, file), 'utf8').trim()
  } catch (cause) {
    throw coded('CONFIG_INVALID', `elasticsearch.${key}: không đọc được tệp ${resolve(folder, file)}`, cause)
  }
}

const readCa = (folder: string, file: string): string => {
  const text = read(folder, file, 'caFile')
  if (isPem(text, 'CERTIFICATE')) return text
  throw coded(
    'CONFIG_INVALID',
    `elasticsearch.caFile: tệp ${resolve(folder, file)} không phải chứng thư dạng PEM (không có dòng «-----BEGIN CERTIFICATE-----»)`,
  )
}

/** As the server wants it: base64 of `id:key`. */
const encoded = (key: string): string => (key.includes(':') ? Buffer.from(key).toString('base64') : key)

/** A client by the configuration; speaks to nobody yet. Throws `CONFIG_INVALID` for a file that cannot be read. */
export const connect = ({ url, apiKeyFile, caFile }: ElasticConfig, folder: string): Client =>
  new Client({
    node: url,
    requestTimeout: PATIENCE,
    maxRetries: 1,
    ...(apiKeyFile !== undefined && { auth: { apiKey: encoded(read(folder, apiKeyFile, 'apiKeyFile')) } }),
    ...(caFile !== undefined && { tls: { ca: readCa(folder, caFile) } }),
  })
