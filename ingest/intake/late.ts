import { HOUR, MINUTE } from '../../kernel/time.ts'
import { lagOf, type Sample, SPREAD } from './sample.ts'

/** What proves a line late is received so near to it. */
export const TOGETHER = 5 * MINUTE
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

/**
 * Whether a line is shown to be late by other late-looking ones of its machine: together they tell of a longer time than that in which
 * they came, the others at several lags, none of them its own; and near to it in their own time is one from which it lies further away than by receipt. A clock
 * that is behind and goes on as ours does gives its lines one lag, and what it writes while those come lies elsewhere. More lines may
 * show more, and never less.
 */
export const isLate = (line: Sample, others: readonly Sample[]): boolean => {
  const lag = lagOf(line)
  let near = false
  let [oldest, newest] = [line.at, line.at]
  const lags: number[] = []
  for (const other of others) {
    const waited = Math.abs(other.received - line.received)
    if (waited > TOGETHER || Math.abs(lagOf(other) - lag) <= SPREAD) continue
    const apart = Math.abs(other.at - line.at)
    near ||= apart <= NEAR && apart > FASTER * waited + TOGETHER
    oldest = Math.min(oldest, other.at)
    newest = Math.max(newest, other.at)
    lags.push(lagOf(other))
  }
  return near && newest - oldest > BEYOND && levelsOf(lags) >= LEVELS
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

/** Of the late-looking lines of one minute of receipt that tell of the same ten minutes, the first and the last in their own time. */
export type Cell = { readonly from: Sample; readonly to: Sample }

const WIDTH = 10 * MINUTE
const minuteOf = ({ received }: Sample): number => Math.floor(received / MINUTE)
const widthOf = ({ at }: Sample): number => Math.floor(at / WIDTH)
const isBefore = (a: Sample, b: Sample): boolean => a.at < b.at || (a.at === b.at && a.received < b.received)

/** The cells with one more line in them; the same ones where that adds nothing. A cell that is widened or added is the last one. */
export const withLine = (cells: readonly Cell[], line: Sample): readonly Cell[] => {
  const index = cells.findLastIndex(({ from }) => minuteOf(from) === minuteOf(line) && widthOf(from) === widthOf(line))
  const cell = cells[index]
  if (!cell) return [...cells, { from: line, to: line }]
  const from = isBefore(line, cell.from) ? line : cell.from
  const to = isBefore(cell.to, line) ? line : cell.to
  return from === cell.from && to === cell.to ? cells : [...cells.toSpliced(index, 1), { from, to }]
}

/** What may still prove anything of a line received at `now` or shortly before, epoch ms. */
export const recent = (cells: readonly Cell[], now: number): readonly Cell[] =>
  cells.every(({ from }) => now - from.received <= 2 * TOGETHER)
    ? cells
    : cells.filter(({ from }) => now - from.received <= 2 * TOGETHER)

export const linesOf = (cells: readonly Cell[]): readonly Sample[] =>
  cells.flatMap(({ from, to }) => (from === to ? [from] : [from, to]))

/** Cells handed on to whoever reads the next lines: enough to know them late where they go on from the last ones. */
const FEW = 4

/** Some lines by which the next ones may be known to be late, where there are such; few, since they travel with each delivery. */
export const foremost = (cells: readonly Cell[]): readonly Sample[] => {
  const lines = linesOf(cells.slice(-FEW))
  const first = cells[0]?.from
  const all = first === undefined || lines.includes(first) ? lines : [first, ...lines]
  return levelsOf(all.map(lagOf)) >= LEVELS ? all : []
}
