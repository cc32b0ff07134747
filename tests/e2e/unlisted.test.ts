import { expect, onTestFinished, test } from 'vitest'
import type { UnlistedPage } from '../../api/schemas.ts'
import { localTime, MINUTE } from '../../kernel/time.ts'
import { hasBrowser, openBrowser } from '../support/browser.ts'
import { commune, writeConfig, writeRegisters } from '../support/config.ts'
import { temporaryFolder } from '../support/folder.ts'
import { signIn } from '../support/lines.ts'
import { openHere } from '../support/product.ts'

const at = (clock: string): number => localTime('2026-07-01', clock)
const patient = { timeout: 180_000 }

const listOf = async (url: string, query = ''): Promise<UnlistedPage> =>
  (await (await fetch(`${url}/api/v1/unlisted${query}`)).json()) as UnlistedPage

test(
  'who acts and is in no register is listed, told once in health, kept over a restart, and gone once a register has it',
  patient,
  async () => {
    const folder = writeConfig(temporaryFolder())
    const before = await openHere(folder, at('08:00'))
    const lines = [
      signIn({ at: at('08:01'), user: 'An.NV', host: 'pc-01', record: 1 }),
      signIn({ at: at('08:02'), user: 'La.NV', host: 'pc-01', record: 2 }),
      signIn({ at: at('08:03'), user: 'An.NV', host: 'pc-la', record: 3 }),
    ]
    expect(await listOf(before.url)).toEqual({ names: [], total: 0, accounts: 0, machines: 0, leftOut: 0 })
    for (const _ of ['once', 'again']) await before.post('c-win', 'winlogbeat', lines.join('\n'))
    await before.until(at('08:30'))

    const seen = {
      days: 1,
      acts: ['login'],
      pipelines: ['c-win/winlogbeat'],
      unit: 'xa-a',
      first: at('08:00'),
      last: at('08:00'),
    }
    const both = [
      { kind: 'account', name: 'la.nv@tinh', ...seen },
      { kind: 'machine', name: 'pc-la', ...seen },
    ]
    expect(await listOf(before.url)).toEqual({ names: both, total: 2, accounts: 1, machines: 1, leftOut: 0 })
    expect((await listOf(before.url, '?kind=machine&unit=tinh')).names).toEqual([both[1]])
    expect((await listOf(before.url, '?text=la.nv&limit=1')).names).toEqual([both[0]])
    expect(await listOf(before.url, '?unit=tinh&text=khong-co')).toMatchObject({ names: [], total: 0, machines: 1 })
    expect(await before.health()).toMatchObject({
      status: 'ok',
      findings: [
        { code: 'UNLISTED', text: { vi: expect.stringMatching(/^1 tài khoản và 1 máy hoạt động/) } },
        { code: 'SOURCE_UNDECLARED' },
      ],
      counters: { 'unlisted.accounts': 1, 'unlisted.machines': 1, 'unlisted.leftOut': 0 },
    })
    await before.product.close()

    const after = await openHere(folder, at('08:40'))
    expect((await listOf(after.url)).names).toEqual(both)
    writeRegisters(folder, { 'machines.csv': `${commune['machines.csv']}pc-la,xa-a,\n` })
    await after.product.watch.look()
    await after.until(at('08:40') + MINUTE)
    expect((await listOf(after.url)).names).toEqual([both[0]])
  },
)

test.runIf(hasBrowser())('the page of names that no register has', patient, async () => {
  const here = await openHere(writeConfig(temporaryFolder()), at('08:00'))
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
  await page.getByRole('link', { name: 'Ngoài danh bạ' }).click()
  await page.getByText('đều có trong danh bạ').waitFor()

  await here.post('c-win', 'winlogbeat', signIn({ at: at('08:02'), user: 'La.NV', host: 'pc-la', record: 2 }))
  await here.until(at('08:30'))
  await page.reload()
  const row = page.getByRole('row', { name: /la\.nv@tinh/ })
  await row.waitFor()
  expect(await row.textContent()).toMatch(/tài khoản.*chưa rõ.*08:00:00 01\/07\/2026.*1.*Đăng nhập.*c-win\/winlogbeat/s)
  await page.getByLabel('Loại').selectOption('machine')
  await row.waitFor({ state: 'detached' })
  expect(await page.locator('tbody tr').count()).toBe(1)
  await page.getByLabel('Tên có chứa').fill('khong-co')
  await page.getByText('Không có tên nào khớp bộ lọc').waitFor()
  expect(complaints).toEqual([])
})
