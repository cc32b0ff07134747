import { expect, onTestFinished, test, vi } from 'vitest'
import { ElasticConfig } from '../../deploy/elastic/settings.ts'
import { openElasticStore } from '../../deploy/elastic/store.ts'
import { HOUR } from '../../kernel/time.ts'
import { revised } from '../contracts/alert-history.contract.ts'
import { ownPrefix, withElastic } from '../stack/elasticsearch.ts'
import { hasBrowser, openBrowser } from '../support/browser.ts'
import { elasticFront } from '../support/elastic-front.ts'
import { keyFile } from '../support/elastic-key.ts'
import { elasticAlertStore } from '../support/elastic-store.ts'
import { temporaryFolder } from '../support/folder.ts'
import { sampleAlerts } from '../support/sample-alerts.ts'
import { station } from '../support/serve.ts'

await withElastic('console and API over alerts on Elasticsearch', ({ client, url }) => {
  const open = async () => {
    const [prefix, folder, front] = [ownPrefix(client), temporaryFolder(), await elasticFront(url)]
    const settings = ElasticConfig.parse({ url: front.bare, prefix, ...(await keyFile(client, folder)) })
    const reader = openElasticStore(settings, folder)
    const all = sampleAlerts(Date.now())
    const store = await elasticAlertStore({ client, prefix, lineage: 'a' })
    await store.put(all, Date.now())
    const here = await station([], { store: reader })
    onTestFinished(async () => {
      await here.close()
      await reader.close()
    })
    return { front, here, all, store }
  }
  const shownOf = (all: ReturnType<typeof sampleAlerts>) =>
    all.filter(({ withdrawn, silenced }) => !withdrawn && !silenced)

  test.runIf(hasBrowser())('a person sees, filters and opens them in a browser', { timeout: 180_000 }, async () => {
    const { here, all, store } = await open()
    const [alert] = shownOf(all)
    await store.put([revised(alert!, { level: 'serious' })], Date.now())
    const origin = await here.app.listen({ port: 0, host: '127.0.0.1' })
    const browser = await openBrowser()
    onTestFinished(() => browser.close())
    const page = await browser.newPage()
    const complaints: string[] = []
    page.on('console', (message) => {
      if (['error', 'warning'].includes(message.type())) complaints.push(message.text())
    })
    const rows = () => page.locator('.list tr[data-id]')
    const ids = () => rows().evaluateAll((found) => found.map((row) => row.getAttribute('data-id')))
    const sees = (check: () => Promise<void>) => vi.waitFor(check, { timeout: 60_000, interval: 200 })
    await page.goto(`${origin}/#/`)
    await sees(async () => expect(await ids()).toEqual(shownOf(all).map(({ id }) => id)))
    await page.getByLabel('Đơn vị').selectOption('so-x')
    await sees(async () => expect(await rows().count()).toBe(8))
    await page.getByLabel('Đơn vị').selectOption('')
    await page.getByLabel('Tìm kiếm').fill('hoang van quan')
    await sees(async () => expect(await rows().count()).toBe(1))
    await page.getByLabel('Tìm kiếm').fill('')
    await sees(async () => expect(await rows().count()).toBe(shownOf(all).length))
    await page.getByRole('link', { name: /đăng nhập sai 37 lần/ }).click()
    const detail = page.getByRole('article', { name: 'Chi tiết cảnh báo' })
    await detail.getByText('Việc cần làm').waitFor({ timeout: 60_000 })
    expect(complaints).toEqual([])
  })

  test('reports find by unit, clause, person, machine, level, state and time; a page after the other', async () => {
    const { here, all } = await open()
    const get = async (query: string) => (await here.app.inject(`/api/v1/alerts?state=all&limit=500${query}`)).json()
    const found = async (query: string): Promise<number> => (await get(query)).total
    expect(await found('')).toBe(all.length)
    expect(await found('&unit=so-x')).toBe(8)
    expect(await found('&clause=ACC-01')).toBe(3)
    expect(await found('&person=p-an')).toBe(2)
    expect(await found('&machine=pc-05')).toBe(2)
    expect(await found('&level=serious&level=high')).toBe(7)
    expect((await here.app.inject('/api/v1/alerts?state=withdrawn')).json().total).toBe(1)
    const at = all[3]!.last
    expect(await found(`&from=${at}`)).toBe(4)
    expect(await found(`&to=${at - HOUR * 24 * 365}`)).toBe(0)
    const summary = (await here.app.inject('/api/v1/summary?state=all')).json()
    expect(summary.total).toBe(all.length)
    const detail = (await here.app.inject(`/api/v1/alerts/${all[0]!.id}`)).json()
    expect(detail.alert.id).toBe(all[0]!.id)
    expect(detail.history).toHaveLength(1)
  })

  test('while Elasticsearch is away a request is told so in one sentence, not that we have a fault', async () => {
    const { here, front } = await open()
    await front.down()
    const answer = await here.app.inject('/api/v1/alerts')
    expect(answer.statusCode).toBe(503)
    expect(answer.json()).toMatchObject({
      code: 'NOT_NOW',
      detail: expect.stringMatching(/^Chưa đọc được lúc này: không kết nối được tới Elasticsearch/),
    })
    expect((await here.app.inject('/api/v1/alerts?cursor=x')).statusCode).toBe(400)
  })
})
