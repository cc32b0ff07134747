import {
  AlignmentType,
  BorderStyle,
  Paragraph,
  ShadingType,
  Table,
  TableCell,
  TableRow,
  TextRun,
  VerticalAlignTable,
  WidthType,
} from 'docx'
import type { Table as Drawn } from '../document.ts'
import { alignOf, textOf } from './cells.ts'
import { twips, WIDTH_MM } from './twips.ts'

const none = { style: BorderStyle.NONE, size: 0, color: 'auto' }
export const noBorders = {
  top: none,
  bottom: none,
  left: none,
  right: none,
  insideHorizontal: none,
  insideVertical: none,
}

const SIZE = 21
const MARGIN = { left: 70, right: 70, top: 40, bottom: 40 }
const aligns = { left: AlignmentType.LEFT, center: AlignmentType.CENTER, right: AlignmentType.RIGHT }
type Align = keyof typeof aligns

const paragraph = (
  text: string,
  align: Align,
  look: { readonly bold?: boolean; readonly italics?: boolean } = {},
): Paragraph =>
  new Paragraph({
    alignment: aligns[align],
    spacing: { before: 0, after: 0 },
    children: [new TextRun({ text, size: SIZE, ...look })],
  })

/** A table with its caption over it: the head is repeated on every page, a row is never cut. */
export const tableOf = (table: Drawn): readonly (Paragraph | Table)[] => {
  const all = table.columns.reduce((sum, { width }) => sum + width, 0)
  const widths = table.columns.map(({ width }) => twips((width / all) * WIDTH_MM))
  const cell = (i: number, child: Paragraph, fill?: string): TableCell =>
    new TableCell({
      width: { size: widths[i]!, type: WidthType.DXA },
      margins: MARGIN,
      verticalAlign: VerticalAlignTable.CENTER,
      ...(fill !== undefined && { shading: { type: ShadingType.CLEAR, fill, color: 'auto' } }),
      children: [child],
    })
  const head = new TableRow({
    tableHeader: true,
    cantSplit: true,
    children: table.columns.map(({ title }, i) => cell(i, paragraph(title, 'center', { bold: true }), 'EDEDED')),
  })
  const rows = table.rows.map(
    (cells, at) =>
      new TableRow({
        cantSplit: true,
        children: cells.map((one, i) =>
          cell(
            i,
            paragraph(textOf(one), alignOf(one, table.columns[i]!), {
              bold: table.total === true && at === table.rows.length - 1,
            }),
          ),
        ),
      }),
  )
  const empty = new TableRow({
    children: [
      new TableCell({
        columnSpan: table.columns.length,
        margins: MARGIN,
        children: [paragraph(table.empty, 'center', { italics: true })],
      }),
    ],
  })
  return [
    new Paragraph({
      keepNext: true,
      alignment: AlignmentType.CENTER,
      spacing: { before: 120, after: 60 },
      children: [new TextRun({ text: `Bảng ${table.number}. ${table.caption}`, bold: true, size: 24 })],
    }),
    new Table({
      width: { size: twips(WIDTH_MM), type: WidthType.DXA },
      columnWidths: widths,
      rows: [head, ...(rows.length === 0 ? [empty] : rows)],
    }),
    ...(table.notes ?? []).map(
      (text) =>
        new Paragraph({
          spacing: { before: 40, after: 0 },
          children: [new TextRun({ text, italics: true, size: SIZE })],
        }),
    ),
    new Paragraph({ spacing: { before: 0, after: 60 }, children: [] }),
  ]
}
