import type { Delivery } from './model.ts'

/**
 * A delivery as one line: when it came and the time it was written with (epoch ms), collector, source and the line itself, divided
 * by tabs. The line comes last and as it is: tabs within it do not count, line breaks it has none.
 */
export const frame = ({ deliveredAt, at, collector, source, line }: Delivery): string =>
  `${deliveredAt}\t${at}\t${collector}\t${source}\t${line}`

/** The delivery out of its frame. Throws for anything else. */
export const unframe = (text: string): Delivery => {
  const first = text.indexOf('\t')
  const second = text.indexOf('\t', first + 1)
  const third = text.indexOf('\t', second + 1)
  const fourth = text.indexOf('\t', third + 1)
  if (first < 0 || second < 0 || third < 0 || fourth < 0) throw new Error('not the frame of a delivery')
  return {
    deliveredAt: Number(text.slice(0, first)),
    at: Number(text.slice(first + 1, second)),
    collector: text.slice(second + 1, third),
    source: text.slice(third + 1, fourth),
    line: text.slice(fourth + 1),
  }
}
