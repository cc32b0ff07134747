import { createHash } from 'node:crypto'
import { join } from 'node:path'
import { pino } from 'pino'
import { expect, onTestFinished, test } from 'vitest'
import { periodOf } from '../../api/reports/period.ts'
import { loadConfig } from '../../deploy/config.ts'
import { openDesk } from '../../deploy/reports/desk.ts'
import { DAY, localTime } from '../../kernel/time.ts'
import { nightLogin } from '../support/alerts.ts'
import { hasBrowser, openBrowser } from '../support/browser.ts'
import { productOf } from '../support/report-product.ts'
import { station } from '../support/serve.ts'

const period = periodOf('2026-03')!
const alert = nightLogin(localTime('2026-03-10', '20:00'))
const PATIENCE = { timeout: 120_000 }
/** Where the pictures of the page go, for whoever wants to look at them. */
const SHOTS = process.env['SHOTS']

test.runIf(hasBrowser())(
  'a person makes, closes, downloads and signs the report of a month',
  { timeout: 400_000 },
  async () => {
    const product = await productOf([alert], period.to + 2 * DAY)
    const clock = { now: () => period.to + 2 * DAY }
    const desk = openDesk({
      ...{ config: loadConfig(product.folder), versions: { latest: product.latest, since: period.from } },
      ...{ watermark: clock.now, clock, log: pino({ level: 'silent' }), every: DAY },
    })
    const here = await station([], { reports: desk, clock })
    const origin = await here.app.listen({ port: 0, host: '127.0.0.1' })
    const browser = await openBrowser()
    onTestFinished(async () => {
      await browser.close()
      await here.close()
      await desk.close()
      product.close()
    })
    const page = await browser.newPage()
    page.setDefaultTimeout(PATIENCE.timeout)
    const complaints: string[] = []
    page.on('console', (message) => {
      // The browser itself says that a request was refused; the page says why.
      if (['error', 'warning'].includes(message.type()) && !/status of 400/.test(message.text()))
        complaints.push(message.text())
    })
    page.on('pageerror', (error) => complaints.push(String(error)))
    let shots = 0
    const shoot = async (name: string): Promise<void> => {
      if (SHOTS === undefined) return
      shots++
      for (const [scheme, width] of [
        ['dark', 1280],
        ['light', 390],
        ['light', 1280],
      ] as const) {
        await page.emulateMedia({ colorScheme: scheme })
        await page.setViewportSize({ width, height: 800 })
        await page.screenshot({ path: join(SHOTS, `${shots}-${name}-${scheme}-${width}.png`), fullPage: true })
      }
    }
    /** Nothing stands beside the page of a telephone. */
    const fits = async (): Promise<void> => {
      await page.setViewportSize({ width: 390, height: 800 })
      const [wide, room] = await page.evaluate(() => [document.documentElement.scrollWidth, window.innerWidth])
      expect(wide).toBeLessThanOrEqual(room!)
      await page.setViewportSize({ width: 1280, height: 800 })
    }

    await page.goto(`${origin}/`)
    await page.getByRole('link', { name: 'Báo cáo' }).click()
    const row = page.locator('tr[data-report="2026-03 "]')
    await row.getByText('Dự thảo', { exact: true }).waitFor()
    await row.getByRole('link', { name: 'DOCX' }).waitFor()
    expect(await row.textContent()).toMatch(/Tháng 3 năm 2026.*Toàn tỉnh.*Hạn nộp 03\/04\/2026.*1 cảnh báo/s)
    await shoot('draft')
    await fits()

    const downloading = page.waitForEvent('download')
    await row.getByRole('link', { name: 'JSON' }).click()
    expect((await downloading).suggestedFilename()).toBe('bao-cao-2026-03.json')

    // The month that runs is refused; so is one that has not begun.
    const day = page.getByLabel('Một ngày trong kỳ')
    await day.fill('05/01/2027')
    await day.blur()
    await page.getByText('Báo cáo tháng 1 năm 2027').waitFor()
    await page.getByRole('button', { name: 'Làm dự thảo' }).first().click()
    await page
      .getByRole('alert')
      .getByText(/chưa đến/)
      .waitFor()
    await shoot('refused')

    // A re-evaluation waits: the thread refuses, and the row says why.
    const target = { rule: 'ACC-01a', scope: { kind: 'entity', value: 'a' }, from: alert.first, to: alert.first }
    const waiting = JSON.stringify({ ...target, reason: { vi: 'x', en: 'x' }, asked: alert.first })
    product.save([['target', 'k', waiting]])
    const close = async (): Promise<void> => {
      await row.getByRole('button', { name: 'Chốt số liệu…' }).click()
      await row.getByText('Chốt rồi không sửa được').waitFor()
      await shoot('asking')
      await row.getByRole('button', { name: 'Chốt', exact: true }).click()
    }
    await close()
    await row
      .getByRole('alert')
      .getByText(/đánh giá lại/)
      .waitFor()
    product.save([['target', 'k', undefined]])
    await close()
    await row.getByText('Đã chốt, chưa ký').waitFor()
    await row.getByText('Số liệu đã chốt trùng').waitFor()

    await product.store.put([nightLogin(alert.first + DAY, { account: 'b@tinh' })], clock.now())
    await row.getByRole('button', { name: 'So với hôm nay' }).click()
    await row.getByText(/thêm 1, bớt 0, thay đổi 0 cảnh báo/).waitFor()

    const copy = Buffer.from('%PDF-1.7 đã ký')
    const sha256 = createHash('sha256').update(copy).digest('hex')
    await row
      .locator('input[type=file]')
      .setInputFiles({ name: 'ban-ky.pdf', mimeType: 'application/pdf', buffer: copy })
    await row.getByText(sha256).waitFor()
    await shoot('signing')
    await row.getByRole('button', { name: 'Nộp bản ký' }).click()
    await row.getByText('Đã ký', { exact: true }).waitFor()
    await row.getByRole('link', { name: 'PDF' }).waitFor()
    expect(await row.textContent()).toContain(sha256)
    await shoot('signed')
    await fits()
    expect(complaints).toEqual([])
  },
)
