import type PDFDocument from 'pdfkit'
import { marksOf, type ReportDocument } from '../document.ts'

const MM = 72 / 25.4
/** A4 in points, and the margins Nghị định 30/2020/NĐ-CP (Phụ lục I) allows: 20–25 at the top and foot, 30–35 left, 15–20 right, in mm. */
export const A4 = { width: 595.28, height: 841.89 }
export const LEFT = 30 * MM
export const RIGHT = 15 * MM
export const TOP = 20 * MM
export const BOTTOM = A4.height - 20 * MM
export const WIDTH = A4.width - LEFT - RIGHT
const INDENT = 10 * MM
const LINE_GAP = 2.5
/** A heading, and the head of a table with its first rows. */
const KEPT = 150

export type Face = 'regular' | 'bold' | 'italic' | 'boldItalic'

type Line = {
  readonly x: number
  readonly y: number
  readonly width: number
  readonly size: number
  readonly font?: Face
  readonly align?: 'left' | 'center' | 'right'
}

/** A page that fills from the top; turns by itself where asked for room. */
export const createFlow = (doc: InstanceType<typeof PDFDocument>, report: ReportDocument) => {
  let pages = 0
  const marks = marksOf(report)

  const across = (text: string, size: number, down: number): void => {
    doc.save()
    doc.rotate(-50, { origin: [A4.width / 2, A4.height / 2] })
    doc.font('bold').fontSize(size).fillColor('#000000').fillOpacity(0.07)
    const width = doc.widthOfString(text)
    doc.text(text, A4.width / 2 - width / 2, A4.height / 2 - size / 2 + down, { lineBreak: false })
    doc.restore()
    doc.fillOpacity(1).fillColor('#000000')
  }

  const flow = {
    doc,
    y: TOP,
    /** Turns to pages that are counted from 1: the paper's own, then each annex's. The first shows no number. */
    section(): void {
      pages = 0
      flow.page()
    },
    page(): void {
      doc.addPage()
      pages++
      for (const [i, mark] of marks.entries()) across(mark, i === 0 ? 54 : 34, i * 56)
      doc.font('regular').fontSize(13).fillColor('#000000')
      if (pages > 1) doc.text(String(pages), LEFT, TOP / 2 - 2, { width: WIDTH, align: 'center', lineBreak: false })
      doc.font('regular').fontSize(8.5).fillColor('#555555')
      doc.text(report.foot, LEFT, BOTTOM + 18, { width: WIDTH, align: 'right', lineBreak: false })
      doc.fillColor('#000000')
      flow.y = TOP
    },
    /** Turns the page where less than so much is left. */
    room(height: number): void {
      if (flow.y + height > BOTTOM) flow.page()
    },
    width(text: string, font: Face, size: number): number {
      return doc.font(font).fontSize(size).widthOfString(text)
    },
    rule(x: number, y: number, width: number): void {
      doc
        .lineWidth(0.7)
        .moveTo(x, y)
        .lineTo(x + width, y)
        .stroke('#000000')
    },
    /** Text in a box; returns where it ends. */
    line(text: string, { x, y, width, size, font = 'regular', align = 'center' }: Line): number {
      doc.font(font).fontSize(size).text(text, x, y, { width, align })
      return y + doc.heightOfString(text, { width, align })
    },
    centred(text: string, size: number, font: Face): void {
      flow.room(size * 2)
      flow.y = flow.line(text, { x: LEFT, y: flow.y, width: WIDTH, size, font }) + 2
    },
    /** A heading stays with what follows. */
    title(text: string, size: number, font: Face): void {
      flow.room(KEPT)
      flow.y += 6
      const options = { width: WIDTH, indent: INDENT, lineGap: LINE_GAP }
      doc.font(font).fontSize(size).text(text, LEFT, flow.y, options)
      flow.y += doc.heightOfString(text, options) + 3
    },
    paragraph(text: string, { font = 'regular' }: { readonly font?: Face } = {}): void {
      const options = { width: WIDTH, align: 'justify' as const, indent: INDENT, lineGap: LINE_GAP }
      const height = doc.font(font).fontSize(13).heightOfString(text, options)
      flow.room(height)
      doc.font(font).fontSize(13).text(text, LEFT, flow.y, options)
      flow.y += height + 4
    },
  }
  return flow
}

export type Flow = ReturnType<typeof createFlow>
