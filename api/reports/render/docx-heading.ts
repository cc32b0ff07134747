import { Paragraph, Table, TableCell, TableRow, TextRun, VerticalAlignTable, WidthType } from 'docx'
import type { ReportDocument } from '../document.ts'
import { blank, centred, type Drawn, NONE, paragraph, ruleBelow } from './docx-body.ts'
import { noBorders } from './docx-table.ts'
import { glued } from './glue.ts'
import { twips, WIDTH_MM } from './twips.ts'

const [LEFT, RIGHT] = [WIDTH_MM * 0.42, WIDTH_MM * 0.58]
/** How long lines are in the font of the report, mm: the motto at 13 points, the Party's heading at 14, «Kính gửi» at 13. */
const [MOTTO, PARTY, KINH_GUI] = [56, 68, 16.4]

/** All that stands above the first part: who writes, what, to whom, on what law. */
export const heading = (report: ReportDocument): readonly Drawn[] => [
  columns(report),
  blank(),
  centred(report.type, { size: 28, bold: true }),
  centred(glued(report.title), { size: 28, bold: true }),
  ruleBelow(WIDTH_MM, 28),
  centred(report.span, { size: 24, italics: true }),
  ...(report.copy ? [centred(report.copy.line, { size: 24, italics: true })] : []),
  blank(),
  ...addressees(report.to),
  ...report.basis.map((basis) => paragraph(basis, { italics: true })),
  paragraph(report.opening),
]

/** The two columns at the head of an official paper. */
const columns = (report: ReportDocument): Table => {
  const isParty = report.heading === 'dang'
  const agency = [
    ...(report.parent === undefined ? [] : [centred(glued(report.parent), { size: 24 })]),
    centred(glued(report.agency.toUpperCase()), { size: 24, bold: true }),
    isParty ? centred('*') : ruleBelow(LEFT, LEFT / 3),
  ]
  const state = isParty
    ? [centred('ĐẢNG CỘNG SẢN VIỆT NAM', { size: 28, bold: true }), ruleBelow(RIGHT, PARTY)]
    : [
        centred('CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM', { size: 24, bold: true }),
        centred('Độc lập - Tự do - Hạnh phúc', { size: 26, bold: true }),
        ruleBelow(RIGHT, MOTTO),
      ]
  const second = [
    [centred(report.symbol, { size: 26 })],
    [centred(report.placeAndDate, { size: 26, italics: true })],
  ] as const
  return new Table({
    width: { size: twips(WIDTH_MM), type: WidthType.DXA },
    columnWidths: [twips(LEFT), twips(RIGHT)],
    borders: noBorders,
    rows: [row(agency, state), row(...second)],
  })
}

const row = (left: readonly Paragraph[], right: readonly Paragraph[]): TableRow =>
  new TableRow({ children: [cell(LEFT, left), cell(RIGHT, right)] })

const cell = (width: number, children: readonly Paragraph[]): TableCell =>
  new TableCell({
    width: { size: twips(width), type: WidthType.DXA },
    borders: noBorders,
    margins: { left: 0, right: 0, top: 0, bottom: 0 },
    verticalAlign: VerticalAlignTable.TOP,
    children,
  })

/** One on the line of «Kính gửi», in the middle; several below one another, their dashes below its colon. */
const addressees = (to: readonly string[]): readonly Paragraph[] => {
  if (to.length === 0) return []
  if (to.length === 1) return [centred(`Kính gửi: ${to[0]}`), blank()]
  const line = (text: string, left: number, hanging = 0): Paragraph =>
    new Paragraph({
      spacing: NONE,
      indent: { left: twips(left + hanging), hanging: twips(hanging) },
      children: [new TextRun({ text })],
    })
  return [line('Kính gửi:', 25), ...to.map((one) => line(`- ${one}`, 25 + KINH_GUI, 2.7)), blank()]
}
