import type { BrowserContext, Page } from 'playwright-core'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest'
import type { Reevaluation } from '../../api/schemas.ts'
import type { Alert } from '../../kernel/alert.ts'
import { localTime, MINUTE } from '../../kernel/time.ts'
import { nightLogin, spraying } from '../support/alerts.ts'
import { hasBrowser, openBrowser } from '../support/browser.ts'
import { sampleAlerts } from '../support/sample-alerts.ts'
import { healthy, type Station, station } from '../support/serve.ts'

describe.runIf(hasBrowser())('the console in a real browser', () => {
  let browser: BrowserContext
  let here: Station
  let origin: string
  let page: Page
  let all: readonly Alert[]
  const complaints: string[] = []

  beforeAll(async () => {
    browser = await openBrowser()
  })
  afterAll(() => browser.close())

  beforeEach(async () => {
    all = sampleAlerts(Date.now())
    here = await station(all)
    origin = await here.app.listen({ port: 0, host: '127.0.0.1' })
    page = await browser.newPage()
    complaints.length = 0
    page.on('console', (message) => {
      if (['error', 'warning'].includes(message.type())) complaints.push(message.text())
    })
    page.on('pageerror', (error) => complaints.push(String(error)))
    page.on('request', (request) => {
      if (!request.url().startsWith(`${origin}/`)) complaints.push(`asked for ${request.url()}`)
    })
  })
  afterEach(async () => {
    await page.close()
    await here.close()
  })

  const rows = () => page.locator('.list tr[data-id]')
  const ids = () => rows().evaluateAll((found) => found.map((row) => row.getAttribute('data-id')))
  const focused = () =>
    page.evaluate(() => document.activeElement?.closest('tr')?.getAttribute('data-id') ?? document.activeElement?.id)
  const open = async (hash = '/') => {
    await page.goto(`${origin}/#${hash}`)
    await page.locator('.link[data-link="live"]').waitFor()
  }
  const counts = () => page.locator('.tile .figure').allTextContents()
  const sample = (rule: string) => all.find((alert) => alert.rule.id === rule)!

  test('shows what is open, newest first, under the banner of the sample province, and complains of nothing', async () => {
    await open()
    const shown = all.filter(({ withdrawn, silenced }) => !withdrawn && !silenced)
    await vi.waitFor(async () => expect(await ids()).toEqual(shown.map(({ id }) => id)))
    expect(await page.locator('.sample').textContent()).toBe('TỈNH MẪU – dữ liệu minh hoạ, không có thật')
    await vi.waitFor(async () => expect(await counts()).toEqual(['2', '5', '2', '16']))
    const text = await rows().first().textContent()
    for (const part of ['Thấp', 'ACC-01', 'Nguyễn Văn An', 'pc-01', 'Xã A', 'Dấu hiệu cần xác minh'])
      expect(text).toContain(part)
    expect(complaints).toEqual([])
  })

  test('filters by level, clause, unit, state and words, and keeps them in the address', async () => {
    await open()
    await page.getByRole('button', { name: /Nghiêm trọng/ }).click()
    await vi.waitFor(async () => expect(await rows().count()).toBe(2))
    expect(page.url()).toContain('muc=serious')
    await page.getByLabel('Tìm kiếm').fill('hoang van quan')
    await vi.waitFor(async () => expect(await rows().count()).toBe(1))
    await page.getByRole('button', { name: 'Xóa bộ lọc' }).first().click()
    await vi.waitFor(async () => expect(await rows().count()).toBe(25))
    await page.getByLabel('Đơn vị').selectOption('so-x')
    await vi.waitFor(async () => expect(await rows().count()).toBe(8))
    await page.getByLabel('Điều khoản').selectOption('ACC-02')
    await vi.waitFor(async () => expect(await rows().count()).toBe(1))
    await page.reload()
    await vi.waitFor(async () => expect(await rows().count()).toBe(1))
    await open('/?trang-thai=withdrawn')
    await vi.waitFor(async () => expect(await rows().textContent()).toContain('Đã thu hồi'))
    await open('/?tim=khong-co-ai')
    await page.getByText('Không có cảnh báo nào khớp bộ lọc').waitFor()
    expect(complaints).toEqual([])
  })

  test('a new alert arrives by itself, a withdrawn one leaves, and the counts follow', async () => {
    await open()
    await rows().first().waitFor()
    const fresh = { ...nightLogin(Date.now()), id: 'vừa-về' }
    await here.publish([fresh])
    await vi.waitFor(async () => expect((await ids())[0]).toBe('vừa-về'))
    await vi.waitFor(async () => expect((await counts())[3]).toBe('17'))
    const reason = { vi: 'Có lịch trực nhập bổ sung', en: 'roster' }
    await here.publish([{ ...fresh, revision: 2, withdrawn: { reason, at: Date.now() } }])
    await vi.waitFor(async () => expect(await ids()).not.toContain('vừa-về'))
    await vi.waitFor(async () => expect((await counts())[3]).toBe('16'))
    expect(complaints).toEqual([])
  })

  test('further down nothing moves until the reader asks for it', async () => {
    await open()
    await rows().first().waitFor()
    await page.locator('#danh-sach').evaluate((list) => list.scrollTo(0, 500))
    const place = () =>
      rows()
        .nth(12)
        .evaluate((row) => row.getBoundingClientRect().top)
    const before = await place()
    const now = Date.now()
    await here.publish(['mới-1', 'mới-2'].map((id) => ({ ...nightLogin(now), id })))
    const bar = page.getByRole('button', { name: '2 cảnh báo mới' })
    await bar.waitFor()
    expect(await rows().count()).toBe(25)
    expect(await place()).toBe(before)
    await bar.click()
    await vi.waitFor(async () => expect((await ids()).slice(0, 2)).toEqual(['mới-1', 'mới-2']))
    expect(await page.locator('#danh-sach').evaluate((list) => list.scrollTop)).toBe(0)
  })

  test('one alert opens with its clause, reasons, evidence, next step and history', async () => {
    await open()
    await page.getByRole('link', { name: /đăng nhập sai 37 lần/ }).click()
    const detail = page.getByRole('article', { name: 'Chi tiết cảnh báo' })
    await detail.getByText('Việc cần làm').waitFor()
    const text = (await detail.textContent())!
    for (const part of [
      'Vi phạm',
      'failed to log in 37 times',
      'Khóa tạm tài khoản và kiểm tra máy nguồn.',
      '“chiếm quyền điều khiển hệ thống mạng”',
      'Thừa Thiên Huế',
      'máy nguồn 192.0.2.77 không có trong sổ thiết bị',
      'Trong khoảng10 phút',
      '20 bản ghi',
      'tối đa 20, trong 37 lần phát hiện',
      'Số lần phát hiện37',
      sample('ACC-11a').evidence[0]!.events[0]!.digest.slice(0, 12),
      'Phát cảnh báo lúc ',
      ': mức cao, số lần phát hiện 37',
    ]) {
      expect(text).toContain(part)
    }
    expect(page.url()).toContain(`#/canh-bao/${sample('ACC-11a').id}`)
    await page.getByRole('link', { name: /an.nv@tinh đăng nhập/ }).click()
    await detail
      .getByText(
        'Căn cứ: đề bài của hệ thống; chưa có văn bản nào quy định riêng cho đơn vị này, nên chỉ là dấu hiệu cần xác minh.',
      )
      .waitFor()
    expect(await detail.textContent()).not.toContain('Vi phạm')
    expect(complaints).toEqual([])
  })

  test('a deep link opens its alert, marks and all; an unknown one says so', async () => {
    await open(`/canh-bao/${sample('HRS-02').id}`)
    await page.getByText('Lịch đứng thay do Xã A nhập bổ sung').first().waitFor()
    // What was withdrawn accuses nobody and asks for nothing.
    const told = await page.locator('.detail').textContent()
    for (const word of ['Vi phạm', 'Việc cần làm']) expect(told).not.toContain(word)
    await open('/canh-bao/khong-co')
    await page.getByText('Không có cảnh báo nào mang mã này.').waitFor()
    const late = all.find((alert) => alert.late)!
    await open(`/canh-bao/${late.id}`)
    await page.getByText('chứng cứ cuối (nhật ký hoặc quyết định) đến hệ thống hơn một giờ sau hành vi').waitFor()
  })

  test('an open alert follows its own revisions', async () => {
    const alert = sample('ACC-11a')
    await open(`/canh-bao/${alert.id}`)
    await page.getByText(': mức cao, số lần phát hiện 37').waitFor()
    for (const revision of [2, 3]) await here.publish([{ ...alert, revision, occurrences: 36 + 7 * revision }])
    await page.getByText('số lần phát hiện 37 → 57').waitFor()
    await page.getByText('chỉ thêm số lần phát hiện được gộp vào lần cuối').waitFor()
  })

  test('history bears the time at which each revision was written, and not the time of its logs', async () => {
    let now = Date.parse('2026-03-04T03:00:00Z')
    const other = await station([sample('ACC-11a')], { clock: { now: () => now } })
    const url = await other.app.listen({ port: 0, host: '127.0.0.1' })
    const { id } = sample('ACC-11a')
    now += 3_600_000
    const reason = { vi: 'sửa sổ máy', en: 'register' }
    await other.store.put([{ ...sample('ACC-11a'), revision: 2, withdrawn: { reason, at: 5 } }], now)
    await page.goto(`${url}/#/canh-bao/${id}`)
    await page.locator('.banner.withdrawn', { hasText: 'Đã thu hồi lúc 11:00:00 04/03/2026: sửa sổ máy' }).waitFor()
    expect(await page.locator('.history li').allInnerTexts()).toEqual([
      'Thu hồi lúc 11:00:00 04/03/2026: sửa sổ máy',
      'Phát cảnh báo lúc 10:00:00 04/03/2026: mức cao, số lần phát hiện 37',
    ])
    await other.close()
  })

  test('an alert about an address shows the address and none of the accounts it tried', async () => {
    const alert = spraying(Date.now())
    await here.publish([alert])
    await open(`/canh-bao/${alert.id}?tim=192.0.2.77`)
    await vi.waitFor(async () => expect(await ids()).toContain(alert.id))
    expect(await page.locator(`tr[data-id="${alert.id}"] .c-who`).innerText()).toBe('192.0.2.77')
    await page.locator('.facts.subject', { hasText: 'Địa chỉ' }).waitFor()
    const subject = await page.locator('.facts.subject').innerText()
    expect(subject).toContain('192.0.2.77')
    expect(subject).not.toContain('bich@tinh')
    expect(await page.locator('.evidence').innerText()).toContain('mã sự kiện 4625')
  })

  test('everything can be done from the keyboard', async () => {
    await open()
    await rows().first().waitFor()
    const [first, second] = await ids()
    await page.keyboard.press('j')
    expect(await focused()).toBe(first)
    await page.keyboard.press('j')
    expect(await focused()).toBe(second)
    await page.keyboard.press('k')
    await page.keyboard.press('Enter')
    await page.locator('.detail h2').waitFor()
    await vi.waitFor(async () => expect(await focused()).toBe('tieu-de'))
    await page.keyboard.press('j')
    await vi.waitFor(() => expect(page.url()).toContain(second!))
    await page.keyboard.press('Escape')
    await vi.waitFor(async () => expect(await page.locator('.detail').count()).toBe(0))
    await vi.waitFor(async () => expect(await focused()).toBe(second))
    await page.keyboard.press('/')
    expect(await focused()).toBe('tim')
    await page.keyboard.type('usb')
    await vi.waitFor(async () => expect(await rows().count()).toBe(1))
  })

  test.each([
    [390, '/'],
    [390, 'alert'],
    [1280, 'alert'],
  ])('at %i pixels nothing runs off the side: %s', async (width, where) => {
    await page.setViewportSize({ width, height: 844 })
    await open(where === 'alert' ? `/canh-bao/${sample('INC-01b').id}` : '/')
    await rows().first().waitFor()
    if (where === 'alert') await page.locator('.detail h2').waitFor()
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBe(width)
    const clipped = await page.evaluate(
      () =>
        [...document.querySelectorAll('.tile .name, .list .c-say, .detail h2')].filter(
          (el) => el.scrollWidth > el.clientWidth + 1,
        ).length,
    )
    expect(clipped).toBe(0)
  })

  test('says that the connection is lost, and recovers without losing an alert', async () => {
    await open()
    await rows().first().waitFor()
    await here.app.close()
    await page.getByText('Mất kết nối với máy chủ.').waitFor()
    const back = await station(all)
    await back.store.put([{ ...nightLogin(Date.now()), id: 'trong-lúc-mất' }], Date.now())
    await back.app.listen({ port: Number(new URL(origin).port), host: '127.0.0.1' })
    await vi.waitFor(async () => expect((await ids())[0]).toBe('trong-lúc-mất'))
    await page.locator('.link[data-link="live"]').waitFor()
    await back.close()
  })

  test.each([
    ['Cả 2 nguồn nhật ký đang gửi về', healthy],
    [
      '1 trên 2 nguồn nhật ký không gửi về',
      {
        ...healthy,
        status: 'degraded' as const,
        pipelines: [
          { id: 'a', state: 'alive' as const },
          { id: 'b', state: 'never' as const },
        ],
      },
    ],
    ['Chưa có nguồn nhật ký nào gửi về', { ...healthy, pipelines: [] }],
  ])('an empty list says what its emptiness means: %s', async (words, health) => {
    const empty = await station([], { health: () => health, sample: false })
    const url = await empty.app.listen({ port: 0, host: '127.0.0.1' })
    await page.goto(url)
    await page.getByText(words).waitFor()
    expect(await page.locator('.sample').count()).toBe(0)
    await empty.close()
  })
  test('what is computed again says what it is at and how far it has come, and moves while somebody looks', async () => {
    const reached = localTime('2026-07-03', '14:05:09')
    const running = {
      ...{ count: 1, since: Date.now() - 3 * MINUTE, percent: 0, reached },
      first: [{ rule: 'ACC-11a', about: 'pc-01', reason: { vi: 'nhật ký đến muộn', en: 'late' } }],
    }
    const of = (stage: 'looking' | 'computing', percent: number, events: number): Reevaluation => ({
      ...{ waiting: { count: 0, first: [] }, aside: { count: 0, first: [] }, finished: 0, longestHold: 0 },
      running: { ...running, stage, percent, events },
    })
    let said = of('looking', 0, 12_400)
    const busy = await station([], { reevaluation: () => said, sample: false })
    await page.goto(await busy.app.listen({ port: 0, host: '127.0.0.1' }))
    await page.locator('details.sources summary').click()
    const section = page.locator('section.reevaluation')
    await section.getByText('Đang tìm người và máy liên quan').waitFor()
    await section
      .getByText(
        'nhật ký đến muộn: luật ACC-11a, pc-01 · đã đọc 12.400 sự kiện, đến 14:05:09 03/07/2026 (bắt đầu 3 phút trước)',
      )
      .waitFor()
    if (process.env['SHOTS']) await page.screenshot({ path: `${process.env['SHOTS']}/looking.png` })
    said = of('computing', 42, 250_000)
    await section.getByText('Đang tính lại 42 %').waitFor({ timeout: 20_000 })
    if (process.env['SHOTS']) await page.screenshot({ path: `${process.env['SHOTS']}/computing.png` })
    await busy.close()
  })
})
