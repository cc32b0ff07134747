import { AlignmentType, Paragraph, TextRun } from 'docx'
import { ChartRun } from 'docx/charts'
import { type Chart, LEVEL_COLOURS } from '../document.ts'
import { FONT } from './fonts.ts'

/** A chart of Word's own, which a clerk can edit: columns by category, the series one upon another. */
export const chartOf = ({ caption, categories, series }: Chart): readonly Paragraph[] => [
  new Paragraph({
    keepNext: true,
    alignment: AlignmentType.CENTER,
    spacing: { before: 120, after: 0 },
    children: [
      new ChartRun({
        type: 'column',
        stacking: 'stacked',
        gapWidth: 40,
        categories,
        series: series.map(({ name, level, values }) => ({ name, values, color: LEVEL_COLOURS[level] })),
        font: { name: FONT },
        transformation: { width: 610, height: 250 },
        altText: { name: caption, title: caption },
      }),
    ],
  }),
  new Paragraph({
    alignment: AlignmentType.CENTER,
    spacing: { before: 0, after: 120 },
    children: [new TextRun({ text: `Biểu đồ. ${caption}`, italics: true, size: 24 })],
  }),
]
