import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { parse } from 'yaml'
import type { UnlistedPage } from '../../api/schemas.ts'
import type { MappingList } from '../../api/schemas-mappings.ts'
import { localTime } from '../../kernel/time.ts'
import { hasBrowser, openBrowser } from '../support/browser.ts'
import { writeConfig } from '../support/config.ts'
import { temporaryFolder } from '../support/folder.ts'
import { openHere } from '../support/product.ts'

const at = (clock: string): number => localTime('2026-03-02', clock)
/** Where the pictures of the page go, for whoever wants to look at them. */
const SHOTS = process.env['SHOTS']

const EVIL = '<img src=x onerror=alert(1)>'
const EXPORT = [
  `Ngày giờ;Cán bộ;Thao tác;Kết quả;<script>alert(2)</script>`,
  '02/03/2026 08:01:10;La.NV;Đăng nhập;Thành công;x',
  `02/03/2026 08:02:00;${EVIL};Đăng nhập;Thành công;${EVIL}`,
  '02/03/2026 08:03:00;La.NV;Xem hồ sơ;;"javascript:alert(3)"',
  'hôm qua;La.NV;Đăng nhập;Thành công;x',
].join('\r\n')

test.runIf(hasBrowser())(
  'a clerk makes a mapping out of an export, saves it, and after a restart logs are read by it',
  { timeout: 300_000 },
  async () => {
    const folder = writeConfig(temporaryFolder())
    const here = await openHere(folder, at('08:00'))
    const browser = await openBrowser()
    onTestFinished(() => browser.close())
    const page = await browser.newPage()
    page.setDefaultTimeout(90_000)
    const complaints: string[] = []
    page.on('console', (message) => {
      // The browser itself says that a request was refused; the page says why.
      if (['error', 'warning'].includes(message.type()) && !/status of 4/.test(message.text()))
        complaints.push(message.text())
    })
    page.on('pageerror', (error) => complaints.push(String(error)))
    page.on('dialog', (dialog) => {
      complaints.push(`dialog: ${dialog.message()}`)
      void dialog.dismiss()
    })
    let shots = 0
    const shoot = async (name: string): Promise<void> => {
      if (SHOTS === undefined) return
      shots++
      for (const colorScheme of ['light', 'dark'] as const) {
        await page.emulateMedia({ colorScheme })
        await page.setViewportSize({ width: 1366, height: 768 })
        await page.screenshot({ path: join(SHOTS, `${shots}-${name}-${colorScheme}.png`), fullPage: shots > 1 })
      }
    }
    const line = (number: number) =>
      page.locator('.lines li').filter({ has: page.locator('.number', { hasText: new RegExp(`^\\s*${number}\\s*$`) }) })

    await page.goto(`${here.url}/`)
    await page.getByRole('link', { name: 'Ánh xạ' }).click()
    await page.getByText('Dán mẫu vào ô bên trái').waitFor()
    await shoot('blank')

    // A preset comes with lines it was tried on.
    await page.getByLabel('Bắt đầu từ').selectOption('preset/ioffice')
    await line(2).getByText('an.nv@ioffice').waitFor()
    await line(2).getByText('quy tắc').waitFor()
    await shoot('preset')

    // From nothing, with a file as a spreadsheet saves it; nothing in it is ever more than text.
    await page.getByLabel('Bắt đầu từ').selectOption('')
    await page
      .locator('input[type=file]')
      .setInputFiles({ name: 'mot-cua.csv', mimeType: 'text/csv', buffer: Buffer.from(`\uFEFF${EXPORT}`, 'utf16le') })
    await page.getByRole('rowheader', { name: '<script>alert(2)</script>' }).waitFor()
    expect(await page.getByLabel('Dấu tách cột').inputValue()).toBe(';')
    await page.getByLabel('Cột «Ngày giờ» là').selectOption('time')
    await page.getByLabel('Cột «Cán bộ» là').selectOption('user')
    await page.getByLabel('Cột «Thao tác» là').selectOption('action')
    await page.getByLabel('Cột «Kết quả» là').selectOption('result')
    await page
      .getByRole('row', { name: /Cán bộ/ })
      .getByText('ECS: user.name')
      .waitFor()
    await page.getByText('Bỏ qua 1 cột: «<script>alert(2)</script>»').waitFor()
    await page.getByLabel('Tên gọi').fill('Một cửa')
    await page.getByLabel('Mã hệ thống').fill('mot-cua')
    await page.getByLabel('Mã nguồn (tên tệp)').fill('../mot-cua')
    await page.getByText('Mã nguồn: Mã nguồn gồm chữ thường').waitFor()
    await page.getByText('Quy tắc: cần ít nhất một quy tắc').waitFor()
    const save = page.getByRole('button', { name: 'Lưu bảng ánh xạ' })
    expect(await save.isDisabled()).toBe(true)
    await shoot('faults')
    await page.getByLabel('Mã nguồn (tên tệp)').fill('mot-cua')

    await page.getByRole('button', { name: 'Thêm quy tắc', exact: true }).click()
    const rule = page.locator('.rules > li').first()
    await rule.locator('summary').click()
    await rule.getByRole('button', { name: 'Thêm điều kiện' }).click()
    await rule.getByLabel('Cột được xét').selectOption('result')
    await rule.getByLabel('Các giá trị').fill('Thành công')
    await rule.getByLabel('thì dòng ấy là').selectOption('login')
    await rule.getByLabel('thành công', { exact: true }).selectOption('true')
    await rule.getByLabel('cách vào').selectOption('application')
    await line(2).getByText('la.nv@mot-cua').waitFor()
    await line(4).getByRole('button', { name: 'Thêm quy tắc cho dòng này' }).click()
    await line(4).getByText('quy tắc 2').waitFor()
    expect(await line(5).textContent()).toContain('«hôm qua»')
    expect(await line(3).textContent()).toContain(EVIL)
    await shoot('read')

    // Nothing stands beside the page of a telephone.
    await page.setViewportSize({ width: 390, height: 800 })
    const [wide, room] = await page.evaluate(() => [document.documentElement.scrollWidth, window.innerWidth])
    expect(wide).toBeLessThanOrEqual(room!)
    if (SHOTS !== undefined) await page.screenshot({ path: join(SHOTS, 'narrow.png'), fullPage: true })
    await page.setViewportSize({ width: 1280, height: 800 })

    await save.click()
    await page.getByText('với 5 dòng kiểm thử').waitFor()
    await page.getByText('vonggac reread --source mot-cua --all').waitFor()
    await shoot('saved')
    const file = join(folder, 'mappings/mot-cua.yaml')
    expect(parse(readFileSync(file, 'utf8'))).toMatchObject({
      mapping: { title: { vi: 'Một cửa', en: 'Một cửa' }, delimiter: ';', columns: { user: ['Cán bộ'] } },
      test: { expect: [{ read: 'heading' }, { action: 'login' }, { action: 'login' }, { action: 'activity' }, {}] },
    })
    await page
      .getByLabel('Bắt đầu từ')
      .getByText('Một cửa (mot-cua.yaml, chưa có hiệu lực)')
      .waitFor({ state: 'attached' })
    const listed = async (url: string): Promise<MappingList['configured']> =>
      ((await (await fetch(`${url}/api/v1/mappings`)).json()) as MappingList).configured
    expect(await listed(here.url)).toMatchObject([{ id: 'mot-cua', inForce: false }])

    // Whoever opened it before somebody else changed it does not overwrite that.
    await page.getByRole('button', { name: 'Lưu đè bảng đang mở' }).click()
    await page.getByText('với 5 dòng kiểm thử').waitFor()
    expect(complaints).toEqual([])
    await here.product.close()

    const after = await openHere(folder, at('08:30'))
    expect(await listed(after.url)).toMatchObject([{ id: 'mot-cua', inForce: true }])
    expect((await after.post('c-bkav', 'mot-cua', EXPORT)).status).toBe(200)
    await after.until(at('09:00'))
    const { names } = (await (await fetch(`${after.url}/api/v1/unlisted`)).json()) as UnlistedPage
    expect(names.map(({ name }) => name)).toContain('la.nv@mot-cua')
  },
)
