import { createHash } from 'node:crypto'
import { readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { pino } from 'pino'
import { expect, onTestFinished, test, vi } from 'vitest'
import { periodOf } from '../../../api/reports/period.ts'
import type { ReportInfo, ReportList } from '../../../api/schemas-reports.ts'
import { loadConfig } from '../../../deploy/config.ts'
import { openDesk } from '../../../deploy/reports/desk.ts'
import type { Alert } from '../../../kernel/alert.ts'
import { DAY, localTime } from '../../../kernel/time.ts'
import { nightLogin } from '../../support/alerts.ts'
import { productOf } from '../../support/report-product.ts'
import { station } from '../../support/serve.ts'

const period = periodOf('2026-03')!
const alert = nightLogin(localTime('2026-03-10', '20:00'))
const PATIENCE = { timeout: 120_000, interval: 100 }

/** The API over the desk of a folder whose product has judged until `judged`. */
const deskOf = async (alerts: readonly Alert[], judged: number) => {
  const product = await productOf(alerts, judged)
  const clock = { time: judged, now: () => clock.time }
  const desk = openDesk({
    ...{ config: loadConfig(product.folder), versions: { latest: product.latest, since: period.from } },
    ...{ watermark: () => clock.time, clock, log: pino({ level: 'silent' }), every: 50 },
  })
  const here = await station([], { reports: desk })
  onTestFinished(async () => {
    await here.close()
    await desk.close()
    product.close()
  })
  const call = (method: 'GET' | 'POST', path: string, body?: object | Buffer, headers = {}) =>
    here.app.inject({
      ...{ method, url: `/api/v1/reports${path}` },
      ...(body && { payload: body }),
      headers: {
        ...(body && { 'content-type': Buffer.isBuffer(body) ? 'application/pdf' : 'application/json' }),
        ...headers,
      },
    })
  const list = async () => (await call('GET', '')).json<ReportList>()
  const march = async () => (await list()).reports.find((one) => one.period === '2026-03' && one.unit === undefined)
  /** March as soon as it stands like this. */
  const until = (wanted: (one: ReportInfo) => boolean): Promise<ReportInfo> =>
    vi.waitFor(async () => {
      const found = await march()
      expect(found && wanted(found), JSON.stringify(await list())).toBe(true)
      return found!
    }, PATIENCE)
  return { ...product, clock, desk, call, list, march, until }
}

test('a month from its draft to the signed copy, by the API alone', { timeout: 300_000 }, async () => {
  const { call, list, until, clock, store, reach, folder } = await deskOf([alert], period.to + 1)
  // Nobody asked: the schedule did, for the month has been judged to its end.
  const draft = await until(({ ready }) => ready !== undefined)
  expect(draft).toMatchObject({
    state: 'draft',
    scope: 'toàn tỉnh',
    due: '2026-04-03',
    ready: { alerts: 1, complete: true },
  })

  for (const [format, start] of [
    ['pdf', '%PDF-'],
    ['docx', 'PK'],
    ['xlsx', 'PK'],
    ['json', '{'],
  ] as const) {
    const file = await call('GET', `/file?period=2026-03&format=${format}`)
    expect(file.rawPayload.toString('latin1', 0, start.length)).toBe(start)
    expect(file.headers['content-disposition']).toBe(`attachment; filename="bao-cao-2026-03.${format}"`)
  }
  expect((await call('GET', '/file?period=2026-03&unit=xa-a&format=pdf')).statusCode).toBe(404)

  // Late logs may still come; what is not closed is not signed.
  const early = await call('POST', '/make', { period: '2026-03', close: true })
  expect(early.json()).toMatchObject({ status: 400, detail: expect.stringMatching(/chờ nhật ký đến muộn/) })
  const copy = Buffer.from('%PDF-1.7 đã ký')
  expect((await call('POST', '/sign?period=2026-03&name=ky.pdf', copy)).json().detail).toMatch(/chưa chốt/)

  clock.time = period.to + DAY
  reach(clock.time)
  expect((await call('POST', '/make', { period: '2026-03', close: true })).statusCode).toBe(202)
  const closed = await until(({ state, ready }) => state === 'closed' && ready !== undefined)
  expect(closed.closed?.digest).toBe(closed.ready?.digest)
  expect(closed.ready?.difference).toEqual({ added: 0, removed: 0, changed: 0, events: 0 })

  await store.put([nightLogin(alert.first + DAY, { account: 'b@tinh' })], clock.time)
  await call('POST', '/make', { period: '2026-03' })
  const late = await until(({ ready }) => ready?.difference?.added === 1)
  expect(late).toMatchObject({ closed: closed.closed!, ready: { alerts: 1, digest: closed.closed!.digest } })

  const signed = (await call('POST', '/sign?period=2026-03&name=ky.pdf', copy)).json()
  expect(signed).toMatchObject({ name: 'ky.pdf', sha256: createHash('sha256').update(copy).digest('hex') })
  expect((await call('POST', '/sign?period=2026-03&name=ky.pdf', copy)).json().detail).toMatch(/không thay được/)
  const done = await until(({ state, ready }) => state === 'signed' && ready !== undefined)
  expect(done).toMatchObject({ signed, urgency: 'later' })
  expect((await list()).failed).toEqual([])
  // One making of each report lies there, whatever was made before.
  const ready = join(folder, 'data/reports/ready')
  expect(readdirSync(join(ready, readdirSync(ready)[0]!))).toHaveLength(1)
})

test('what is asked wrongly is refused in words', async () => {
  const { call } = await deskOf([], period.from + DAY)
  const said = async (answer: ReturnType<typeof call>) => (await answer).json()
  expect(await said(call('POST', '/make', { period: '2026-3' }))).toMatchObject({ status: 400 })
  expect(await said(call('POST', '/make', { period: '2027-03' }))).toMatchObject({
    detail: expect.stringMatching(/chưa đến/),
  })
  const elsewhere = { 'sec-fetch-site': 'cross-site' }
  expect(await said(call('POST', '/make', { period: '2026-03' }, elsewhere))).toMatchObject({ code: 'CROSS_SITE' })
  const copy = Buffer.from('%PDF-1.7')
  expect(await said(call('POST', '/sign?period=2026-03&name=a', copy, elsewhere))).toMatchObject({ code: 'CROSS_SITE' })
  expect(await said(call('POST', '/sign?period=2026-03&name=a', {}))).toMatchObject({ code: 'MEDIA_TYPE' })
  expect(await said(call('POST', '/sign?period=2026-03&name=a', Buffer.from('PK')))).toMatchObject({
    detail: expect.stringMatching(/tệp PDF/),
  })
})

test('what the thread refuses stands in the list, and the running month is no draft of an ended one', {
  timeout: 200_000,
}, async () => {
  const { call, list, march } = await deskOf([alert], period.from + 20 * DAY)
  expect(await march()).toMatchObject({ state: 'running', urgency: 'later' })
  await call('POST', '/make', { period: '2026-03', unit: 'khong-co' })
  await vi.waitFor(async () => {
    expect((await list()).failed).toMatchObject([{ unit: 'khong-co', text: expect.stringMatching(/khong-co/) }])
  }, PATIENCE)
})

test('health is told of what is due, overdue and damaged', { timeout: 200_000 }, async () => {
  const { desk, clock, call, until, reach, folder, march } = await deskOf([], period.to + 1)
  const codes = () => desk.findings().map(({ code }) => code)
  await until(({ ready }) => ready !== undefined)
  expect(codes()).toEqual([])
  clock.time = localTime('2026-04-02', '09:00')
  await vi.waitFor(() => expect(codes()).toEqual(['REPORT_DUE']), PATIENCE)
  clock.time = localTime('2026-04-04', '09:00')
  await vi.waitFor(() => expect(codes()).toEqual(['REPORT_OVERDUE']), PATIENCE)
  reach(clock.time)
  await call('POST', '/make', { period: '2026-03', close: true })
  await until(({ state }) => state === 'closed')
  const file = join(folder, 'data/reports/2026-03.json')
  writeFileSync(file, readFileSync(file, 'utf8').replace('"personDays":', '"personDays":1'))
  await vi.waitFor(() => expect(codes()).toContain('REPORT_DAMAGED'), PATIENCE)
  expect(await march()).toMatchObject({ state: 'damaged' })
})
