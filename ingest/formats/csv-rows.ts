/** How a text stands with its quotes: `open` where its row goes on in the next line. */
export type Quotes = (text: string) => 'open' | 'closed' | 'broken'

/** A title above a heading is among so many rows of a text; a heading line is at most so long. Both hold for intake and preview alike. */
export const TITLE_ROWS = 50
export const HEADING_SIGNS = 8_192

/** A row of more lines, or of more signs, has a quote too many somewhere: then every line stands for itself. */
const [LINES, SIGNS] = [50, 65_536]

/** Lines that are one row: indices of the first and the last. `open`: the text ended before the row did. */
export type RowSpan = { readonly from: number; readonly to: number; readonly open?: true }

/** The rows of consecutive lines of one text, a quoted cell of several lines put together. A row that never closes is cut at its lines. */
export const rowSpans = (lines: readonly string[], quotes: Quotes): readonly RowSpan[] => {
  const spans: RowSpan[] = []
  for (let from = 0; from < lines.length; from = spans.at(-1)!.to + 1) spans.push(spanAt(lines, from, quotes))
  return spans
}

const spanAt = (lines: readonly string[], from: number, quotes: Quotes): RowSpan => {
  let text = lines[from] ?? ''
  let stand = quotes(text)
  for (let to = from; stand === 'open'; ) {
    to++
    const next = lines[to]
    if (next === undefined) return { from, to: from, open: true }
    text += `\n${next}`
    if (to - from >= LINES || text.length > SIGNS) break
    stand = quotes(text)
    if (stand === 'closed') return { from, to }
  }
  return { from, to: from }
}
