import type { ReportDocument } from '../document.ts'
import { glued } from './glue.ts'
import { type Flow, LEFT, WIDTH } from './pdf-flow.ts'

const SPLIT = WIDTH * 0.42
const [AGENCY, STATE] = [
  { x: LEFT, width: SPLIT },
  { x: LEFT + SPLIT, width: WIDTH - SPLIT },
] as const
/** «Kính gửi:» begins so far from the left margin where several are named below it, points. */
const KINH_GUI = 70

/** All that stands above the first part: who writes, what, to whom, on what law. */
export const heading = (flow: Flow, report: ReportDocument): void => {
  columns(flow, report)
  flow.centred(report.type, 14, 'bold')
  flow.centred(glued(report.title), 14, 'bold')
  flow.rule(LEFT + WIDTH / 2 - 40, flow.y + 3, 80)
  flow.y += 8
  flow.centred(report.span, 12, 'italic')
  if (report.copy) flow.centred(report.copy.line, 12, 'italic')
  flow.y += 6
  addressees(flow, report.to)
  for (const basis of report.basis) flow.paragraph(basis, { font: 'italic' })
  flow.paragraph(report.opening)
}

/** The two columns at the head of an official paper. */
const columns = (flow: Flow, report: ReportDocument): void => {
  const isParty = report.heading === 'dang'
  const top = flow.y
  let y = top
  if (report.parent !== undefined) y = flow.line(glued(report.parent), { ...AGENCY, y, size: 12 })
  y = flow.line(glued(report.agency.toUpperCase()), { ...AGENCY, y, size: 12, font: 'bold' })
  if (isParty) y = flow.line('*', { ...AGENCY, y, size: 13 })
  else flow.rule(AGENCY.x + SPLIT / 3, y + 2, SPLIT / 3)
  const other = (isParty ? party : state)(flow, top)
  flow.y = Math.max(y, other) + 12
  const number = flow.line(report.symbol, { ...AGENCY, y: flow.y, size: 13 })
  const date = flow.line(report.placeAndDate, { ...STATE, y: flow.y, size: 13, font: 'italic' })
  flow.y = Math.max(number, date) + 14
}

/** A line at the right, and a rule as long as it; returns where it ends. */
const ruled = (flow: Flow, text: string, y: number, size: number): number => {
  const end = flow.line(text, { ...STATE, y, size, font: 'bold' })
  const width = flow.width(text, 'bold', size)
  flow.rule(STATE.x + (STATE.width - width) / 2, end + 2, width)
  return end
}

const party = (flow: Flow, y: number): number => ruled(flow, 'ĐẢNG CỘNG SẢN VIỆT NAM', y, 14)

const state = (flow: Flow, y: number): number => {
  const motto = flow.line('CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM', { ...STATE, y, size: 12, font: 'bold' })
  return ruled(flow, 'Độc lập - Tự do - Hạnh phúc', motto, 13)
}

/** One on the line of «Kính gửi», in the middle; several below one another, their dashes below its colon. */
const addressees = (flow: Flow, to: readonly string[]): void => {
  if (to.length === 0) return
  if (to.length === 1) flow.centred(`Kính gửi: ${to[0]}`, 13, 'regular')
  else {
    const left = { size: 13, align: 'left' } as const
    const [x, width] = [LEFT + KINH_GUI, WIDTH - KINH_GUI]
    flow.y = flow.line('Kính gửi:', { ...left, x, y: flow.y, width })
    const [below, dash] = [x + flow.width('Kính gửi', 'regular', 13), flow.width('- ', 'regular', 13)]
    for (const one of to) {
      flow.line('-', { ...left, x: below, y: flow.y, width: dash })
      flow.y = flow.line(one, { ...left, x: below + dash, y: flow.y, width: LEFT + WIDTH - below - dash })
    }
  }
  flow.y += 6
}
