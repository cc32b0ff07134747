import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test, vi } from 'vitest'
import { TEMPLATE_VERSION } from '../../api/store/elastic/template.ts'
import { Alert } from '../../kernel/alert.ts'
import { ownPrefix, withElastic } from '../stack/elasticsearch.ts'
import { writeConfig } from '../support/config.ts'
import { elasticFront } from '../support/elastic-front.ts'
import { keyFile } from '../support/elastic-key.ts'
import { elasticAlertStore } from '../support/elastic-store.ts'
import { temporaryFolder } from '../support/folder.ts'
import { nightBatches, standing } from '../support/night.ts'
import { beginProduct, type Started, vonggac } from '../support/product.ts'

await withElastic('the product with Elasticsearch', ({ client, url }) => {
  const configured = async (front: string) => {
    const [folder, prefix] = [temporaryFolder(), ownPrefix(client)]
    const key = await keyFile(client, folder)
    return { folder: writeConfig(folder, { lateness: '5s', elasticsearch: { url: front, prefix, ...key } }), prefix }
  }
  /** Every alert as Elasticsearch has it, as `standing` says them. */
  const there = async (prefix: string) => {
    await client.indices.refresh({ index: `${prefix}-*` })
    const store = await elasticAlertStore({ client, prefix, lineage: '' })
    const { alerts } = await store.search({}, { limit: 1_000 })
    const withHistory = await Promise.all(alerts.map(async (alert) => [alert, await store.history(alert.id)] as const))
    for (const [alert, history] of withHistory) expect(history.at(-1)?.alert).toEqual(Alert.parse(alert))
    return alerts
      .map(({ id, rule, level, occurrences, withdrawn }) => ({ id, rule: rule.id, level, occurrences, withdrawn }))
      .sort((a, b) => (a.id < b.id ? -1 : 1))
  }
  const told = (product: Started): Promise<void> =>
    vi.waitFor(
      async () => {
        const { counters, findings } = await product.health()
        // One machine of the night is in no register, and no source.
        const ours = new Set(['UNLISTED', 'SOURCE_UNDECLARED'])
        const codes = findings.map(({ code }) => code).filter((code) => !ours.has(code))
        expect({ waiting: counters['elastic.waiting'], codes }).toEqual({ waiting: 0, codes: [] })
      },
      { timeout: 45_000, interval: 200 },
    )

  test('killed, and with Elasticsearch away in between, it ends with the same alerts there as here', {
    timeout: 120_000,
  }, async () => {
    const front = await elasticFront(url)
    const { folder, prefix } = await configured(front.bare)
    const now = Date.now()
    const batches = nightBatches(now, 12)
    let product = await beginProduct(folder)
    for (const [i, batch] of batches.entries()) {
      if (i === 3) await front.down()
      if (i === 6) {
        expect(await product.stop('SIGKILL'), 'it had ended by itself').toBeNull()
        product = await beginProduct(folder)
      }
      if (i === 9) {
        await vi.waitFor(async () => {
          const { status, findings } = await product.health()
          const away = findings.find(({ code }) => code === 'ELASTIC_AWAY')
          expect({ status, said: away?.text.vi }).toEqual({
            status: 'degraded',
            said: expect.stringMatching(
              /^Chưa gửi được cảnh báo sang Elasticsearch \(\d+ bản ghi đang chờ.*không kết nối được tới Elasticsearch/,
            ),
          })
        }, 20_000)
        await front.up()
      }
      if (i === 10) front.lose(1)
      expect((await product.post('c-win', 'winlogbeat', batch.join('\n'))).status).toBe(200)
    }
    await told(product)
    const found = await standing(product, now)
    expect(found.length).toBeGreaterThan(5)
    await told(product)
    expect(await there(prefix)).toEqual(found)

    const status = await vonggac(['elastic', 'status', '--config', folder])
    expect(status).toMatchObject({
      code: 0,
      out: expect.stringContaining(`${prefix}-alerts: ${found.length} tài liệu`),
    })
    await client.deleteByQuery({ index: `${prefix}-*`, query: { match_all: {} }, refresh: true })
    expect(await there(prefix)).toEqual([])
    expect(await vonggac(['elastic', 'resend', '--config', folder])).toMatchObject({ code: 0 })
    await vi.waitFor(async () => expect(await there(prefix)).toEqual(found), { timeout: 20_000, interval: 300 })
    expect(await product.stop()).toBe(0)
  })

  test('the command line sets up, and removes what is of another database when that is confirmed', {
    timeout: 60_000,
  }, async () => {
    const { folder, prefix } = await configured((await elasticFront(url)).bare)
    const call = (...args: readonly string[]) => vonggac(['elastic', ...args, '--config', folder])
    expect(await call('clean')).toMatchObject({ code: 2, err: expect.stringContaining('sản phẩm chưa từng chạy') })
    expect(await call('status')).toMatchObject({ code: 0, out: expect.stringContaining('chưa gửi gì') })
    const product = await beginProduct(folder)
    await told(product)
    expect(await product.stop()).toBe(0)
    expect(await call('setup')).toMatchObject({
      code: 0,
      out: expect.stringContaining(`phiên bản ${TEMPLATE_VERSION}`),
    })
    const document = { event: { id: 'lạ' }, vonggac: { lineage: 'kho cũ' } }
    await client.index({ index: `${prefix}-alerts-2026.03`, document, refresh: true })
    expect(await call('clean')).toMatchObject({
      code: 4,
      out: expect.stringContaining(`${prefix}-alerts: 1 tài liệu của kho khác`),
    })
    expect(await call('clean', '--confirm')).toMatchObject({ code: 0 })
    expect(await call('clean')).toMatchObject({ code: 0, out: expect.stringContaining(`${prefix}-alerts: 0 tài liệu`) })
    expect(await call('gì đó')).toMatchObject({ code: 2 })
    writeFileSync(join(folder, 'elasticsearch.key'), Buffer.from('sai:khóa').toString('base64'))
    expect(await call('status')).toMatchObject({ code: 1, err: expect.stringContaining('[ELASTIC_DENIED]') })
  })
})
