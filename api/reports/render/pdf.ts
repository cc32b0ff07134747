import PDFDocument from 'pdfkit'
import type { Annex, Block, ReportDocument } from '../document.ts'
import { faces } from './fonts.ts'
import { drawChart } from './pdf-chart.ts'
import { createFlow, type Flow, LEFT, WIDTH } from './pdf-flow.ts'
import { drawTable } from './pdf-table.ts'

/**
 * A report as PDF in the form of Nghị định 30/2020/NĐ-CP: A4, Times widths, the font inside. `made` is the time in its properties: the
 * same document made at the same time is the same bytes.
 */
export const toPdf = (report: ReportDocument, made: number): Promise<Buffer> =>
  new Promise((resolve, reject) => {
    const doc = new PDFDocument({
      ...{ size: 'A4', autoFirstPage: false, margin: 0, pdfVersion: '1.7', lang: 'vi-VN', displayTitle: true },
      info: { Title: report.title, Author: report.agency, CreationDate: new Date(made), ModDate: new Date(made) },
    })
    const parts: Buffer[] = []
    doc.on('data', (chunk) => void parts.push(chunk))
    doc.on('end', () => resolve(Buffer.concat(parts)))
    doc.on('error', reject)
    const { regular, bold, italic, boldItalic } = faces()
    doc.registerFont('regular', regular).registerFont('bold', bold)
    doc.registerFont('italic', italic).registerFont('boldItalic', boldItalic)
    const flow = createFlow(doc, report)
    flow.page()
    heading(flow, report)
    for (const block of report.blocks) draw(flow, block)
    signature(flow, report)
    for (const annex of report.annexes) drawAnnex(flow, annex, report)
    doc.end()
  })

const LEFT_PART = 0.42

/** The two columns at the head of an official paper. */
const heading = (flow: Flow, report: ReportDocument): void => {
  const split = WIDTH * LEFT_PART
  const [left, right] = [
    { x: LEFT, width: split },
    { x: LEFT + split, width: WIDTH - split },
  ]
  const top = flow.y
  let y = top
  if (report.parent !== undefined) y = flow.line(report.parent, { ...left, y, size: 12 })
  y = flow.line(report.agency.toUpperCase(), { ...left, y, size: 12, font: 'bold' })
  flow.rule(left.x + split / 3, y + 2, split / 3)
  const party = report.heading === 'dang'
  let other = flow.line(party ? 'ĐẢNG CỘNG SẢN VIỆT NAM' : 'CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM', {
    ...{ ...right, y: top, font: 'bold' as const },
    size: party ? 14 : 12,
  })
  if (!party) {
    const motto = 'Độc lập - Tự do - Hạnh phúc'
    other = flow.line(motto, { ...right, y: other, size: 13, font: 'bold' })
    const width = flow.width(motto, 'bold', 13)
    flow.rule(right.x + (right.width - width) / 2, other + 2, width)
  } else flow.rule(right.x + right.width / 4, other + 2, right.width / 2)
  flow.y = Math.max(y, other) + 12
  const number = flow.line(report.symbol, { ...left, y: flow.y, size: 13 })
  const date = flow.line(report.placeAndDate, { ...right, y: flow.y, size: 13, font: 'italic' })
  flow.y = Math.max(number, date) + 14
  flow.centred(report.type, 14, 'bold')
  flow.centred(report.title, 14, 'bold')
  flow.rule(LEFT + WIDTH / 2 - 40, flow.y + 3, 80)
  flow.y += 8
  flow.centred(report.span, 12, 'italic')
  flow.y += 6
  const [first, ...others] = report.to
  if (first !== undefined) {
    flow.centred(others.length === 0 ? `Kính gửi: ${first}.` : 'Kính gửi:', 13, 'regular')
    if (others.length > 0) for (const to of report.to) flow.centred(`- ${to};`, 13, 'regular')
    flow.y += 6
  }
  for (const basis of report.basis) flow.paragraph(`Căn cứ ${basis};`, { font: 'italic' })
  flow.paragraph(report.opening)
}

const draw = (flow: Flow, block: Block): void => {
  if (block.kind === 'table') drawTable(flow, block)
  else if (block.kind === 'chart') drawChart(flow, block)
  else if (block.kind === 'part') flow.title(block.text, 13, 'bold')
  else if (block.kind === 'section') flow.title(block.text, 13, 'boldItalic')
  else if (block.kind === 'item') flow.paragraph(`- ${block.text}`)
  else flow.paragraph(block.text, { font: block.kind === 'note' ? 'italic' : 'regular' })
}

/** Nơi nhận at the left, who signs at the right; they stay together. */
const signature = (flow: Flow, { recipients, signer, signerName }: ReportDocument): void => {
  const half = WIDTH / 2
  flow.room(Math.max(150, 30 + recipients.length * 15))
  flow.y += 10
  const top = flow.y
  let y = flow.line('Nơi nhận:', { x: LEFT, y: top, width: half, size: 12, font: 'boldItalic', align: 'left' })
  for (const [i, one] of recipients.entries()) {
    const end = i === recipients.length - 1 || one.endsWith('.') ? '' : ';'
    y = flow.line(`- ${one}${end}`, { x: LEFT, y, width: half - 10, size: 11, align: 'left' })
  }
  let other = top
  for (const one of signer)
    other = flow.line(one.toUpperCase(), { x: LEFT + half, y: other, width: half, size: 13, font: 'bold' })
  other += 70
  if (signerName !== undefined)
    other = flow.line(signerName, { x: LEFT + half, y: other, width: half, size: 13, font: 'bold' })
  flow.y = Math.max(y, other)
}

const drawAnnex = (flow: Flow, { number, title, blocks }: Annex, { enclosed }: ReportDocument): void => {
  flow.page()
  flow.centred(number, 14, 'bold')
  flow.centred(title.toUpperCase(), 13, 'bold')
  flow.centred(enclosed, 12, 'italic')
  flow.y += 8
  for (const block of blocks) draw(flow, block)
}
