import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { aliasOf, kinds } from '../../api/store/elastic/names.ts'
import { coded } from '../../kernel/errors.ts'
import { type Config, loadConfig } from '../config.ts'
import type { ElasticConfig } from '../elastic/settings.ts'
import { DEFAULT_CONFIG } from '../records.ts'
import type { Command } from './command.ts'
import { setup } from './elastic-setup.ts'

export const elastic: Command = {
  name: 'elastic',
  usage: 'elastic setup | status | resend | clean [--config DIR]',
  title:
    'bản sao cảnh báo trên Elasticsearch: tạo khuôn chỉ mục, xem đã gửi đến đâu, gửi lại từ đầu, dọn cảnh báo của kho khác',
  options: [
    'setup: tạo hoặc nâng cấp khuôn chỉ mục; --key-file TỆP dùng khóa có quyền quản trị khuôn thay cho khóa trong cấu hình',
    'setup --password-file TỆP: làm với người quản trị elastic (tên khác: --user TÊN); thêm --keys THƯ_MỤC để tạo hai khóa ít quyền nhất: vonggac.key, grafana.key (--grafana-keys THƯ_MỤC: tệp sau nằm riêng)',
    'resend: gửi lại tất cả (sản phẩm đang chạy sẽ gửi trong ít giây); gửi hai lần không đổi gì',
    'clean: xóa cảnh báo không thuộc kho này; in số lượng, chỉ xóa khi có --confirm',
  ],
  async run(args) {
    const { values, positionals } = parseArgs({
      args: [...args],
      allowPositionals: true,
      options: {
        config: { type: 'string', default: DEFAULT_CONFIG },
        'key-file': { type: 'string' },
        'password-file': { type: 'string' },
        user: { type: 'string', default: 'elastic' },
        keys: { type: 'string' },
        'grafana-keys': { type: 'string' },
        confirm: { type: 'boolean', default: false },
      },
    })
    const config = loadConfig(values.config)
    const { elasticsearch } = config
    if (!elasticsearch) throw coded('BAD_ARGUMENT', `${config.folder}: cấu hình không có mục elasticsearch`)
    const key = values['key-file']
    const asked = { ...config, elasticsearch: { ...elasticsearch, ...(key !== undefined && { apiKeyFile: key }) } }
    const [what, ...more] = positionals
    if (what === 'setup' && more.length === 0) {
      const { keys, user, 'password-file': passwordFile, 'grafana-keys': grafanaKeys = keys } = values
      return setup({ config, settings: asked.elasticsearch, user, passwordFile, keys, grafanaKeys })
    }
    const act = more.length === 0 ? acts[what ?? ''] : undefined
    if (!act) throw coded('BAD_ARGUMENT', `cần: ${elastic.usage}`)
    return act(asked, values.confirm)
  },
}

type Asked = Config & { readonly elasticsearch: ElasticConfig }

/** With a client of the configuration; what it throws is said in one sentence. */
const connected = async <T>(
  config: Asked,
  work: (client: import('@elastic/elasticsearch').Client) => Promise<T>,
): Promise<T> => {
  const [{ connect }, { elasticError }] = await Promise.all([
    import('../elastic/connect.ts'),
    import('../../api/store/elastic/errors.ts'),
  ])
  const client = connect(config.elasticsearch, config.folder)
  try {
    return await work(client)
  } catch (error) {
    throw elasticError(error, config.elasticsearch.url)
  } finally {
    await client.close()
  }
}

const isPlaced = ({ data }: Asked): boolean => existsSync(join(data, 'elastic.db'))

const placeOf = async (config: Asked) => {
  const { data } = config
  if (!isPlaced(config))
    throw coded('BAD_ARGUMENT', `${data}: chưa gửi gì sang Elasticsearch; sản phẩm chưa từng chạy với cấu hình này`)
  return (await import('../elastic/place.ts')).openPlace(data)
}

const status = (config: Asked): Promise<number> =>
  connected(config, async (client) => {
    const { version } = await client.info()
    const place = isPlaced(config) ? await placeOf(config) : undefined
    for (const { alert, revision, reason } of place?.refused() ?? [])
      console.log(`không được nhận: cảnh báo ${alert}, bản ${revision}: ${reason}`)
    // Where detectors share the entities, each copies from its own log of alerts: the place kept here says nothing of that.
    const told = place ? `đã xử lý đến bản ghi số ${place.read().cursor}` : 'thư mục dữ liệu này chưa gửi gì'
    const reached = config.detector ? '' : `; ${told}`
    place?.close()
    console.log(`Elasticsearch ${version.number} tại ${config.elasticsearch.url}${reached}`)
    for (const kind of kinds) {
      const index = aliasOf(config.elasticsearch.prefix, kind)
      const { count } = await client.count({ index, ignore_unavailable: true })
      console.log(`${index}: ${count} tài liệu`)
    }
    const { blockedIndices, blockedLine } = await import('../elastic/blocked.ts')
    const blocked = await blockedIndices(client, config.elasticsearch.prefix)
    for (const one of blocked) console.log(blockedLine(one))
    return blocked.length > 0 ? 1 : 0
  })

const resend = async (config: Asked): Promise<number> => {
  const place = await placeOf(config)
  place.resend()
  place.close()
  console.log('sẽ gửi lại tất cả cảnh báo trong kho sang Elasticsearch')
  return 0
}

const clean = (config: Asked, isConfirmed: boolean): Promise<number> =>
  connected(config, async (client) => {
    const place = await placeOf(config)
    const { lineage } = place.read()
    place.close()
    const fields = { alerts: 'vonggac.lineage', revisions: 'lineage' } as const
    let found = 0
    for (const kind of kinds) {
      const index = aliasOf(config.elasticsearch.prefix, kind)
      const query = { bool: { must_not: [{ term: { [fields[kind]]: lineage } }] } }
      const { count } = await client.count({ index, query, ignore_unavailable: true })
      console.log(`${index}: ${count} tài liệu của kho khác${isConfirmed && count > 0 ? ', đang xóa' : ''}`)
      if (isConfirmed && count > 0) await client.deleteByQuery({ index, query, refresh: true, conflicts: 'proceed' })
      found += count
    }
    return found > 0 && !isConfirmed ? 4 : 0
  })

const acts: Readonly<Record<string, (config: Asked, isConfirmed: boolean) => Promise<number>>> = {
  status,
  resend,
  clean,
}
