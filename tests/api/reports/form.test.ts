import { expect, test } from 'vitest'
import { figuresOf } from '../../../api/reports/make.ts'
import { periodOf } from '../../../api/reports/period.ts'
import { toDocx } from '../../../api/reports/render/docx.ts'
import { toXlsx } from '../../../api/reports/render/xlsx.ts'
import { documentOf } from '../../../api/reports/write.ts'
import type { Action, Observation } from '../../../kernel/event.ts'
import { HOUR, localTime } from '../../../kernel/time.ts'
import { nightLogin } from '../../support/alerts.ts'
import { formOf, hourly, materialOf } from '../../support/report.ts'
import { unzip } from '../../support/unzip.ts'

const period = periodOf('2026-03')!
const noon = localTime('2026-03-10', '12:00')

const written = (but: Parameters<typeof materialOf>[0] = {}, form = formOf()) => {
  const { figures } = figuresOf(materialOf({ alerts: [nightLogin(noon)], ...but }))
  return { figures, document: documentOf({ figures, form, digest: 'ab12' }) }
}
const tablesOf = ({ document }: ReturnType<typeof written>) =>
  [...document.blocks, ...document.annexes.flatMap(({ blocks }) => blocks)].filter((block) => block.kind === 'table')
const tableNamed = (one: ReturnType<typeof written>, sheet: string) =>
  tablesOf(one).find((table) => table.sheet === sheet)!

test('lists end as an official paper ends them, and a Party body numbers its own way', () => {
  const form = formOf()
  const agency = { ...form.agency, symbol: 'BC/TU', addressees: ['Thường trực Tỉnh ủy', 'Công an tỉnh'] }
  const { document } = written({}, { ...form, agency, template: { ...form.template, heading: 'dang' } })
  expect(document.to).toEqual(['Thường trực Tỉnh ủy;', 'Công an tỉnh.'])
  expect(document.basis.slice(0, -1).every((line) => /^Căn cứ .*[^;.];$/.test(line))).toBe(true)
  expect(document.basis.at(-1)).toMatch(/^Căn cứ .*[^;.]\.$/)
  expect(document.recipients).toEqual(['Như trên;', expect.stringMatching(/^Công an tỉnh .*;$/), 'Lưu: VT, TTGS.'])
  expect(document.symbol).toMatch(/^Số\s+-BC\/TU$/)
  expect(written().document).toMatchObject({
    to: ['Ủy ban nhân dân tỉnh …'],
    symbol: expect.stringMatching(/^Số:\s+\//),
  })
})

test('the report of December is dated in the year in which it is signed', () => {
  const period = periodOf('2026-12')!
  expect(written({ period, alerts: [] }, formOf(period)).document.placeAndDate).toMatch(/năm 2027$/)
})

test('a zero that rests on interrupted sources is marked, and one that does not is none', () => {
  const logs = [
    ...hourly('c-b', 'winlogbeat', period.from, period.to),
    ...hourly('c-bkav', 'bkav', period.from, period.to),
  ]
  const partly = written({ logs: [...logs, ...hourly('c-a', 'winlogbeat', period.from, noon)] })
  const levels = tableNamed(partly, 'Mức độ')
  expect(levels.rows.find(([level]) => level === 'Nghiêm trọng')).toContain('0*')
  expect(levels.rows.flat()).not.toContain(0)
  expect(levels.notes!.join()).toContain('«*»')
  const units = tableNamed(partly, 'Theo đơn vị')
  expect(units.rows.find(([unit]) => unit === 'Xã A')).toContain('0*')
  expect(units.rows.find(([unit]) => unit === 'Xã B')).toContain(0)

  const whole = tableNamed(written(), 'Mức độ')
  expect(whole.rows.flat()).toContain(0)
  expect(whole.notes!.join()).not.toContain('«*»')
})

test('what a unit’s annex does not list is no proof where its source was silent', () => {
  const logs = hourly('c-bkav', 'bkav', period.from, period.to)
  expect(tableNamed(written({ unit: 'xa-a', alerts: [], logs }), 'Cảnh báo của đơn vị').empty).toBe(
    'Không phát sinh trong thời gian có dữ liệu',
  )
  expect(tableNamed(written({ unit: 'xa-a', alerts: [] }), 'Cảnh báo của đơn vị').empty).toBe('Không phát sinh')
})

test('a clause whose rules leave something out is no «Không phát sinh», and the paper says what is left out', () => {
  const changed = { ...hourly('c-a', 'winlogbeat', period.from, period.from + HOUR)[0]!, id: 'changed' }
  const logs = [
    ...hourly('c-a', 'winlogbeat', period.from, period.to),
    ...hourly('c-bkav', 'bkav', period.from, period.to),
    { ...changed, action: 'password.change', system: 'windows', ok: true } as Observation,
  ]
  const yields = new Map<string, readonly Action[]>([
    ['winlogbeat', ['login', 'password.change', 'account.lock']],
    ['bkav', ['heartbeat']],
  ])
  const overrides = [{ unit: 'tinh', rule: 'ACC-06a', set: { changesLogged: true }, basis: 'x' }]
  const table = (but: Parameters<typeof materialOf>[0] = {}) =>
    tableNamed(written({ unit: 'xa-a', alerts: [], logs, yields, overrides, ...but }), 'Chấp hành quy định')
  const said = (of: ReturnType<typeof table>, clause: string) =>
    of.rows.find(([name]) => String(name).includes(clause))?.[2]
  const whole = table()
  expect(said(whole, '(ACC-01)')).toBe('Không phát sinh')
  expect(said(whole, '(ACC-06)')).toBe('Không phát sinh trong phần quy định mà luật xét được')
  expect(whole.notes!.join()).toMatch(/Luật chỉ xét một phần của quy định: .*ACC-06: Chỉ xét/)
  expect(whole.notes!.find((note) => note.startsWith('Không đủ nhật ký')) ?? '').not.toContain('ACC-06')
  const lossy = table({ lacks: [{ from: noon, to: noon + HOUR }] })
  expect(said(lossy, '(ACC-06)')).toBe(
    'Không phát sinh trong thời gian có dữ liệu, trong phần quy định mà luật xét được',
  )
  expect(lossy.notes!.find((note) => note.startsWith('Không đủ nhật ký'))).toContain('ACC-06')
})

test('where the archive has lost logs the paper says so, and nothing found is no «Không phát sinh»', () => {
  const lacks = [{ from: noon, to: noon + HOUR }]
  const one = written({ alerts: [], lacks })
  expect(one.figures.lacks).toEqual(lacks)
  const agents = ({ figures }: ReturnType<typeof written>) => figures.clauses.find(({ clause }) => clause === 'EPP-01')
  expect(agents(one)?.judged).toBe('partial')
  const said = one.document.blocks.flatMap((block) => ('text' in block ? [block.text] : [])).join('\n')
  expect(said).toContain('Kho lưu trữ thiếu hoặc hỏng một phần nhật ký (từ 12:00 10/03 đến 13:00 10/03)')
  expect(said).toContain('không phát sinh cảnh báo nào trong thời gian có dữ liệu')
  const whole = written({ alerts: [] })
  expect(whole.figures).not.toHaveProperty('lacks')
  expect(agents(whole)?.judged).toBe('judged')
})

test('what could not be judged is a table, however many cases there are', () => {
  const unjudged = Array.from({ length: 30 }, (_, i) => ({
    ...{ rule: `X-${i}`, entity: 'pc-01', from: noon, to: noon, reason: 'gap' as const },
  }))
  const table = tableNamed(written({ unjudged }), 'Không đánh giá được')
  expect(table.rows).toHaveLength(30)
})

test('the pages of each annex are counted by themselves', async () => {
  const { document } = written()
  const xml = unzip(await toDocx(document))
    .get('word/document.xml')!
    .toString('utf8')
  const sections = xml.match(/<w:sectPr[\s\S]*?<\/w:sectPr>/g)!
  expect(sections).toHaveLength(1 + document.annexes.length)
  for (const section of sections) {
    expect(section).toMatch(/<w:pgNumType w:start="1"\/>/)
    expect(section).toContain('<w:titlePg')
  }
}, 60_000)

test('sheets are printed as wide as a page, with their heads on each; rows are as high as their texts', async () => {
  const one = written()
  const files = unzip(await toXlsx(one.document))
  const book = files.get('xl/workbook.xml')!.toString('utf8')
  expect(book.match(/_xlnm\.Print_Titles/g)).toHaveLength(tablesOf(one).length)
  const sheets = [...files].filter(([name]) => /worksheets\/sheet\d+\.xml$/.test(name))
  expect(sheets).toHaveLength(tablesOf(one).length + 1)
  for (const [name, part] of sheets) {
    const xml = part.toString('utf8')
    expect(xml, name).toMatch(/<worksheet[^>]*><sheetPr><pageSetUpPr fitToPage="1"\/><\/sheetPr>/)
    expect(xml, name).toMatch(/<pageSetup[^>]*orientation="landscape"[^>]*fitToHeight="0"/)
  }
  const heights = [...sheets[2]![1].toString('utf8').matchAll(/ ht="([\d.]+)"/g)].map(([, height]) => Number(height))
  expect(Math.max(...heights)).toBeGreaterThan(2 * Math.min(...heights) - 2)
}, 60_000)
