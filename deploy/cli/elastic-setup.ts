import { readFileSync } from 'node:fs'
import { resolve } from 'node:path'
import type { Client } from '@elastic/elasticsearch'
import { coded } from '../../kernel/errors.ts'
import type { Config } from '../config.ts'
import type { ElasticConfig } from '../elastic/settings.ts'

export type SetupOptions = {
  readonly config: Config
  readonly settings: ElasticConfig
  /** An administrator, used where there is a password. */
  readonly user: string
  /** Holds the administrator's password; without it the key of the settings is used. */
  readonly passwordFile: string | undefined
  /** A folder for the two keys; without it none is made. */
  readonly keys: string | undefined
  /** The folder for the key of the boards, where it is another. */
  readonly grafanaKeys: string | undefined
}

/** Makes the index templates and, where asked, the keys of product and boards. Throws what `elasticError` says. */
export const setup = async ({
  config,
  settings,
  user,
  passwordFile,
  keys,
  grafanaKeys,
}: SetupOptions): Promise<number> => {
  if ((keys ?? grafanaKeys) !== undefined && passwordFile === undefined)
    throw coded('BAD_ARGUMENT', '--keys cần --password-file: một khóa API không tạo được khóa khác có quyền')
  const [
    { connect },
    { elasticError },
    { ensureTemplates, TEMPLATE_VERSION },
    { keepKey },
    { ensureArchiveTemplates },
  ] = await Promise.all([
    import('../elastic/connect.ts'),
    import('../../api/store/elastic/errors.ts'),
    import('../../api/store/elastic/template.ts'),
    import('../elastic/keys.ts'),
    import('../../ingest/archive/elastic-index.ts'),
  ])
  const { apiKeyFile: _, ...bare } = settings
  const client =
    passwordFile === undefined
      ? connect(settings, config.folder)
      : as(connect(bare, config.folder), `${user}:${passwordOf(passwordFile)}`)
  const { prefix, url } = settings
  try {
    await ensureTemplates(client, prefix)
    if (settings.archive) await ensureArchiveTemplates(client, prefix)
    console.log(`khuôn chỉ mục «${prefix}-…» sẵn sàng, phiên bản ${TEMPLATE_VERSION}`)
    for (const [name, folder] of [['vonggac', keys] as const, ['grafana', grafanaKeys] as const]) {
      if (folder === undefined) continue
      const outcome = await keepKey(client, { folder, name, prefix })
      console.log(`khóa «${name}»: ${outcome === 'made' ? 'đã tạo' : 'đang dùng được, giữ nguyên'} (${name}.key)`)
    }
    return 0
  } catch (error) {
    throw elasticError(error, url, passwordFile && `mật khẩu của «${user}»: kiểm tra ${passwordFile} và --user`)
  } finally {
    await client.close()
  }
}

const as = (client: Client, who: string): Client =>
  client.child({ headers: { authorization: `Basic ${Buffer.from(who).toString('base64')}` } })

const passwordOf = (file: string): string => {
  try {
    return readFileSync(resolve(file), 'utf8').replace(/\r?\n$/, '')
  } catch (cause) {
    throw coded('BAD_ARGUMENT', `--password-file: không đọc được tệp ${resolve(file)}`, cause)
  }
}
