import { AlignmentType, BorderStyle, LineRuleType, Paragraph, type Table, TextRun } from 'docx'
import type { Block } from '../document.ts'
import { chartOf } from './docx-chart.ts'
import { tableOf } from './docx-table.ts'
import { twips } from './twips.ts'

export type Drawn = Paragraph | Table

export type Look = { readonly bold?: boolean; readonly italics?: boolean; readonly size?: number }

/** Twelve tenths of a line. */
const LINE = { before: 60, after: 60, line: 288, lineRule: LineRuleType.AUTO }
export const NONE = { before: 0, after: 0 }

export const blank = (): Paragraph => new Paragraph({ spacing: NONE, children: [] })

export const centred = (text: string, look: Look = {}): Paragraph =>
  new Paragraph({
    alignment: AlignmentType.CENTER,
    spacing: NONE,
    children: [new TextRun({ text, ...look })],
  })

/** The short line below a name, `length` of `width` mm: an empty paragraph, indented at both sides, with a border at its top. */
export const ruleBelow = (width: number, length: number): Paragraph =>
  new Paragraph({
    spacing: { before: 60, after: 0, line: 80, lineRule: LineRuleType.EXACT },
    indent: { left: twips((width - length) / 2), right: twips((width - length) / 2) },
    border: { top: { style: BorderStyle.SINGLE, size: 6, space: 1, color: '000000' } },
    children: [],
  })

export const paragraph = (text: string, look: Look = {}): Paragraph =>
  new Paragraph({
    alignment: AlignmentType.JUSTIFIED,
    indent: { firstLine: twips(10) },
    spacing: LINE,
    children: [new TextRun({ text, ...look })],
  })

/** A heading stays with what follows. */
const title = (text: string, look: Look): Paragraph =>
  new Paragraph({
    keepNext: true,
    indent: { firstLine: twips(10) },
    spacing: { before: 120, after: 60, line: 276 },
    children: [new TextRun({ text, bold: true, ...look })],
  })

const draw = (block: Block): readonly Drawn[] => {
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

export const body = (blocks: readonly Block[]): readonly Drawn[] => blocks.flatMap(draw)
