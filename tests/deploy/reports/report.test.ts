import { cpSync, existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { beforeEach, expect, test, vi } from 'vitest'
import { type Period, periodOf } from '../../../api/reports/period.ts'
import { main } from '../../../deploy/cli/main.ts'
import { loadConfig } from '../../../deploy/config.ts'
import { checkForms, formFor } from '../../../deploy/reports/forms.ts'
import { makeReport } from '../../../deploy/reports/report.ts'
import { scheduledAt } from '../../../deploy/reports/schedule.ts'
import type { Alert } from '../../../kernel/alert.ts'
import { createCalendar } from '../../../kernel/directory/calendar.ts'
import { DAY, localTime } from '../../../kernel/time.ts'
import { nightLogin, text } from '../../support/alerts.ts'
import { temporaryFolder } from '../../support/folder.ts'
import { productOf } from '../../support/report-product.ts'

const period = periodOf('2026-03')!

beforeEach(() => {
  vi.spyOn(console, 'log').mockReturnValue()
  vi.spyOn(console, 'error').mockReturnValue()
})
const at = localTime('2026-03-10', '20:00')

test('a closed month keeps its figures and digest after late logs, and lists the difference', async () => {
  const early = nightLogin(at)
  const product = await productOf([early], period.to + DAY)
  expect(await product.run('--close')).toBe(0)
  const then = product.json()
  expect(then.figures.levels.low.alerts).toBe(1)

  const late = nightLogin(at + DAY, { account: 'b@tinh' })
  await product.store.put(
    [late, { ...early, revision: 2, withdrawn: { reason: text('lịch trực'), at: period.to } }],
    period.to + 2 * DAY,
  )
  expect(await product.run('--close')).toBe(0)
  const now = product.json()
  expect(now.figures).toEqual(then.figures)
  expect(now.digest).toBe(then.digest)
  expect(now.closedAt).toBe(then.closedAt)
  expect(now.difference.added.map(({ id }: Alert) => id)).toEqual([late.id])
  expect(now.difference.removed.map(({ id }: Alert) => id)).toEqual([early.id])
  // Numbers of people stay inside.
  expect(JSON.stringify(now)).not.toContain('p-an')
  product.close()
}, 60_000)

test('a period is not closed before late logs could come', async () => {
  const product = await productOf([], period.to + DAY - 1)
  expect(await product.run('--close')).toBe(2)
  expect(existsSync(join(product.folder, 'data/reports'))).toBe(false)
  expect(await product.run()).toBe(0)
  expect(product.json()).toMatchObject({ figures: { complete: true } })
  expect(product.json()).not.toHaveProperty('closedAt')
  product.close()
}, 60_000)

test('a period is not closed while re-evaluations of it wait or failed, or the state is being made anew', async () => {
  const product = await productOf([nightLogin(at)], period.to + DAY)
  const { save, run, json, folder } = product
  const target = {
    rule: 'ACC-01a',
    scope: { kind: 'entity', value: 'a' },
    from: at,
    to: at,
    reason: text('x'),
    asked: at,
  }
  const refused = async (said: RegExp, version?: number): Promise<void> => {
    vi.mocked(console.error).mockClear()
    expect(await run('--close')).toBe(2)
    expect(vi.mocked(console.error).mock.calls.flat().join('\n')).toMatch(said)
    expect(existsSync(join(folder, 'data/reports')), String(version)).toBe(false)
    expect(await run()).toBe(0)
  }
  for (const space of ['target', 'target/running']) {
    save([[space, 'k', JSON.stringify(target)]])
    await refused(/chưa chốt được 2026-03: 1 yêu cầu đánh giá lại.*đang chờ/)
    expect(json().figures.pending).toMatchObject({ waiting: 1, aside: 0 })
    save([[space, 'k', undefined]])
  }
  save([['target/aside', 'k', JSON.stringify({ ...target, tries: 3, error: 'hỏng' })]])
  await refused(/1 yêu cầu đánh giá lại.*để riêng/)
  save([], 0)
  await refused(/đang được dựng lại/)

  // Computed over damage, and what is of another month, hold nothing up; the first stands on the paper.
  save([
    ['target/aside', 'k', JSON.stringify({ ...target, gap: true })],
    ['target', 'k', JSON.stringify({ ...target, from: period.to + 9 * DAY, to: period.to + 9 * DAY })],
  ])
  expect(await run('--close')).toBe(0)
  expect(json().figures.pending).toEqual({ waiting: 0, aside: 0, damaged: 1, remaking: false })
  product.close()
}, 60_000)

test('where nothing was ever judged, and where a cluster cannot be asked, there is no report', async () => {
  const product = await productOf([], Number.NEGATIVE_INFINITY)
  const refused = async (said: RegExp): Promise<void> => {
    vi.mocked(console.error).mockClear()
    expect(await product.run()).not.toBe(0)
    expect(vi.mocked(console.error).mock.calls.flat().join('\n')).toMatch(said)
    expect(existsSync(join(product.folder, 'bao-cao-2026-03.json'))).toBe(false)
  }
  await refused(/chưa đánh giá nhật ký nào.*\[BAD_ARGUMENT\]/)
  writeFileSync(
    join(product.folder, 'config.yaml'),
    'data: data\nkafka: {brokers: [127.0.0.1:1]}\ndetector: {slots: 3}\n',
  )
  await refused(/127\.0\.0\.1:1.*\[BROKER_UNREACHABLE\]/)
  product.close()
}, 60_000)

test('what is signed must be closed, and is then no draft', async () => {
  const product = await productOf([nightLogin(at)], period.to + DAY)
  const copy = join(product.folder, 'ban-ky.pdf')
  writeFileSync(copy, '%PDF-1.7 đã ký')
  expect(await product.run('--sign', copy)).toBe(2)
  expect(await product.run('--close', '--format', 'pdf', '--unit', 'xa-a')).toBe(0)
  // What we printed ourselves and nobody signed is no signed copy.
  vi.mocked(console.error).mockClear()
  expect(await product.run('--sign', join(product.folder, 'bao-cao-2026-03-xa-a.pdf'), '--unit', 'xa-a')).toBe(2)
  expect(vi.mocked(console.error).mock.calls.flat().join()).toMatch(/bản in của Vọng Gác, chưa có chữ ký số/)
  expect(await product.run('--sign', copy, '--unit', 'xa-a')).toBe(0)
  expect(product.json('bao-cao-2026-03-xa-a').signed).toMatchObject({ name: 'ban-ky.pdf' })
  const config = loadConfig(product.folder)
  const times = { now: localTime('2026-04-10', '09:00'), since: localTime('2026-03-20', '09:00') }
  const listed = scheduledAt(config.reports, createCalendar([]), times)
  expect(listed).toMatchObject([
    { period: { id: '2026-04' }, urgency: 'later', due: '2026-05-06' },
    { period: { id: '2026-03' }, urgency: 'overdue', due: '2026-04-03' },
  ])
  product.close()
}, 60_000)

test('wrong calls are told apart', async () => {
  const product = await productOf([], period.to)
  expect(await product.run('--format', 'doc')).toBe(2)
  expect(await product.run('--unit', 'khong-co')).toBe(2)
  expect(await product.run('--kind', 'month')).toBe(2)
  expect(await main(['report', '--period', '2026-3', '--config', product.folder])).toBe(2)
  expect(await main(['report', '--list', '--config', product.folder])).toBe(0)
  // Nothing was watched in a month that has not begun, and no draft says so.
  expect(await main(['report', '--period', '2999-01', '--config', product.folder])).toBe(2)
  product.close()
}, 60_000)

test('what would be in vain is refused before a log is read', async () => {
  const product = await productOf([nightLogin(at)], period.to + DAY)
  const busy = join(product.folder, 'tep')
  writeFileSync(busy, 'x')
  vi.mocked(console.error).mockClear()
  // The later --out stands.
  expect(await product.run('--close', '--out', join(busy, 'bao-cao'))).toBe(2)
  expect(vi.mocked(console.error).mock.calls.flat().join()).toMatch(/--out: không ghi được vào thư mục/)
  expect(existsSync(join(product.folder, 'data/reports'))).toBe(false)

  const read: number[] = []
  const make = (period: Period, close: boolean) =>
    makeReport(loadConfig(product.folder), { period, close, now: period.to }, ({ share }) => read.push(share))
  await expect(make(periodOf('2026-04')!, true)).rejects.toMatchObject({
    message: expect.stringMatching(/chưa chốt được 2026-04: kỳ hết lúc .*mới đánh giá đến/),
  })
  expect(read).toEqual([])
  // The listener itself hears of reading where there is some.
  await make(period, false)
  expect(read).not.toEqual([])
  product.close()
}, 60_000)

test('a template that leaves a section out is told of by the check, with file and section', async () => {
  const folder = temporaryFolder()
  const place = join(folder, 'reports/templates')
  mkdirSync(place, { recursive: true })
  const built = join(import.meta.dirname, '../../../deploy/reports/forms/templates/nha-nuoc.yaml')
  const own = readFileSync(built, 'utf8')
  expect(own).toContain('exceptions')
  writeFileSync(join(place, 'a.yaml'), own)
  expect(checkForms(folder)).toEqual([])
  writeFileSync(join(place, 'a.yaml'), own.replace(/.*name: exceptions.*\n/, ''))
  expect(checkForms(folder)).toEqual([
    expect.stringMatching(/a\.yaml: không có mục «exceptions» \(quyết định miễn trừ\)/),
  ])
  writeFileSync(join(place, 'a.yaml'), own.replace(/(name: changes.*)week, month/, '$1month'))
  expect(checkForms(folder)).toEqual([
    expect.stringMatching(/a\.yaml: báo cáo tuần không có mục «changes».*Thông tư 31/),
  ])
  writeFileSync(join(folder, 'config.yaml'), 'data: data\n')
  cpSync(join(import.meta.dirname, '../../../config.example/directory'), join(folder, 'directory'), { recursive: true })
  expect(await main(['check', '--config', folder])).toBe(0)
  expect(vi.mocked(console.log).mock.calls.flat().join('\n')).toMatch(/mẫu báo cáo .*a\.yaml: .*«changes»/)
})

test('the form in force on the last day is taken, the province’s own before the built-in one', () => {
  const folder = temporaryFolder()
  const place = join(folder, 'reports/agencies')
  mkdirSync(place, { recursive: true })
  const agency = (name: string, more: string): string =>
    `name: ${name}\nsymbol: BC\nplace: X\nowner: O\noperator: P\narchive: "Lưu."\nsigner: {position: GIÁM ĐỐC}\n${more}`
  writeFileSync(join(place, 'a.yaml'), agency('CŨ', 'to: 2026-02-28\n'))
  writeFileSync(join(place, 'b.yaml'), agency('MỚI', 'from: 2026-03-01\n'))
  writeFileSync(join(place, 'c.yaml'), agency('XÃ A', 'unit: xa-a\n'))
  const name = (month: string, path: readonly string[] = []) =>
    formFor(folder, { profile: 'ca_hai', template: 'nha-nuoc' }, periodOf(month)!, path).agency.name
  expect(name('2026-02')).toBe('CŨ')
  expect(name('2026-03')).toBe('MỚI')
  expect(name('2026-03', ['tinh', 'xa-a', 'thon-1'])).toBe('XÃ A')
  expect(() => formFor(folder, { profile: 'luat116', template: 'nha-nuoc' }, periodOf('2026-06')!, [])).toThrow(
    /luat116/,
  )
  expect(formFor(folder, { profile: 'luat116', template: 'dang' }, periodOf('2026-07')!, []).profile.term).toBe(
    'an ninh mạng',
  )
  writeFileSync(join(place, 'd.yaml'), 'name: 1\n')
  expect(() => name('2026-03')).toThrow(/d\.yaml: .*symbol/)
})
