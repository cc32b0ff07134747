import pino from 'pino'
import { expect, onTestFinished, test } from 'vitest'
import type { Health } from '../../api/schemas.ts'
import { loadConfig } from '../../deploy/config.ts'
import { openProduct } from '../../deploy/product.ts'
import { DAY, HOUR, localTime, MINUTE } from '../../kernel/time.ts'
import { writeConfig } from '../support/config.ts'
import { temporaryFolder } from '../support/folder.ts'
import { signIn } from '../support/lines.ts'

const START = localTime('2026-03-02', '09:00')
const RARELY = HOUR

/** A product on a clock that the test sets. */
const open = async (folder: string, now: number) => {
  const clock = { jumped: false, at: now, now: () => clock.at }
  const log = pino({ level: 'silent' })
  const product = await openProduct({ config: loadConfig(folder), clock, sample: false, log, tickEvery: RARELY })
  onTestFinished(product.close)
  return {
    clock,
    product,
    health: async (): Promise<{
      readonly status: string
      readonly codes: readonly string[]
      readonly said: string
    }> => {
      const { status, findings } = (await (await fetch(`${product.url}/api/v1/health`)).json()) as Health
      return { status, codes: findings.map(({ code }) => code), said: findings.map(({ text }) => text.vi).join() }
    },
  }
}

test('a clock set back behind what was judged is told, while it runs and at the next start, until it has caught up', async () => {
  const folder = writeConfig(temporaryFolder())
  const here = await open(folder, START)
  await here.product.intake.publishTick(START)
  await here.product.detector.settled()
  const { watermark } = here.product.detector.engine
  expect(await here.health()).toMatchObject({ status: 'ok', codes: [] })

  here.clock.at = watermark - 10 * MINUTE
  expect((await here.health()).codes).toEqual([])
  here.clock.at = watermark - 10 * MINUTE - 1
  expect(await here.health()).toMatchObject({
    status: 'degraded',
    codes: ['CLOCK_BEHIND'],
    said: expect.stringContaining('chậm hơn nhật ký đã xử lý'),
  })
  await here.product.close()

  const again = await open(folder, START - HOUR)
  expect((await again.health()).codes).toEqual(['CLOCK_BEHIND'])
  again.clock.at = START
  expect((await again.health()).codes).toEqual([])
})

test('a clock that is not followed is told with its cause and what to do', async () => {
  const here = await open(writeConfig(temporaryFolder()), START)
  here.clock.jumped = true
  expect(await here.health()).toMatchObject({
    status: 'degraded',
    codes: ['CLOCK_JUMPED'],
    said: expect.stringMatching(/nhảy tới trước.*chỉnh đồng hồ.*khởi động lại/),
  })
})

test('late lines nobody can settle are told, and nothing is out of order', async () => {
  const here = await open(writeConfig(temporaryFolder()), START)
  const bring = (at: number, record: number) =>
    here.product.intake.deliver({
      ...{ collector: 'c-win', source: 'winlogbeat' },
      lines: [new TextEncoder().encode(signIn({ at, user: 'an.nv', host: 'pc-01', record }))],
    })
  await bring(START - 3 * DAY, 1)
  expect((await here.health()).codes).not.toContain('CLOCKS_UNSETTLED')
  here.clock.at = START + 10 * MINUTE
  await bring(here.clock.at, 2)
  expect(await here.health()).toMatchObject({
    status: 'ok',
    codes: expect.arrayContaining(['CLOCKS_UNSETTLED']),
    said: expect.stringMatching(/1 máy có sự kiện đến muộn .*\(1 sự kiện\)/),
  })
})

test('a late inventory of many items is one machine whose clock nobody knows', async () => {
  const folder = writeConfig(temporaryFolder())
  const here = await open(folder, START)
  const inventory = (at: number, items: number) => ({
    ...{ collector: 'c-inv', source: 'inventory' },
    lines: [
      Buffer.from(
        JSON.stringify({
          ...{ schema: 'vonggac-inventory/1', host: 'pc-01', collectedAt: new Date(at).toISOString() },
          items: Array.from({ length: items }, (_, i) => ({ what: 'software', item: `Phần mềm ${i}`, version: '1.0' })),
        }),
      ),
    ],
  })
  await here.product.intake.deliver(inventory(START - 3 * DAY, 200))
  here.clock.at = START + 10 * MINUTE
  await here.product.intake.deliver(inventory(here.clock.at, 1))
  expect(await here.health()).toMatchObject({
    codes: expect.arrayContaining(['CLOCKS_UNSETTLED']),
    said: expect.stringMatching(/1 máy có sự kiện đến muộn .*\(200 sự kiện\)/),
  })
})

test('a source that delivers and stands in no row is told, after a restart too', async () => {
  const folder = writeConfig(temporaryFolder(), {}, { 'pipelines.csv': 'bộ thu thập,nguồn,đơn vị,nhịp,thời gian\n' })
  const here = await open(folder, START)
  await here.product.intake.deliver({
    ...{ collector: 'c-win', source: 'winlogbeat' },
    lines: [Buffer.from(signIn({ at: START, user: 'an.nv', host: 'pc-01', record: 1 }))],
  })
  await here.product.intake.publishTick(START)
  await here.product.detector.settled()
  const told = { status: 'ok', codes: expect.arrayContaining(['SOURCE_UNDECLARED']) }
  expect(await here.health()).toMatchObject({
    ...told,
    said: expect.stringContaining('pipelines.csv: c-win/winlogbeat.'),
  })
  await here.product.close()
  const again = await open(folder, START + HOUR)
  expect(await again.health()).toMatchObject({
    ...told,
    said: expect.stringContaining('pipelines.csv: c-win/winlogbeat.'),
  })
})

test('rules of which nothing was heard for a month are one finding, and nothing is out of order', async () => {
  const here = await open(writeConfig(temporaryFolder()), START)
  const bring = (at: number, record: number) =>
    here.product.intake.deliver({
      ...{ collector: 'c-win', source: 'winlogbeat' },
      lines: [Buffer.from(signIn({ at, user: 'an.nv', host: 'pc-01', record }))],
    })
  await bring(START, 1)
  here.clock.at = START + 29 * DAY
  await bring(here.clock.at, 2)
  await here.product.intake.publishTick(here.clock.at)
  await here.product.detector.settled()
  expect((await here.health()).codes).not.toContain('RULES_BLIND')
  here.clock.at = START + 31 * DAY
  const { codes, said } = await here.health()
  expect(codes).toContain('RULES_BLIND')
  // Sign-ins were heard two days ago; nothing was ever heard of a device.
  expect(said).toMatch(/30 ngày qua cả tỉnh không có sự kiện nào cho luật: (?!.*ACC-01).*số luật khác: \d+\. /)
})

test('rules without a text are one finding, and nothing is out of order', async () => {
  const folder = writeConfig(temporaryFolder(), {}, { 'directives.csv': 'chỉ thị,đơn vị\nNA,tinh\n' })
  const here = await open(folder, START)
  const { status, codes, said } = await here.health()
  expect({ status, codes }).toEqual({ status: 'ok', codes: ['RULES_UNBOUND'] })
  expect(said).toMatch(/^Không xét ở mọi đơn vị đang giám sát: .* và \d+ luật khác .*vonggac check/)
})

test('what was computed again over a gap is told, where no damaged block says so already', async () => {
  const here = await open(writeConfig(temporaryFolder()), START)
  const scope = { kind: 'entity', value: 'pc-01' } as const
  const reason = { vi: 'đến muộn', en: 'it came late' }
  here.product.detector.engine.queue.keep([{ rule: 'ACC-11', scope, from: START - DAY, to: START, reason }])
  expect(await here.health()).toMatchObject({
    status: 'degraded',
    codes: ['REEVALUATION_OVER_GAP'],
    said: expect.stringMatching(/^1 yêu cầu đánh giá lại.*kho lưu trữ ở đây thiếu nhật ký/),
  })
})
