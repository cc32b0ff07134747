import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { Client, type estypes } from '@elastic/elasticsearch'
import { describe, expect, onTestFinished, test } from 'vitest'
import { elasticError } from '../../../api/store/elastic/errors.ts'
import { ensureTemplates } from '../../../api/store/elastic/template.ts'
import { connect } from '../../../deploy/elastic/connect.ts'
import { ElasticConfig } from '../../../deploy/elastic/settings.ts'
import { localTime } from '../../../kernel/time.ts'
import { ownPrefix, withElastic } from '../../stack/elasticsearch.ts'
import { makeAuthority } from '../../support/authority.ts'
import { type Certificate, has, makeCertificate, ownFolder } from '../../support/certificate.ts'
import { follow } from '../../support/elastic-follower.ts'
import { elasticFront } from '../../support/elastic-front.ts'
import { temporaryFolder } from '../../support/folder.ts'
import { sampleAlerts } from '../../support/sample-alerts.ts'

const NOW = localTime('2026-03-04', '10:00')
const all = sampleAlerts(NOW)
const page = readFileSync(join(import.meta.dirname, '../../../docs/elasticsearch.md'), 'utf8')
const documented = JSON.parse(/```json key\n([\s\S]*?)```/.exec(page)![1]!) as estypes.SecurityCreateApiKeyRequest // the page's own

await withElastic(
  'what the product may do on a secured Elasticsearch',
  ({ client, url }) => {
    const bare = `http://${new URL(url).host}`

    /** A key as the page has it, for a prefix, without the privileges named. */
    const keyFor = async (prefix: string, without: readonly string[] = []): Promise<string> => {
      const roles = JSON.parse(
        JSON.stringify(documented.role_descriptors).replaceAll('vonggac-*', `${prefix}-*`),
      ) as Record<string, { cluster: string[]; indices: { privileges: string[] }[] }>
      for (const role of Object.values(roles)) {
        role.cluster = role.cluster.filter((one) => !without.includes(one))
        for (const one of role.indices) one.privileges = one.privileges.filter((name) => !without.includes(name))
      }
      const { id, encoded } = await client.security.createApiKey({
        name: prefix,
        role_descriptors: roles as never,
        refresh: true,
      })
      onTestFinished(async () => void (await client.security.invalidateApiKey({ ids: [id] })))
      return encoded
    }
    const withKey = (node: string, apiKey: string): Client => {
      const mine = new Client({ node, auth: { apiKey }, maxRetries: 0 })
      onTestFinished(() => mine.close())
      return mine
    }
    const open = (client: Client, prefix: string) => follow({ url: bare, prefix, folder: temporaryFolder(), client })

    test('the documented key is enough for all but the templates', async () => {
      const prefix = ownPrefix(client)
      await ensureTemplates(client, prefix)
      const mine = withKey(bare, await keyFor(prefix))
      const following = open(mine, prefix)
      following.put(all, NOW)
      await following.told()
      expect(following.state()).toMatchObject({ sent: all.length, n: 0 })
      const indices = Object.keys(await mine.indices.get({ index: `${prefix}-*`, features: ['aliases'] }))
      expect(indices.length).toBeGreaterThan(1)
      await mine.indices.delete({ index: indices })
    })

    test('it reaches nobody else’s indices', async () => {
      const [prefix, other] = [ownPrefix(client), ownPrefix(client)]
      await client.index({ index: `${other}-alerts-2026.03`, document: { a: 1 }, refresh: true })
      const mine = withKey(bare, await keyFor(prefix))
      await expect(mine.search({ index: `${other}-alerts-2026.03` })).rejects.toMatchObject({ statusCode: 403 })
      await expect(mine.indices.delete({ index: `${other}-alerts-2026.03` })).rejects.toMatchObject({ statusCode: 403 })
    })

    test('where the templates are missing it says which right they take', async () => {
      const prefix = ownPrefix(client)
      const following = open(withKey(bare, await keyFor(prefix)), prefix)
      expect(await following.troubled()).toMatch(
        /^ELASTIC_DENIED: .*khóa API thiếu quyền.*index_template\/put.*manage_index_templates/,
      )
    })

    test.each(['create_index', 'write', 'read', 'maintenance', 'monitor'])(
      'without «%s» it says so and loses nothing',
      async (right) => {
        const prefix = ownPrefix(client)
        await ensureTemplates(client, prefix)
        const following = open(withKey(bare, await keyFor(prefix, [right])), prefix)
        following.put(all, NOW)
        expect(await following.troubled()).toMatch(/^ELASTIC_DENIED: .*khóa API thiếu quyền \(\S+\)/)
        expect(following.state().n).toBe(all.length)
        expect(following.place.refused()).toEqual([])
      },
    )

    test('a wrong key is one sentence', async () => {
      const following = open(withKey(bare, Buffer.from('sai:khóa').toString('base64')), ownPrefix(client))
      expect(await following.troubled()).toMatch(
        /^ELASTIC_DENIED: .*không nhận khóa API: kiểm tra elasticsearch\.apiKeyFile/,
      )
    })

    test('without a key it says that one is asked for', async () => {
      const mine = new Client({ node: bare, maxRetries: 0 })
      onTestFinished(() => mine.close())
      const error = elasticError(await mine.info().catch((thrown: unknown) => thrown), bare)
      expect(error).toMatchObject({
        code: 'ELASTIC_DENIED',
        message: expect.stringMatching(/đòi khóa API mà cấu hình không có elasticsearch\.apiKeyFile/),
      })
    })

    describe.runIf(has('openssl', 'version'))('over TLS', () => {
      const [ours, others] = [makeCertificate(ownFolder()), makeCertificate(ownFolder())]
      const settings = async (ca: string | undefined, certificate: Pick<Certificate, 'cert' | 'key'> = ours) => {
        const front = await elasticFront(url, certificate)
        const folder = temporaryFolder()
        const prefix = ownPrefix(client)
        writeFileSync(join(folder, 'es.key'), `${await keyFor(prefix)}\n`)
        if (ca !== undefined) writeFileSync(join(folder, 'ca.pem'), ca)
        const config = ElasticConfig.parse({
          url: front.bare,
          prefix,
          apiKeyFile: 'es.key',
          ...(ca !== undefined && { caFile: 'ca.pem' }),
        })
        const mine = connect(config, folder)
        onTestFinished(() => mine.close())
        return mine
      }

      test.each([
        [
          'https where there is no TLS',
          bare.replace('http:', 'https:'),
          /không dùng TLS mà elasticsearch\.url .*https/,
        ],
        ['http where there is', undefined, /đóng ngay: .*phải bắt đầu bằng https/],
      ])('%s: the sentence asks about it', async (_, given, sentence) => {
        const node = given ?? (await elasticFront(url, ours)).bare.replace('https:', 'http:')
        const mine = new Client({ node, auth: { apiKey: 'eDp5' }, maxRetries: 0 })
        onTestFinished(() => mine.close())
        const error = elasticError(await mine.info().catch((thrown: unknown) => thrown), node)
        expect(error).toMatchObject({ code: 'ELASTIC_UNREACHABLE', message: expect.stringMatching(sentence) })
        expect(error.message).not.toContain('\n')
      })

      test('with the right CA it is spoken to', async () => {
        expect((await (await settings(ours.cert)).info()).version.number).toMatch(/^9\./)
      })

      test.each([
        ['another CA', others.cert],
        ['none', undefined],
      ])('with %s it says that the certificate is not trusted', async (_, ca) => {
        const error = await (await settings(ca)).info().catch((thrown: unknown) => thrown)
        expect(elasticError(error, 'https://es').message).toMatch(
          /chứng chỉ của máy chủ không được tin .*elasticsearch\.caFile/,
        )
      })

      test.each([
        ['has expired', { days: -1 }, /chứng chỉ của máy chủ đã hết hạn .*cấp chứng chỉ mới/],
        ['is of another host', { address: 'DNS:es.tinh.example' }, /không ghi tên máy đang gọi .*elasticsearch\.url/],
      ])('where the certificate %s it says so', async (_, faulty, sentence) => {
        const authority = makeAuthority(ownFolder())
        const mine = await settings(authority.ca, authority.sign('es', faulty))
        const error = await mine.info().catch((thrown: unknown) => thrown)
        expect(elasticError(error, 'https://es')).toMatchObject({
          code: 'ELASTIC_UNREACHABLE',
          message: expect.stringMatching(sentence),
        })
      })
    })
  },
  'users',
)

test('a server that is none of ours is told apart', async () => {
  const client = new Client({ node: 'http://127.0.0.1:9', maxRetries: 0 })
  onTestFinished(() => client.close())
  const error = elasticError(await client.info().catch((thrown: unknown) => thrown), 'http://127.0.0.1:9')
  expect(error).toMatchObject({ code: 'ELASTIC_UNREACHABLE', message: expect.stringContaining('không kết nối được') })
})

test('a fault of our own is not said to be the network’s', () => {
  const { message } = elasticError(new Error('database or disk is full'), 'https://es')
  expect(message).toBe('không gửi được sang Elasticsearch (https://es): database or disk is full')
})

test('a file that cannot be read is a mistake of the configuration', () => {
  const config = ElasticConfig.parse({ url: 'https://es.example:9200', apiKeyFile: 'không-có.key' })
  expect(() => connect(config, temporaryFolder())).toThrow(expect.objectContaining({ code: 'CONFIG_INVALID' }))
  const folder = temporaryFolder()
  writeFileSync(join(folder, 'ca.der'), 'DER')
  const other = ElasticConfig.parse({ url: 'https://es.example:9200', caFile: 'ca.der' })
  expect(() => connect(other, folder)).toThrow(/elasticsearch\.caFile: .*ca\.der không phải chứng thư dạng PEM/)
})
