import { entryOf } from '../../kernel/entry.ts'
import { HOUR, MINUTE } from '../../kernel/time.ts'
import { type Cell, linesOf } from './cells.ts'
import { lagOf, type Sample, SPREAD, TOGETHER } from './sample.ts'

/** Lines received together prove nothing unless they tell of more than so much time: a collector may send once in a quarter of an hour. */
const BEYOND = 15 * MINUTE
/**
 * Lags of which lines must be, besides the one in question. Fewer are not enough: what was left from yesterday comes just before the first
 * lines of a morning in which the clock is wrong, and a clock may be set twice.
 */
const LEVELS = 3
/** A late line lies so near to another one in its own time. */
const NEAR = HOUR
/**
 * From one late line to a near one the time they tell goes on so many times as fast as receipt, by `TOGETHER` more. What a computer writes that
 * starts on the same day again and again lies nearer.
 */
const FASTER = 3

/** How many of `sorted`, smallest first, are below `value`; `orEqual`: or are it. */
const countBelow = (sorted: readonly number[], value: number, orEqual = false): number => {
  let [low, high] = [0, sorted.length]
  while (low < high) {
    const middle = (low + high) >> 1
    const one = sorted[middle]!
    if (one < value || (orEqual && one === value)) low = middle + 1
    else high = middle
  }
  return low
}

/** What lines received at one time, so long before or after the one in question (`waited`, ms), tell: their times, the first one first. */
type Heap = { readonly waited: number; readonly received: number; readonly ats: number[] }

/** Those of `lines`, the greatest lag first, that may prove anything of a line received then: by receipt, and their lags. */
const around = (lines: readonly Sample[], received: number) => {
  const heaps = new Map<number, Heap>()
  const lags: number[] = []
  for (const line of lines) {
    const waited = Math.abs(line.received - received)
    if (waited > TOGETHER) continue
    lags.push(lagOf(line))
    entryOf(heaps, line.received, (): Heap => ({ waited, received: line.received, ats: [] })).ats.push(line.at)
  }
  return { received, heaps: [...heaps.values()], lags: lags.reverse() }
}

/** Whether there is one so near to `at`, and yet further away than by receipt. What has its lag is none. */
const isNear = ({ waited, ats }: Heap, at: number): boolean => {
  const apart = FASTER * waited + TOGETHER
  return (
    countBelow(ats, at - NEAR) < countBelow(ats, at - apart) ||
    countBelow(ats, at + apart, true) < countBelow(ats, at + NEAR, true)
  )
}

/** The first and the last time they tell, but for those of the lag of the line in question. */
const endsOf = ({ received, ats }: Heap, line: Sample): readonly number[] => {
  const same = line.at + received - line.received
  const below = countBelow(ats, same - SPREAD)
  const above = countBelow(ats, same + SPREAD, true)
  return [...(below > 0 ? [ats[0]!, ats[below - 1]!] : []), ...(above < ats.length ? [ats[above]!, ats.at(-1)!] : [])]
}

/** Whether there are enough lags that lie further apart than lines are on their way, none of them the line's own. `lags`: the smallest first. */
const hasLevels = (lags: readonly number[], own: number): boolean => {
  let last = -Infinity
  for (let levels = 0; levels < LEVELS; levels++) {
    let next = countBelow(lags, last + SPREAD, true)
    if (next < lags.length && Math.abs(lags[next]! - own) <= SPREAD) next = countBelow(lags, own + SPREAD, true)
    if (next === lags.length) return false
    last = lags[next]!
  }
  return true
}

/**
 * Whether a line is shown to be late by other late-looking ones of its machine (`others`): together they tell of a longer time than that in which
 * they came, the others at several lags, none of them its own; and near to it in their own time is one from which it lies further away than by receipt. A clock
 * that is behind and goes on as ours does gives its lines one lag, and what it writes while those come lies elsewhere. More lines may
 * show more, and never less.
 *
 * Deliveries bring up weeks: the others are put in order once for all lines that were received together, and none is looked at for each of them.
 */
export const lateAmong = (others: readonly Sample[]): ((line: Sample) => boolean) => {
  let lines: readonly Sample[] | undefined
  let known: ReturnType<typeof around> | undefined
  return (line) => {
    if (known?.received !== line.received) {
      lines ??= others.toSorted((a, b) => lagOf(b) - lagOf(a))
      known = around(lines, line.received)
    }
    const { heaps, lags } = known
    if (!heaps.some((heap) => isNear(heap, line.at))) return false
    const ends = heaps.flatMap((heap) => endsOf(heap, line))
    const [oldest, newest] = [Math.min(line.at, ...ends), Math.max(line.at, ...ends)]
    return newest - oldest > BEYOND && hasLevels(lags, lagOf(line))
  }
}

/** How many lags there are that lie further apart than lines are on their way. */
const levelsOf = (lags: number[]): number => {
  let [levels, last] = [0, -Infinity]
  for (const lag of lags.sort((a, b) => a - b)) {
    if (lag - last <= SPREAD) continue
    levels++
    last = lag
  }
  return levels
}

/** Cells handed on to whoever reads the next lines: enough to know them late where they go on from the last ones. */
const FEW = 4

/** Some lines by which the next ones may be known to be late, where there are such; few, since they travel with each delivery. */
export const foremost = (cells: readonly Cell[]): readonly Sample[] => {
  const lines = linesOf(cells.slice(-FEW))
  const first = cells[0]?.from
  const all = first === undefined || lines.includes(first) ? lines : [first, ...lines]
  return levelsOf(all.map(lagOf)) >= LEVELS ? all : []
}
