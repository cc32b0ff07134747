import type { Observation } from '../kernel/event.ts'
import { MINUTE, SECOND } from '../kernel/time.ts'
import type { Live } from './live.ts'
import type { SliceSources } from './sources.ts'
import { type Span, spanOver } from './span.ts'
import type { Late, Target } from './target.ts'

/** Where late logs lie closer together than this, what lies between them is read, too. */
const CLOSE = 10 * MINUTE
/** So many stretches of time are told apart: where late logs lie in more, those closest together are made one. */
const MOST = 250

/**
 * The targets without those that were asked for by repetitions alone: logs that came late and that the archive had before, with an
 * earlier receipt. Of two deliveries the earlier counts, and whatever asked for that one was asked when it came.
 */
export const withoutRepeats = async (
  targets: readonly Target[],
  { watermark }: Pick<Live, 'watermark'>,
  { archive }: Pick<SliceSources, 'archive'>,
): Promise<readonly Target[]> => {
  const asked = new Map(targets.flatMap(({ late = [] }) => late.map((one) => [one.id, one] as const)))
  const first = new Map<string, number>()
  const note = ({ id, received }: Observation): void => {
    if (asked.has(id)) first.set(id, Math.min(received, first.get(id) ?? Infinity))
  }
  const actions = new Set([...asked.values()].map(({ action }) => action))
  const within = spansOf([...asked.values()])
  const { from, to } = spanOver(within)
  // One pass for all of them: a block that came in no order of time holds something of each.
  if (asked.size > 0)
    for await (const batch of archive({ from, to: Math.min(to, watermark), within, actions })) batch.forEach(note)
  const isKnown = ({ id, received }: Late): boolean => (first.get(id) ?? Infinity) < received
  return targets.filter(({ late }) => !late?.every(isKnown))
}

/** Stretches of time that hold them all: an id names the second of its event and not the moment. */
const spansOf = (logs: readonly Late[]): readonly Span[] => {
  const spans: Span[] = []
  for (const at of logs.map(({ at }) => at).sort((a, b) => a - b)) {
    const last = spans.at(-1)
    const near = { from: at - SECOND, to: at + SECOND }
    if (last && at - last.to < CLOSE) spans[spans.length - 1] = spanOver([last, near])
    else spans.push(near)
  }
  return apart(spans)
}

/** No more than `MOST` of them, in order: the widest gaps between them stay. */
const apart = (spans: readonly Span[]): readonly Span[] => {
  if (spans.length <= MOST) return spans
  const gaps = spans.slice(1).map(({ from }, i) => ({ i: i + 1, ms: from - spans[i]!.to }))
  const begins = gaps
    .sort((a, b) => b.ms - a.ms)
    .slice(0, MOST - 1)
    .map(({ i }) => i)
    .sort((a, b) => a - b)
  return [0, ...begins].map((from, i) => spanOver(spans.slice(from, begins[i] ?? spans.length)))
}
