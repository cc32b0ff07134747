import { groupBy } from '../pieces.ts'
import type { DirectoryData } from '../rows.ts'
import { validity } from '../span.ts'
import type { Duty, Owed } from './duty.ts'
import { firstKnown, keptBy } from './kept.ts'
import { unwatched } from './watched.ts'

/** Lines to the Internet: networks whose row says what watches them, or that nothing does. */
export const monitoring = (data: DirectoryData): Owed => {
  const without = unwatched(data)
  const told = data.networks.flatMap((row) => {
    const { unit, monitor } = row
    return unit === undefined || monitor === undefined ? [] : [{ row, unit, monitor }]
  })
  return {
    kept: keptBy(told.map(({ row, unit }) => ({ unit, known: row.known }))),
    duties: told.flatMap(({ row, unit, monitor }) =>
      without({ ...validity(row), known: row.known }, monitor).map((span) => {
        const item = row.line === undefined ? row.cidr : `${row.line} (${row.cidr})`
        return { ...span, unit, of: row.cidr, item, rows: [row] }
      }),
    ),
  }
}

/** The three networks that are to have a line each. */
const APART = ['camera', 'one-stop', 'public'] as const
const isApart = (segment: string): boolean => APART.some((one) => one === segment)

/** Two of the three networks of a unit on one line, by the register. Where a line is not named, nothing is said of it. */
export const separation = ({ networks }: DirectoryData): Owed => {
  const named = networks.filter(
    ({ unit, segment, line }) => unit !== undefined && line !== undefined && isApart(segment),
  )
  const units = [...groupBy(named, ({ unit }) => unit)]
  return {
    kept: new Map(
      units.flatMap(([unit, rows]) => {
        const since = Math.max(...APART.map((one) => firstKnown(rows.filter(({ segment }) => segment === one))))
        return since === Infinity ? [] : [[unit, since]]
      }),
    ),
    duties: units.flatMap(([unit, rows]) =>
      rows.flatMap((a, i) =>
        rows.slice(i + 1).flatMap((b): Duty[] => {
          if (a.line !== b.line || a.segment === b.segment) return []
          const [one, other] = [validity(a), validity(b)]
          const span = { from: Math.max(one.from, other.from), to: Math.min(one.to, other.to) }
          const known = Math.max(a.known, b.known)
          return span.from < span.to ? [{ ...span, unit, of: `${a.line}`, item: `${a.line}`, known, rows: [a, b] }] : []
        }),
      ),
    ),
  }
}
