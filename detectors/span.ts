/** A stretch of event time, epoch ms. */
export type Span = { readonly from: number; readonly to: number }

/** The least span that holds all of them; of none, from Infinity to -Infinity. A loop: a week's catching up makes a hundred thousand. */
export const spanOver = (spans: Iterable<Span>): Span => {
  let [from, to] = [Infinity, -Infinity]
  for (const span of spans) {
    from = Math.min(from, span.from)
    to = Math.max(to, span.to)
  }
  return { from, to }
}
