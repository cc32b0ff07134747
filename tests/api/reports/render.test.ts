import { expect, test } from 'vitest'
import { digestOf } from '../../../api/reports/closed.ts'
import type { ReportDocument } from '../../../api/reports/document.ts'
import { reportFormats } from '../../../api/reports/formats.ts'
import { figuresOf } from '../../../api/reports/make.ts'
import { toDocx } from '../../../api/reports/render/docx.ts'
import { toPdf } from '../../../api/reports/render/pdf.ts'
import { toXlsx } from '../../../api/reports/render/xlsx.ts'
import { documentOf, sayTotal } from '../../../api/reports/write.ts'
import { written } from '../../../deploy/reports/formats.ts'
import { localTime } from '../../../kernel/time.ts'
import { alertOf, nightLogin, spraying, text } from '../../support/alerts.ts'
import { pdfWords } from '../../support/pdf.ts'
import { formOf, hourly, materialOf, registers } from '../../support/report.ts'
import { unzip } from '../../support/unzip.ts'

const noon = localTime('2026-03-10', '12:00')
const made = Date.UTC(2026, 3, 2)

const reportOf = (but: Parameters<typeof materialOf>[0] = {}) => {
  const { figures } = figuresOf(materialOf({ alerts: [nightLogin(noon), spraying(noon)], ...but }))
  const digest = digestOf(figures)
  return { figures, digest, document: documentOf({ figures, form: formOf(), digest }), judged: noon }
}

/** Text of every part, marks of XML taken out. */
const textsOf = (bytes: Buffer): string =>
  [...unzip(bytes)]
    .flatMap(([name, part]) => (name.endsWith('.xml') ? [part.toString('utf8').replace(/<[^>]+>/g, '')] : []))
    .join('\n')

const wellFormed = (xml: string): boolean => {
  const open: string[] = []
  for (const [, closing, name, single] of xml.matchAll(/<(\/?)([\w:.-]+)(?:\s[^<>]*?)?(\/?)>/g)) {
    if (single === '/') continue
    if (closing !== '/') open.push(name!)
    else if (open.pop() !== name) return false
  }
  return open.length === 0
}

test('DOCX and XLSX are zips of well-formed XML with the parts their readers ask for', async () => {
  const { document } = reportOf()
  for (const [bytes, main] of [
    [await toDocx(document), 'word/document.xml'],
    [await toXlsx(document), 'xl/workbook.xml'],
  ] as const) {
    const files = unzip(bytes)
    expect([...files.keys()]).toEqual(expect.arrayContaining(['[Content_Types].xml', '_rels/.rels', main]))
    for (const [name, part] of files)
      if (/\.(xml|rels)$/.test(name)) expect(wellFormed(part.toString('utf8')), name).toBe(true)
  }
}, 60_000)

test('a report is written in the form of Nghị định 30/2020, unsigned until it is signed', async () => {
  const { document, figures, digest } = reportOf()
  const docx = textsOf(await toDocx(document))
  for (const said of [
    'CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM',
    'Độc lập - Tự do - Hạnh phúc',
    'BÁO CÁO',
    'Nơi nhận:',
    'GIÁM ĐỐC',
    'Không phát sinh',
  ])
    expect(docx).toContain(said)
  const xml = (one: ReportDocument) => toDocx(one).then((bytes) => [...unzip(bytes).values()].join(''))
  expect(await xml(document)).toContain('DỰ THẢO – chưa ký')
  const signed = documentOf({
    figures,
    form: formOf(),
    digest,
    closedAt: made,
    signed: { name: 'ban-ky.pdf', sha256: 'ab12', at: made },
  })
  const after = await xml(signed)
  expect(after).not.toContain('DỰ THẢO')
  expect(after).toContain('ban-ky.pdf')
  // On the first page, and where the signature would be, it says which paper bears one.
  expect(signed.copy?.line).toMatch(/Bản đã ký: «ban-ky\.pdf», nộp lúc .* ngày 02\/04\/2026, SHA-256 ab12…/)
  for (const line of [signed.copy!.line, ...signed.copy!.place]) expect(after).toContain(line)
  expect(pdfWords(await toPdf(signed, made)).replaceAll('\n', ' ')).toContain('không thay bản ký')
}, 60_000)

test('fonts are inside, with the Vietnamese letters', async () => {
  const { document } = reportOf()
  const fonts = [...unzip(await toDocx(document)).keys()].filter((name) => name.endsWith('.odttf'))
  expect(fonts).toHaveLength(4)
  const pdf = await toPdf(document, made)
  expect(pdf.subarray(0, 5).toString()).toBe('%PDF-')
  expect(pdf.toString('latin1')).toMatch(/\/FontFile[23]/)
  const words = pdfWords(pdf)
  for (const said of [
    'CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM',
    'Độc lập - Tự do - Hạnh phúc',
    'DỰ THẢO – chưa ký',
    'Nơi nhận:',
  ])
    expect(words, said).toContain(said)
}, 60_000)

test('the same report at the same time is the same PDF, and the same words elsewhere', async () => {
  const { document } = reportOf()
  const [a, b] = [await toPdf(document, made), await toPdf(document, made)]
  expect(a.equals(b)).toBe(true)
  // Word and Excel files carry keys and times of their own making; their words are the report's.
  for (const write of [toDocx, toXlsx]) {
    const words = async () => textsOf(await write(document)).replace(/\d{4}-\d\d-\d\dT[\d:.]+Z/g, '')
    expect(await words()).toBe(await words())
  }
}, 60_000)

test('what nobody watched is never a zero on paper', () => {
  const { document, figures } = reportOf({ alerts: [], logs: [] })
  expect(figures.sources.every(({ state }) => state === 'silent')).toBe(true)
  const tables = document.blocks.filter((block) => block.kind === 'table')
  const source = tables.find(({ sheet }) => sheet === 'Nguồn nhật ký')!
  expect(source.rows.flat()).not.toContain(0)
  expect(source.rows[0]).toContain('Không có dữ liệu')
  const clauses = tables.find(({ sheet }) => sheet === 'Chấp hành quy định')!
  const accounts = clauses.rows.find(([name]) => String(name).includes('ACC-01'))!
  expect(accounts[2]).toMatch(/^Không có dữ liệu \(mất kết nối từ 05:00 01\/03 đến 05:00 01\/04/)
  for (const sheet of ['Mức độ', 'Theo đơn vị'])
    expect(tables.find((table) => table.sheet === sheet)!.rows.flat(), sheet).not.toContain(0)
  const said = JSON.stringify(document)
  expect(said).toContain('không có dữ liệu (mọi nguồn nhật ký đều mất kết nối)')
  expect(said).toContain('không có dữ liệu để kết luận')
  expect(said).not.toContain('không phát sinh cảnh báo')
  expect(said).not.toMatch(/tính một lần\): 0/)
  expect(sayTotal(figures)).not.toMatch(/\d/)
})

test('where no source is declared, the paper says so wherever it speaks of sources, and nothing else', () => {
  const rows = { ...registers, pipelines: [] }
  const NO_SOURCE = /Danh bạ chưa khai báo nguồn nhật ký nào trong kỳ, không kết luận được/gi
  for (const alerts of [[], [nightLogin(noon)]]) {
    const { document, figures } = reportOf({ rows, alerts, logs: [] })
    const said = JSON.stringify(document)
    expect(said.match(NO_SOURCE)?.length).toBeGreaterThanOrEqual(4)
    expect(said).not.toMatch(/liên tục trong kỳ|mất kết nối trong kỳ|mọi nguồn nhật ký/i)
    if (alerts.length === 0) expect(sayTotal(figures)).toMatch(NO_SOURCE)
  }
})

test('a source valid for a part of the period is shown with that part, and nobody says all were heard all period', () => {
  const pipelines = [...registers.pipelines!.slice(1), { ...registers.pipelines![0]!, to: '2026-03-31' }]
  const { document } = reportOf({ rows: { ...registers, pipelines }, alerts: [] })
  const said = JSON.stringify(document)
  expect(said).toContain('(c-a), có hiệu lực từ 05:00 01/03 đến 00:00 01/04')
  expect(said).toContain('1 nguồn chỉ có hiệu lực trong một phần của kỳ')
  expect(said).not.toContain('hoạt động liên tục trong kỳ')
})

test('a report without findings says what was watched', () => {
  const { document } = reportOf({ alerts: [] })
  const said = document.blocks.flatMap((block) => ('text' in block ? [block.text] : [])).join('\n')
  expect(said).toContain('không phát sinh cảnh báo nào')
  expect(said).toMatch(/5 đơn vị, 1 cán bộ, 1 tài khoản, 3 máy \(trong đó 1 máy chủ\), 3 nguồn nhật ký/)
  expect(said).toContain('2.232 bản ghi')
})

test('a week keeps the five contents the circular lists, even when empty', () => {
  const heads = (kind: 'week' | 'day') => {
    const figures = figuresOf(materialOf({ alerts: [] })).figures
    const document = documentOf({
      figures: { ...figures, period: { ...figures.period, kind } },
      form: formOf(),
      digest: 'd',
    })
    return document.blocks
      .flatMap((block) => (block.kind === 'part' || block.kind === 'section' ? [block.text] : []))
      .join('\n')
  }
  for (const head of [
    'Thông tin chung',
    'Đối tượng bị tấn công',
    'Kỹ thuật tấn công',
    'Các đối tượng thực hiện tấn công',
    'Thay đổi trong hệ thống',
  ])
    expect(heads('week')).toContain(head)
  expect(heads('day')).toContain('Nguồn nhật ký')
})

test('a secret title and a password planted in an alert are in no output', async () => {
  const [title, password] = ['TUYỆT MẬT kế hoạch Sao Bắc Đẩu', 'MatKhau#Bi.Lo2026']
  const both = `${title} ${password}`
  const planted = alertOf({
    ...{
      rule: 'ACC-11a',
      level: 'serious',
      at: noon,
      unit: 'xa-a',
      account: 'an.nv@tinh',
      machine: 'pc-01',
      person: ['p-an', 'Nguyễn Văn An'],
    },
    say: text(both),
    fields: { path: both, ip: both, user: both },
    facts: [{ name: 'x', ...text(both) }],
    numbers: { what: both },
    respond: text(both),
    but: { doubts: [text(both)], unverifiable: { reason: text(both), at: noon } },
  })
  const withdrawn = { ...planted, id: 'b', withdrawn: { reason: text(both), at: noon } }
  const { figures } = figuresOf(
    materialOf({ alerts: [planted, withdrawn], unit: 'xa-a', logs: hourly('c-a', 'winlogbeat', noon, noon + 1) }),
  )
  const digest = digestOf(figures)
  const report = { figures, digest, document: documentOf({ figures, form: formOf(), digest }), judged: noon }
  expect(figures.named).toHaveLength(1)
  for (const format of reportFormats) {
    const bytes = Buffer.from(await written(report, format))
    const content =
      format === 'json'
        ? bytes.toString('utf8')
        : format === 'pdf'
          ? pdfWords(bytes)
          : [...unzip(bytes).values()].map((part) => part.toString('utf8')).join('\n')
    // The search itself finds what is there.
    expect(content.replace(/\s+/g, ' '), format).toContain('Nguyễn')
    for (const secret of ['Bắc', 'Đẩu', password]) expect(content, format).not.toContain(secret)
  }
}, 60_000)
