import PDFDocument from 'pdfkit'
import type { Annex, Block, ReportDocument } from '../document.ts'
import { faces } from './fonts.ts'
import { glued } from './glue.ts'
import { markOf } from './mark.ts'
import { drawChart } from './pdf-chart.ts'
import { createFlow, type Flow, LEFT, WIDTH } from './pdf-flow.ts'
import { heading } from './pdf-heading.ts'
import { drawTable } from './pdf-table.ts'

/**
 * A report as PDF in the form of Nghị định 30/2020/NĐ-CP: A4, Times widths, the font inside. `made` is the time in its properties: the
 * same document made at the same time is the same bytes.
 */
export const toPdf = (report: ReportDocument, made: number): Promise<Buffer> =>
  new Promise((resolve, reject) => {
    const doc = new PDFDocument({
      ...{ size: 'A4', autoFirstPage: false, margin: 0, pdfVersion: '1.7', lang: 'vi-VN', displayTitle: true },
      info: {
        ...{ Title: report.title, Author: report.agency, Keywords: markOf(report.digest), Producer: 'Vong Gac' },
        ...{ CreationDate: new Date(made), ModDate: new Date(made) },
      },
    })
    const parts: Buffer[] = []
    doc.on('data', (chunk) => void parts.push(chunk))
    doc.on('end', () => resolve(Buffer.concat(parts)))
    doc.on('error', reject)
    const { regular, bold, italic, boldItalic } = faces()
    doc.registerFont('regular', regular).registerFont('bold', bold)
    doc.registerFont('italic', italic).registerFont('boldItalic', boldItalic)
    const flow = createFlow(doc, report)
    flow.section()
    heading(flow, report)
    for (const block of report.blocks) draw(flow, block)
    signature(flow, report)
    for (const annex of report.annexes) drawAnnex(flow, annex, report)
    doc.end()
  })

const draw = (flow: Flow, block: Block): void => {
  if (block.kind === 'table') drawTable(flow, block)
  else if (block.kind === 'chart') drawChart(flow, block)
  else if (block.kind === 'part') flow.title(block.text, 13, 'bold')
  else if (block.kind === 'section') flow.title(block.text, 13, 'boldItalic')
  else if (block.kind === 'item') flow.paragraph(`- ${block.text}`)
  else flow.paragraph(block.text, { font: block.kind === 'note' ? 'italic' : 'regular' })
}

/** Nơi nhận at the left, who signs at the right; they stay together. */
const signature = (flow: Flow, { recipients, signer, signerName, copy }: ReportDocument): void => {
  const half = WIDTH / 2
  flow.room(Math.max(150, 30 + recipients.length * 15))
  flow.y += 10
  const top = flow.y
  let y = flow.line('Nơi nhận:', { x: LEFT, y: top, width: half, size: 12, font: 'boldItalic', align: 'left' })
  for (const one of recipients) y = flow.line(`- ${one}`, { x: LEFT, y, width: half - 10, size: 11, align: 'left' })
  let other = top
  for (const one of signer)
    other = flow.line(one.toUpperCase(), { x: LEFT + half, y: other, width: half, size: 13, font: 'bold' })
  const place = other
  other += 15
  for (const line of copy?.place ?? [])
    other = flow.line(line, { x: LEFT + half, y: other, width: half, size: 12, font: 'italic' })
  other = Math.max(other + 10, place + 70)
  if (signerName !== undefined)
    other = flow.line(signerName, { x: LEFT + half, y: other, width: half, size: 13, font: 'bold' })
  flow.y = Math.max(y, other)
}

const drawAnnex = (flow: Flow, { number, title, blocks }: Annex, { enclosed }: ReportDocument): void => {
  flow.section()
  flow.centred(number, 14, 'bold')
  flow.centred(glued(title.toUpperCase()), 13, 'bold')
  flow.centred(glued(enclosed), 12, 'italic')
  flow.y += 8
  for (const block of blocks) draw(flow, block)
}
