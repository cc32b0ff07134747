import { type Chart, LEVEL_COLOURS } from '../document.ts'
import { sayNumber } from '../words.ts'
import { type Flow, LEFT, WIDTH } from './pdf-flow.ts'

const HEIGHT = 150
const AXIS = 30
const LABEL = 8.5
const MOST_LABELS = 16
/** Behind the columns of a category of which not all is known. */
const GROUND = '#DDDDDD'

/** A step of the axis that a reader can count in: 1, 2, 5, 10, 20 … at most five of them. */
export const stepOf = (most: number): number => {
  for (let power = 1; ; power *= 10) for (const step of [1, 2, 5]) if (step * power * 5 >= most) return step * power
}

/** Columns by category, the series one upon another; the legend below. */
export const drawChart = (flow: Flow, { caption, categories, series, lacking }: Chart): void => {
  const { doc } = flow
  flow.room(HEIGHT + 70)
  flow.y += 6
  const sums = categories.map((_, i) => series.reduce((sum, { values }) => sum + (values[i] ?? 0), 0))
  const step = stepOf(Math.max(1, ...sums))
  const top = Math.max(1, Math.ceil(Math.max(...sums) / step)) * step
  const [x, base, width] = [LEFT + AXIS, flow.y + HEIGHT, WIDTH - AXIS]
  const up = (value: number): number => (value / top) * (HEIGHT - 10)
  const slot = width / categories.length
  for (const [i, isLacking] of lacking.entries())
    if (isLacking) doc.rect(x + i * slot, base - HEIGHT + 10, slot, HEIGHT - 10).fill(GROUND)
  doc.font('regular').fontSize(LABEL)
  for (let value = 0; value <= top; value += step) {
    const y = base - up(value)
    doc
      .lineWidth(0.4)
      .moveTo(x, y)
      .lineTo(x + width, y)
      .stroke(value === 0 ? '#444444' : '#CCCCCC')
    doc.fillColor('#000000').text(sayNumber(value), LEFT, y - LABEL / 2 - 1, { width: AXIS - 5, align: 'right' })
  }
  const every = Math.ceil(categories.length / MOST_LABELS)
  for (const [i, category] of categories.entries()) {
    let y = base
    for (const { level, values } of series) {
      const height = up(values[i] ?? 0)
      if (height > 0)
        doc.rect(x + i * slot + slot * 0.15, y - height, slot * 0.7, height).fill(`#${LEVEL_COLOURS[level]}`)
      y -= height
    }
    const wide = slot * every
    if (i % every === 0)
      doc
        .fillColor('#000000')
        .text(category, x + i * slot + slot / 2 - wide / 2, base + 3, { width: wide, align: 'center' })
  }
  const legend = [
    ...series.map(({ name, level }) => ({ name, colour: `#${LEVEL_COLOURS[level]}` })),
    ...(lacking.includes(true) ? [{ name: 'Thiếu nhật ký', colour: GROUND }] : []),
  ]
  let at = LEFT + WIDTH / 2 - legend.length * 45
  for (const { name, colour } of legend) {
    doc.rect(at, base + 20, 8, 8).fill(colour)
    doc
      .fillColor('#000000')
      .fontSize(10)
      .text(name, at + 12, base + 18, { lineBreak: false })
    at += 90
  }
  flow.y = base + 36
  flow.y = flow.line(`Biểu đồ. ${caption}`, { x: LEFT, y: flow.y, width: WIDTH, size: 12, font: 'italic' }) + 8
}
