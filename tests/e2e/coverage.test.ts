import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, onTestFinished, test, vi } from 'vitest'
import type { Coverage } from '../../api/coverage/coverage.ts'
import { states } from '../../api/coverage/coverage.ts'
import type { CoverageCell, CoveragePage } from '../../api/schemas-coverage.ts'
import { main } from '../../deploy/cli/main.ts'
import { HOUR, localTime } from '../../kernel/time.ts'
import { hasBrowser, openBrowser } from '../support/browser.ts'
import { commune, writeConfig } from '../support/config.ts'
import { temporaryFolder } from '../support/folder.ts'
import { signIn } from '../support/lines.ts'
import { openHere } from '../support/product.ts'

const PATIENCE = 120_000
const DAY = '2026-07-01'
/** Where the pictures of the page go, for whoever wants to look at them. */
const SHOTS = process.env['SHOTS']

/** Two communes; of the second the source never says anything. A working day from 05:00 to 05:00. */
const registers = {
  'units.csv': `${commune['units.csv']}xa-b,Xã B,tinh,\n`,
  'machines.csv': `${commune['machines.csv']}pc-11,xa-b,\n`,
  'pipelines.csv':
    'bộ thu thập,nguồn,đơn vị,nhịp,thời gian\nc-win,winlogbeat,xa-a,1d,luôn luôn\nc-linux,linux-auth,xa-b,8h,luôn luôn\n',
}

const judged = async () => {
  const folder = writeConfig(temporaryFolder(), {}, registers)
  const here = await openHere(folder, localTime(DAY, '04:30'))
  for (const [i, clock] of ['05:10', '12:00', '21:00'].entries()) {
    const at = localTime(DAY, clock)
    await here.until(at)
    const lines = [
      signIn({ at, user: 'An.NV', host: 'pc-01', record: 10 + i }),
      signIn({ at, user: 'Bich.TT', host: 'pc-02', record: 20 + i }),
      signIn({ at, user: 'Cuc.LT', host: 'pc-03', record: 30 + i }),
    ]
    await here.post('c-win', 'winlogbeat', lines.join('\n'))
  }
  await here.until(localTime('2026-07-02', '05:00') + 2 * HOUR)
  const get = async <T>(path: string): Promise<T> => (await (await fetch(`${here.url}/api/v1${path}`)).json()) as T
  const page = (query = ''): Promise<CoveragePage> => get(`/coverage?period=${DAY}${query}`)
  const make = (): Promise<Response> =>
    fetch(`${here.url}/api/v1/coverage/make`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ period: DAY }),
    })
  return { folder, here, get, page, make }
}

test('coverage over HTTP and on the command line says where nobody looks', { timeout: 2 * PATIENCE }, async () => {
  const { folder, here, get, page, make } = await judged()
  expect(await page()).not.toHaveProperty('made')
  expect((await get<{ detail: string }>(`/coverage/cell?period=${DAY}&unit=xa-a&clause=ACC-01`)).detail).toBe(
    'Chưa tính độ phủ của kỳ này.',
  )
  expect((await make()).status).toBe(202)
  const made = await vi.waitFor(
    async () => {
      const one = await page()
      expect(one.failed).toBeUndefined()
      expect(one.made).toBeDefined()
      return one.made!
    },
    { timeout: PATIENCE, interval: 200 },
  )
  const stateOf = (unit: string, clause: string) =>
    states[Number(made.units.find(({ id }) => id === unit)!.states[made.clauses.findIndex(({ id }) => id === clause)])]
  // Somebody signed in at 05:10 and at 21:00: signs. Nobody looks at the other commune.
  expect(stateOf('xa-a', 'ACC-01')).toBe('signs')
  expect(stateOf('xa-a', 'ACC-11')).toBe('met')
  expect(stateOf('xa-b', 'ACC-01')).toBe('not-assessable')
  for (const { id, rules } of made.clauses)
    if (rules === 0) expect(['no-rule', 'not-bound'], id).toContain(stateOf('xa-a', id))
  expect((await page('&unit=xa-b')).made?.units.map(({ id }) => id)).toEqual(['xa-b'])

  const cell = await get<CoverageCell>(`/coverage/cell?period=${DAY}&unit=xa-b&clause=ACC-01`)
  expect(cell).toMatchObject({ state: 'not-assessable', counts: { machines: { heard: 0, of: 1 } } })
  expect(cell.reasons.join()).toContain('nguồn không gửi gì trong kỳ: linux-auth')
  expect(cell.hints.some(({ path }) => path?.endsWith('Audit Logon'))).toBe(true)

  const csv = await fetch(`${here.url}/api/v1/coverage/csv?period=${DAY}&unit=xa-b`)
  expect(csv.headers.get('content-disposition')).toBe(`attachment; filename="do-phu-${DAY}.csv"`)
  const text = await csv.text()
  expect(text).toContain('xa-b,Xã B,ACC-01,')
  expect(text).not.toContain('xa-a,')

  // The command reads beside the running product and says the same.
  const out = join(folder, 'do-phu.json')
  const args = ['coverage', '--period', DAY, '--format', 'json', '--out', out, '--config', folder]
  expect(await main(args)).toBe(0)
  const said = JSON.parse(readFileSync(out, 'utf8')) as Coverage
  expect(said.units.find(({ id }) => id === 'xa-b')!.cells.find(({ clause }) => clause === 'ACC-01')!.state).toBe(
    'not-assessable',
  )
  expect(await main(['coverage', '--period', '2026-13', '--config', folder])).toBe(2)
})

test.runIf(hasBrowser())('the page of coverage', { timeout: 4 * PATIENCE }, async () => {
  const { here } = await judged()
  const browser = await openBrowser()
  onTestFinished(() => browser.close())
  const page = await browser.newPage()
  page.setDefaultTimeout(PATIENCE)
  const complaints: string[] = []
  page.on('console', (message) => {
    if (['error', 'warning'].includes(message.type())) complaints.push(message.text())
  })
  page.on('pageerror', (error) => complaints.push(String(error)))

  await page.goto(`${here.url}/`)
  await page.getByRole('link', { name: 'Độ phủ' }).click()
  const choices = page.getByRole('form').getByRole('combobox')
  await choices.nth(0).selectOption('day')
  const date = page.getByLabel('Một ngày trong kỳ')
  await date.fill('01/07/2026')
  await date.blur()
  await page.getByText('Chưa tính độ phủ của ngày 01/07/2026').waitFor()
  await page.getByRole('button', { name: 'Tính độ phủ' }).click()
  const cell = page.getByRole('gridcell', { name: 'Xã B, ACC-01: Không đánh giá được', exact: true })
  await cell.waitFor()
  expect(await page.locator('.matrix tbody tr').count()).toBe(3)
  await page.getByText(/quy định chưa có quy tắc/).waitFor()

  await cell.click()
  const detail = page.getByLabel('Chi tiết ô')
  await detail.getByText('nguồn không gửi gì trong kỳ: linux-auth').waitFor()
  await detail.getByText('auditpol /set /subcategory:"Logon"', { exact: false }).waitFor()
  expect(await detail.textContent()).not.toContain('Cảnh báo')
  for (const scheme of SHOTS === undefined ? [] : (['light', 'dark'] as const)) {
    await page.emulateMedia({ colorScheme: scheme })
    await page.screenshot({ path: join(SHOTS!, `coverage-${scheme}.png`) })
  }

  // By keyboard: to the commune above, which was watched.
  await cell.focus()
  await page.keyboard.press('ArrowUp')
  await page.keyboard.press('Enter')
  await detail.getByText('Dấu hiệu cần xác minh', { exact: true }).waitFor()
  await detail.getByText('3 / 3').first().waitFor()

  await choices.nth(2).selectOption('met')
  await cell.waitFor({ state: 'detached' })
  await page.getByLabel('Quy định có chứa').fill('khong-co')
  await page.getByText('Không có ô nào khớp bộ lọc').waitFor()
  expect(complaints).toEqual([])
})
