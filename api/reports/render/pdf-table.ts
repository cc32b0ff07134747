import type { Table } from '../document.ts'
import { alignOf, textOf } from './cells.ts'
import { BOTTOM, type Face, type Flow, LEFT, WIDTH } from './pdf-flow.ts'

const SIZE = 10.5
const PADDING = 3.5

/** A table with its caption over it; the head is repeated on every page, a row is never cut. */
export const drawTable = (flow: Flow, table: Table): void => {
  const { doc } = flow
  const all = table.columns.reduce((sum, { width }) => sum + width, 0)
  const widths = table.columns.map(({ width }) => (width / all) * WIDTH)
  const heightOf = (cells: readonly string[], font: Face): number => {
    doc.font(font).fontSize(SIZE)
    const heights = cells.map((text, i) => doc.heightOfString(text, { width: widths[i]! - 2 * PADDING }))
    return Math.max(...heights, SIZE) + 2 * PADDING
  }
  const row = (
    cells: readonly string[],
    aligns: readonly ('left' | 'center' | 'right')[],
    font: Face,
    fill?: string,
  ) => {
    const height = heightOf(cells, font)
    let x = LEFT
    for (const [i, text] of cells.entries()) {
      const width = widths[i]!
      doc.lineWidth(0.5)
      if (fill !== undefined) doc.rect(x, flow.y, width, height).fill(fill)
      doc.rect(x, flow.y, width, height).stroke('#444444')
      doc.fillColor('#000000').font(font).fontSize(SIZE)
      doc.text(text, x + PADDING, flow.y + PADDING, { width: width - 2 * PADDING, align: aligns[i]! })
      x += width
    }
    flow.y += height
  }
  const titles = table.columns.map(({ title }) => title)
  const head = (): void =>
    row(
      titles,
      titles.map(() => 'center'),
      'bold',
      '#EDEDED',
    )
  const caption = `Bảng ${table.number}. ${table.caption}`
  flow.room(22 + heightOf(titles, 'bold') + 2.5 * (SIZE + 2 * PADDING))
  flow.y = flow.line(caption, { x: LEFT, y: flow.y + 3, width: WIDTH, size: 12, font: 'bold' }) + 3
  head()
  for (const [i, cells] of table.rows.entries()) {
    const font = table.total && i === table.rows.length - 1 ? 'bold' : 'regular'
    const texts = cells.map(textOf)
    if (flow.y + heightOf(texts, font) > BOTTOM) {
      flow.page()
      head()
    }
    row(
      texts,
      cells.map((cell, at) => alignOf(cell, table.columns[at]!)),
      font,
    )
  }
  if (table.rows.length === 0) {
    const height =
      doc
        .font('italic')
        .fontSize(SIZE + 0.5)
        .heightOfString(table.empty, { width: WIDTH }) +
      2 * PADDING
    doc.rect(LEFT, flow.y, WIDTH, height).stroke('#444444')
    doc.fillColor('#000000').text(table.empty, LEFT, flow.y + PADDING, { width: WIDTH, align: 'center' })
    flow.y += height
  }
  flow.y += 2
  for (const note of table.notes ?? []) {
    const height = doc.font('italic').fontSize(SIZE).heightOfString(note, { width: WIDTH })
    flow.room(height)
    doc.font('italic').fontSize(SIZE).text(note, LEFT, flow.y, { width: WIDTH })
    flow.y += height + 1
  }
  flow.y += 6
}
