import { DAY, VN_OFFSET } from '../../kernel/time.ts'

/** Half-open, epoch ms. */
export type Span = { readonly from: number; readonly to: number }

/** A time cut at the midnights of Vietnam: the registers change at no other instant. */
export const daysIn = ({ from, to }: Span): readonly Span[] => {
  const found: Span[] = []
  for (let at = from; at < to; ) {
    const midnight = (Math.floor((at + VN_OFFSET) / DAY) + 1) * DAY - VN_OFFSET
    found.push({ from: at, to: Math.min(midnight, to) })
    at = midnight
  }
  return found
}

/** Spans that touch, as one; ascending. */
export const merged = (spans: readonly Span[]): readonly Span[] => {
  const found: Span[] = []
  for (const { from, to } of [...spans].sort((a, b) => a.from - b.from)) {
    const last = found.at(-1)
    if (last && from <= last.to) found[found.length - 1] = { from: last.from, to: Math.max(last.to, to) }
    else found.push({ from, to })
  }
  return found
}

/** Each span once, ascending. */
export const distinctSpans = (spans: readonly Span[]): readonly Span[] =>
  [...new Map(spans.map((span) => [`${span.from} ${span.to}`, span])).values()].sort(
    (a, b) => a.from - b.from || a.to - b.to,
  )

/** The parts of `spans` that lie within `others`. */
export const within = (spans: readonly Span[], others: readonly Span[]): readonly Span[] =>
  spans.flatMap((span) =>
    merged(others).flatMap((other) => {
      const part = { from: Math.max(span.from, other.from), to: Math.min(span.to, other.to) }
      return part.from < part.to ? [part] : []
    }),
  )

/** The parts of `spans` that lie outside all of `others`. */
export const outside = (spans: readonly Span[], others: readonly Span[]): readonly Span[] =>
  merged(spans).flatMap((span) => {
    const parts: Span[] = []
    let at = span.from
    for (const { from, to } of within([span], others)) {
      if (from > at) parts.push({ from: at, to: from })
      at = to
    }
    return at < span.to ? [...parts, { from: at, to: span.to }] : parts
  })
