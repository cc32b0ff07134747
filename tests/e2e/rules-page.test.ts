import { expect, onTestFinished, test } from 'vitest'
import { RulesPage } from '../../api/schemas-catalogue.ts'
import { loadCatalogue, loadPrecision, loadRules } from '../../detectors/load.ts'
import { DAY, localTime } from '../../kernel/time.ts'
import { hasBrowser, openBrowser } from '../support/browser.ts'
import { writeConfig } from '../support/config.ts'
import { temporaryFolder } from '../support/folder.ts'
import { signIn } from '../support/lines.ts'
import { openHere } from '../support/product.ts'

const START = localTime('2026-07-01', '08:00')
const patient = { timeout: 180_000 }

const OWN = { policy: [{ unit: 'xa-a', rule: 'ACC-11a', set: { count: 7 }, basis: '12/QĐ-UBND' }] }

const pageOf = async (url: string): Promise<RulesPage> =>
  RulesPage.parse(await (await fetch(`${url}/api/v1/catalogue`)).json())

test('every rule with its numbers, cases and figures, and when what it needs was heard', patient, async () => {
  const here = await openHere(writeConfig(temporaryFolder(), OWN), START)
  await here.post('c-win', 'winlogbeat', signIn({ at: START, user: 'An.NV', host: 'pc-01', record: 1 }))
  await here.until(START + 3_600_000)
  const { rules, clauses, measured } = await pageOf(here.url)
  const all = await loadRules()
  expect(rules.map(({ id }) => id)).toEqual(all.map(({ id }) => id))
  expect([clauses, measured]).toEqual([loadCatalogue().size, loadPrecision().map(({ month }) => month)])
  const of = (id: string) => rules.find((rule) => rule.id === id)!
  const day = Math.floor(START / DAY) * DAY
  expect(of('ACC-01a')).toMatchObject({ parts: [{ acts: ['login'], heard: day }], tuned: [] })
  expect(of('ACC-11a').tuned).toEqual([{ unit: 'xa-a', set: { count: 7 }, basis: '12/QĐ-UBND' }])
  for (const [i, { cases }] of all.entries())
    expect(rules[i]?.cases).toEqual({ fires: Object.keys(cases.fires), quiet: Object.keys(cases.quiet) })
  expect(rules.filter(({ blind }) => blind)).toEqual([])
})

test.runIf(hasBrowser())('the page of rules', patient, async () => {
  const here = await openHere(writeConfig(temporaryFolder(), OWN), START)
  const browser = await openBrowser()
  onTestFinished(() => browser.close())
  const page = await browser.newPage()
  page.setDefaultTimeout(90_000)
  const complaints: string[] = []
  page.on('console', (message) => {
    if (['error', 'warning'].includes(message.type())) complaints.push(message.text())
  })
  page.on('pageerror', (error) => complaints.push(String(error)))

  await page.goto(`${here.url}/`)
  await page.getByRole('link', { name: 'Luật', exact: true }).click()
  await page.getByText(/luật thi hành \d+ trong 99 quy định/).waitFor()
  await page.getByLabel('Mã, tên, câu cảnh báo có chứa').fill('ACC-11a')
  const row = page.getByRole('row', { name: /^ACC-11a/ })
  expect(await row.textContent()).toMatch(/chưa thấy.*1 đơn vị đặt khác.*phải báo.*không được báo/s)
  await row.getByRole('button').click()
  const card = page.locator('tr.card')
  await card.waitFor()
  expect(await card.textContent()).toMatch(/Căn cứ.*“.*Việc cần làm.*12\/QĐ-UBND.*Tìm:.*Phải báo: \d+/s)

  // The address opens the card again, and whoever closes it has a plain address.
  await page.goto(`${here.url}/quy-tac#ACC-04`)
  await page.getByRole('row', { name: /^ACC-04/ }).waitFor()
  expect(await card.textContent()).toContain('Lẽ ra phải có')
  await page
    .getByRole('row', { name: /^ACC-04/ })
    .getByRole('button')
    .click()
  await card.waitFor({ state: 'detached' })
  expect(new URL(page.url()).hash).toBe('')
  await page.getByLabel(/Chỉ luật không thấy nhật ký/).check()
  await page.getByText('Không có luật nào khớp bộ lọc').waitFor()
  expect(complaints).toEqual([])
})
