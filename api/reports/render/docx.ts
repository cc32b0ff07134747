import {
  AlignmentType,
  Document,
  Footer,
  Header,
  type ISectionOptions,
  Packer,
  PageNumber,
  Paragraph,
  TextRun,
} from 'docx'
import { TextWatermark } from 'docx/watermarks'
import { marksOf, type ReportDocument } from '../document.ts'
import { body, NONE } from './docx-body.ts'
import { annex, signature } from './docx-end.ts'
import { heading } from './docx-heading.ts'
import { FONT, faces } from './fonts.ts'
import { twips } from './twips.ts'

const page = {
  size: { width: twips(210), height: twips(297) },
  margin: {
    ...{ top: twips(20), bottom: twips(20), left: twips(30), right: twips(15) },
    ...{ header: twips(10), footer: twips(8) },
  },
  // The pages of each annex are counted by themselves.
  pageNumbers: { start: 1 },
}

/** A report as DOCX in the form of Nghị định 30/2020/NĐ-CP, with its font inside. */
export const toDocx = (report: ReportDocument): Promise<Buffer> => {
  const { regular, ...others } = faces()
  const document = new Document({
    title: report.title,
    creator: report.agency,
    lastModifiedBy: report.agency,
    fonts: [{ name: FONT, data: regular, ...others }],
    styles: { default: { document: { run: { font: FONT, size: 26, language: { value: 'vi-VN' } } } } },
    sections: [
      sectionOf(report, [...heading(report), ...body(report.blocks), ...signature(report)]),
      ...report.annexes.map((one) => sectionOf(report, annex(one, report))),
    ],
  })
  return Packer.toBuffer(document)
}

/** Pages that are counted from 1 and show no number on the first, with what stands on every page. */
const sectionOf = (report: ReportDocument, children: ISectionOptions['children']): ISectionOptions => {
  const number = new Paragraph({
    alignment: AlignmentType.CENTER,
    spacing: NONE,
    children: [new TextRun({ children: [PageNumber.CURRENT], size: 26 })],
  })
  const foot = new Footer({
    children: [
      new Paragraph({
        alignment: AlignmentType.RIGHT,
        children: [new TextRun({ text: report.foot, size: 17, color: '555555' })],
      }),
    ],
  })
  return {
    properties: { page, titlePage: true },
    headers: {
      first: new Header({ children: watermark(report) }),
      default: new Header({ children: [number, ...watermark(report)] }),
    },
    footers: { first: foot, default: foot },
    children,
  }
}

const watermark = (report: ReportDocument): Paragraph[] => {
  const text = marksOf(report).join(' – ')
  if (text === '') return []
  const mark = new TextWatermark({ text, font: FONT, color: 'C8C8C8', opacity: 0.4 })
  return [new Paragraph({ spacing: NONE, children: [mark] })]
}
