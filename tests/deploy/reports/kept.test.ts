import { readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { type Closed, digestOf } from '../../../api/reports/closed.ts'
import { figuresOf } from '../../../api/reports/make.ts'
import { periodOf } from '../../../api/reports/period.ts'
import { reportsIn } from '../../../deploy/reports/kept.ts'
import { localTime } from '../../../kernel/time.ts'
import { nightLogin } from '../../support/alerts.ts'
import { temporaryFolder } from '../../support/folder.ts'
import { formOf, materialOf } from '../../support/report.ts'

const period = periodOf('2026-03')!
const closedOf = (closedAt: number, unit?: string): Closed => {
  const made = figuresOf(
    materialOf({ alerts: [nightLogin(localTime('2026-03-10', '20:00'))], ...(unit !== undefined && { unit }) }),
  )
  return { ...made, form: formOf(), closedAt, digest: digestOf(made.figures) }
}

test('a closed period is read as it was stored, and never stored again', async () => {
  const reports = reportsIn(temporaryFolder())
  expect(await reports.closed(period, undefined)).toBeUndefined()
  const first = closedOf(1)
  expect(await reports.close(first)).toBe(true)
  expect(await reports.close(closedOf(2))).toBe(false)
  expect(await reports.closed(period, undefined)).toEqual(first)
  expect(await reports.closed(period, 'xa-a')).toBeUndefined()
})

test('scopes and calendars stand apart', async () => {
  const reports = reportsIn(temporaryFolder())
  await reports.close(closedOf(1))
  await reports.close(closedOf(1, 'xa-a'))
  expect((await reports.all(undefined)).map(({ figures }) => figures.scope.unit)).toEqual([undefined])
  expect((await reports.all('xa-a')).map(({ figures }) => figures.scope.unit)).toEqual(['xa-a'])
})

test('one changed figure is found, and nothing is rendered from it', async () => {
  const data = temporaryFolder()
  const reports = reportsIn(data)
  await reports.close(closedOf(1))
  const file = join(data, 'reports/2026-03.json')
  writeFileSync(file, readFileSync(file, 'utf8').replace('"personDays":1', '"personDays":0'))
  await expect(reports.closed(period, undefined)).rejects.toMatchObject({ code: 'REPORT_DAMAGED' })
  writeFileSync(file, '{')
  await expect(reports.closed(period, undefined)).rejects.toMatchObject({ code: 'REPORT_DAMAGED' })
})

test('the signed copy is kept with its digest, once', async () => {
  const data = temporaryFolder()
  const reports = reportsIn(data)
  await reports.close(closedOf(1))
  const bytes = Buffer.from('%PDF-1.7 bản ký')
  const signed = await reports.sign(period, undefined, 'Bản ký.PDF', bytes, 5)
  expect(await reports.signed(period, undefined)).toEqual(signed)
  const copy = readdirSync(join(data, 'reports')).find((name) => name.endsWith('.pdf'))!
  expect(copy).toContain(signed.sha256.slice(0, 16))
  expect(readFileSync(join(data, 'reports', copy))).toEqual(bytes)
  await expect(reports.sign(period, undefined, 'khac.pdf', Buffer.from('%PDF-1.7 khác'), 6)).rejects.toMatchObject({
    code: 'BAD_ARGUMENT',
  })
})
