import {
  AlignmentType,
  BorderStyle,
  Document,
  Footer,
  Header,
  LineRuleType,
  Packer,
  PageNumber,
  Paragraph,
  Table,
  TableCell,
  TableRow,
  TextRun,
  VerticalAlignTable,
  WidthType,
} from 'docx'
import { TextWatermark } from 'docx/watermarks'
import type { Annex, Block, ReportDocument } from '../document.ts'
import { chartOf } from './docx-chart.ts'
import { noBorders, tableOf } from './docx-table.ts'
import { FONT, faces } from './fonts.ts'
import { twips, WIDTH_MM } from './twips.ts'

/** Twelve tenths of a line. */
const LINE = { before: 60, after: 60, line: 288, lineRule: LineRuleType.AUTO }
const NONE = { before: 0, after: 0 }

/** A report as DOCX in the form of Nghị định 30/2020/NĐ-CP, with its font inside. */
export const toDocx = async (report: ReportDocument): Promise<Buffer> => {
  const { regular, ...others } = faces()
  const page = {
    size: { width: twips(210), height: twips(297) },
    margin: {
      top: twips(20),
      bottom: twips(20),
      left: twips(30),
      right: twips(15),
      header: twips(10),
      footer: twips(8),
    },
  }
  const marks = [...(report.draft ? ['DỰ THẢO – chưa ký'] : []), ...(report.sample ? ['DỮ LIỆU MẪU'] : [])]
  const mark = (): Paragraph[] =>
    marks.length === 0
      ? []
      : [
          new Paragraph({
            spacing: NONE,
            children: [new TextWatermark({ text: marks.join(' – '), font: FONT, color: 'C8C8C8', opacity: 0.4 })],
          }),
        ]
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
  const document = new Document({
    title: report.title,
    creator: report.agency,
    lastModifiedBy: report.agency,
    fonts: [{ name: FONT, data: regular, ...others }],
    styles: { default: { document: { run: { font: FONT, size: 26, language: { value: 'vi-VN' } } } } },
    sections: [
      {
        properties: { page, titlePage: true },
        headers: { first: new Header({ children: mark() }), default: new Header({ children: [number, ...mark()] }) },
        footers: { first: foot, default: foot },
        children: [
          ...heading(report),
          ...report.blocks.flatMap(draw),
          ...signature(report),
          ...report.annexes.flatMap((one) => annex(one, report)),
        ],
      },
    ],
  })

  return Packer.toBuffer(document)
}

type Look = { readonly bold?: boolean; readonly italics?: boolean; readonly size?: number; readonly rule?: number }

/** `rule`: a line below it, so much narrower at each side (mm). */
const centred = (text: string, { rule, ...look }: Look = {}): Paragraph =>
  new Paragraph({
    alignment: AlignmentType.CENTER,
    spacing: { before: 0, after: rule === undefined ? 0 : 60 },
    children: [new TextRun({ text, ...look })],
  })

/** The short line below a name: an empty paragraph, indented at both sides, with a border at its top. */
const ruleBelow = (width: number, length: number): Paragraph =>
  new Paragraph({
    spacing: { before: 60, after: 0, line: 80, lineRule: LineRuleType.EXACT },
    indent: { left: twips((width - length) / 2), right: twips((width - length) / 2) },
    border: { top: { style: BorderStyle.SINGLE, size: 6, space: 1, color: '000000' } },
    children: [],
  })

const heading = (report: ReportDocument): readonly (Paragraph | Table)[] => {
  const party = report.heading === 'dang'
  const [left, right] = [WIDTH_MM * 0.42, WIDTH_MM * 0.58]
  const cell = (width: number, children: readonly Paragraph[]): TableCell =>
    new TableCell({
      width: { size: twips(width), type: WidthType.DXA },
      borders: noBorders,
      margins: { left: 0, right: 0, top: 0, bottom: 0 },
      verticalAlign: VerticalAlignTable.TOP,
      children,
    })
  const head = new Table({
    width: { size: twips(WIDTH_MM), type: WidthType.DXA },
    columnWidths: [twips(left), twips(right)],
    borders: noBorders,
    rows: [
      new TableRow({
        children: [
          cell(left, [
            ...(report.parent === undefined ? [] : [centred(report.parent, { size: 24 })]),
            centred(report.agency.toUpperCase(), { size: 24, bold: true }),
            ruleBelow(left, left / 3),
          ]),
          cell(
            right,
            party
              ? [centred('ĐẢNG CỘNG SẢN VIỆT NAM', { size: 28, bold: true }), ruleBelow(right, right / 2)]
              : [
                  centred('CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM', { size: 24, bold: true }),
                  centred('Độc lập - Tự do - Hạnh phúc', { size: 26, bold: true }),
                  ruleBelow(right, 57),
                ],
          ),
        ],
      }),
      new TableRow({
        children: [
          cell(left, [centred(report.symbol, { size: 26 })]),
          cell(right, [centred(report.placeAndDate, { size: 26, italics: true })]),
        ],
      }),
    ],
  })
  const [first, ...others] = report.to
  return [
    head,
    new Paragraph({ spacing: NONE, children: [] }),
    centred(report.type, { size: 28, bold: true }),
    centred(report.title, { size: 28, bold: true }),
    ruleBelow(WIDTH_MM, 28),
    centred(report.span, { size: 24, italics: true }),
    ...(first === undefined
      ? []
      : others.length === 0
        ? [centred(`Kính gửi: ${first}.`)]
        : [centred('Kính gửi:'), ...report.to.map((to) => centred(`- ${to};`))]),
    new Paragraph({ spacing: NONE, children: [] }),
    ...report.basis.map((basis) => paragraph(`Căn cứ ${basis};`, { italics: true })),
    paragraph(report.opening),
  ]
}

const paragraph = (text: string, look: Look = {}): Paragraph =>
  new Paragraph({
    alignment: AlignmentType.JUSTIFIED,
    indent: { firstLine: twips(10) },
    spacing: LINE,
    children: [new TextRun({ text, ...look })],
  })

const title = (text: string, look: Look): Paragraph =>
  new Paragraph({
    keepNext: true,
    indent: { firstLine: twips(10) },
    spacing: { before: 120, after: 60, line: 276 },
    children: [new TextRun({ text, bold: true, ...look })],
  })

const draw = (block: Block): readonly (Paragraph | Table)[] => {
  switch (block.kind) {
    case 'part':
      return [title(block.text, {})]
    case 'section':
      return [title(block.text, { italics: true })]
    case 'text':
      return [paragraph(block.text)]
    case 'item':
      return [paragraph(`- ${block.text}`)]
    case 'note':
      return [paragraph(block.text, { italics: true })]
    case 'table':
      return tableOf(block)
    case 'chart':
      return chartOf(block)
  }
}

const signature = ({ recipients, signer, signerName }: ReportDocument): readonly (Paragraph | Table)[] => {
  const half = twips(WIDTH_MM / 2)
  const cell = (children: readonly Paragraph[]): TableCell =>
    new TableCell({ width: { size: half, type: WidthType.DXA }, borders: noBorders, children })
  const plain = (text: string, look: Look): Paragraph =>
    new Paragraph({ spacing: NONE, children: [new TextRun({ text, ...look })] })
  return [
    new Paragraph({ spacing: { before: 120, after: 0 }, keepNext: true, children: [] }),
    new Table({
      width: { size: twips(WIDTH_MM), type: WidthType.DXA },
      columnWidths: [half, half],
      borders: noBorders,
      rows: [
        new TableRow({
          cantSplit: true,
          children: [
            cell([
              plain('Nơi nhận:', { size: 24, bold: true, italics: true }),
              ...recipients.map((one, i) =>
                plain(`- ${one}${i === recipients.length - 1 || one.endsWith('.') ? '' : ';'}`, { size: 22 }),
              ),
            ]),
            cell([
              ...signer.map((one) => centred(one.toUpperCase(), { bold: true })),
              ...Array.from({ length: 5 }, () => centred('')),
              centred(signerName ?? '', { bold: true }),
            ]),
          ],
        }),
      ],
    }),
  ]
}

const annex = (
  { number, title: name, blocks }: Annex,
  { enclosed }: ReportDocument,
): readonly (Paragraph | Table)[] => [
  new Paragraph({
    pageBreakBefore: true,
    alignment: AlignmentType.CENTER,
    spacing: NONE,
    children: [new TextRun({ text: number, bold: true, size: 28 })],
  }),
  centred(name.toUpperCase(), { bold: true }),
  centred(enclosed, { italics: true, size: 24 }),
  new Paragraph({ spacing: NONE, children: [] }),
  ...blocks.flatMap(draw),
]
