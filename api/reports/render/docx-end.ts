import { Paragraph, Table, TableCell, TableRow, TextRun, WidthType } from 'docx'
import type { Annex, ReportDocument } from '../document.ts'
import { blank, body, centred, type Drawn, type Look, NONE } from './docx-body.ts'
import { noBorders } from './docx-table.ts'
import { glued } from './glue.ts'
import { twips, WIDTH_MM } from './twips.ts'

const HALF = twips(WIDTH_MM / 2)
/** Lines left free for the hand and the seal; where a signed copy is there they say which. */
const FREE = 5

/** Nơi nhận at the left, who signs at the right; they stay together. */
export const signature = ({ recipients, signer, signerName, copy }: ReportDocument): readonly Drawn[] => [
  new Paragraph({ spacing: { before: 120, after: 0 }, keepNext: true, children: [] }),
  new Table({
    width: { size: twips(WIDTH_MM), type: WidthType.DXA },
    columnWidths: [HALF, HALF],
    borders: noBorders,
    rows: [
      new TableRow({
        cantSplit: true,
        children: [
          cell([
            plain('Nơi nhận:', { size: 24, bold: true, italics: true }),
            ...recipients.map((one) => plain(`- ${one}`, { size: 22 })),
          ]),
          cell([
            ...signer.map((one) => centred(one.toUpperCase(), { bold: true })),
            ...(copy
              ? [blank(), ...copy.place.map((line) => centred(line, { italics: true, size: 24 })), blank()]
              : Array.from({ length: FREE }, blank)),
            centred(signerName ?? '', { bold: true }),
          ]),
        ],
      }),
    ],
  }),
]

const cell = (children: readonly Paragraph[]): TableCell =>
  new TableCell({ width: { size: HALF, type: WidthType.DXA }, borders: noBorders, children })

const plain = (text: string, look: Look): Paragraph =>
  new Paragraph({ spacing: NONE, children: [new TextRun({ text, ...look })] })

export const annex = ({ number, title, blocks }: Annex, { enclosed }: ReportDocument): readonly Drawn[] => [
  centred(number, { bold: true, size: 28 }),
  centred(glued(title.toUpperCase()), { bold: true }),
  centred(glued(enclosed), { italics: true, size: 24 }),
  blank(),
  ...body(blocks),
]
