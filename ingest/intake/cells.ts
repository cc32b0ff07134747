import { MINUTE } from '../../kernel/time.ts'
import { type Sample, TOGETHER } from './sample.ts'

/** Of the late-looking lines of one minute of receipt that tell of the same ten minutes, the first and the last in their own time. */
export type Cell = { readonly from: Sample; readonly to: Sample }

const WIDTH = 10 * MINUTE
const minuteOf = ({ received }: Sample): number => Math.floor(received / MINUTE)
const widthOf = ({ at }: Sample): number => Math.floor(at / WIDTH)
const isBefore = (a: Sample, b: Sample): boolean => a.at < b.at || (a.at === b.at && a.received < b.received)

const isOf = (line: Sample, { from }: Cell): boolean =>
  minuteOf(from) === minuteOf(line) && widthOf(from) === widthOf(line)

/** Cells that grow line by line. One that is widened or added is the last of the list. */
export const growing = (known: readonly Cell[] = []) => {
  const cells = new Map<string, { from: Sample; to: Sample }>()
  const placeOf = (line: Sample): string => `${minuteOf(line)} ${widthOf(line)}`
  for (const { from, to } of known) cells.set(placeOf(from), { from, to })
  /** The one that was widened or added last: lines mostly come in order. */
  let last: { from: Sample; to: Sample } | undefined
  return {
    add(line: Sample): void {
      const isLast = last !== undefined && isOf(line, last)
      const place = isLast ? '' : placeOf(line)
      const cell = isLast ? last : cells.get(place)
      const [before, after] = [!cell || isBefore(line, cell.from), !cell || isBefore(cell.to, line)]
      if (!before && !after) return
      const grown = cell ?? { from: line, to: line }
      if (before) grown.from = line
      if (after) grown.to = line
      if (isLast) return
      cells.delete(place)
      cells.set(place, grown)
      last = grown
    },
    list: (): readonly Cell[] => [...cells.values()].map(({ from, to }) => ({ from, to })),
  }
}

export type Growing = ReturnType<typeof growing>

/** So few lines are sooner put into cells one by one than all the cells into a map. */
const ONE_BY_ONE = 4

/** The cells with more lines in them; those of them that are widened or added are the last ones. */
export const withLines = (cells: readonly Cell[], lines: readonly Sample[]): readonly Cell[] => {
  if (lines.length <= ONE_BY_ONE) return lines.reduce(withLine, cells)
  const all = growing(cells)
  for (const line of lines) all.add(line)
  return all.list()
}

const withLine = (cells: readonly Cell[], line: Sample): readonly Cell[] => {
  const index = cells.findLastIndex((cell) => isOf(line, cell))
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
