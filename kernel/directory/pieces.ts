import { entryOf } from '../entry.ts'
import { DAY, type Instant, VN_OFFSET } from '../time.ts'
import { covers, type Span, validity } from './span.ts'

/** A stretch of time over which the answer stays the same. */
export type Piece<A> = Span & { readonly answer: A }

/**
 * Cuts time wherever the rows in force change (and at `cuts`), and answers each stretch once. The pieces cover all of time,
 * in order, so a look-up is a binary search.
 */
export const pieces = <R, A>(
  rows: readonly R[],
  spanOf: (row: R) => Span,
  answer: (inForce: readonly R[], piece: Span) => A,
  cuts: readonly Instant[] = [],
): readonly Piece<A>[] => {
  const spans = rows.map(spanOf)
  const bounds = new Set([...spans.flatMap(({ from, to }) => [from, to]), ...cuts])
  bounds.delete(-Infinity)
  bounds.delete(Infinity)
  const starts = [-Infinity, ...[...bounds].sort((a, b) => a - b)]
  return starts.map((from, i) => {
    const span = { from, to: starts[i + 1] ?? Infinity }
    return {
      ...span,
      answer: answer(
        rows.filter((_, row) => covers(spans[row]!, from)),
        span,
      ),
    }
  })
}

/** The index of the piece that holds an instant. */
const pieceIndex = (all: readonly Span[], at: Instant): number => {
  let low = 0
  let high = all.length - 1
  while (low < high) {
    const middle = (low + high + 1) >> 1
    if (all[middle]!.from <= at) low = middle
    else high = middle - 1
  }
  return low
}

export const pieceAt = <A>(all: readonly Piece<A>[], at: Instant): A => all[pieceIndex(all, at)]!.answer

/** Rows by what `keyOf` says they are about; rows about nothing are left out. */
export const groupBy = <R>(
  rows: readonly R[],
  keyOf: (row: R) => string | undefined,
): ReadonlyMap<string, readonly R[]> => {
  const groups = new Map<string, R[]>()
  for (const row of rows) {
    const key = keyOf(row)
    if (key === undefined) continue
    const group = groups.get(key)
    if (group) group.push(row)
    else groups.set(key, [row])
  }
  return groups
}

/** Fills a map on first demand: registers hold tens of thousands of things, a day asks for few. */
export const onDemand = <V>(make: (key: string) => V | undefined): ((key: string) => V | undefined) => {
  const made = new Map<string, V>()
  return (key) => {
    const known = made.get(key)
    if (known !== undefined) return known
    const value = make(key)
    if (value !== undefined) made.set(key, value)
    return value
  }
}

/** Answers kept by `perDay`; a province has some hundred units and looks at a few days at a time. */
const KEPT = 20_000

/**
 * Keeps answers that cannot change within a civil day of Vietnam: `make` is asked with the first instant of the day. When too many
 * are kept, all are dropped. `make` may not ask for the same kind of answer itself.
 */
export const perDay = <V>(make: (key: string, start: Instant) => V): ((key: string, at: Instant) => V) => {
  const days = new Map<number, Map<string, V>>()
  let kept = 0
  let day = Number.NaN
  let answers = new Map<string, V>()
  return (key, at) => {
    const asked = Math.floor((at + VN_OFFSET) / DAY)
    if (asked !== day) {
      day = asked
      answers = entryOf(days, day, () => new Map())
    }
    const known = answers.get(key)
    if (known !== undefined || answers.has(key)) return known as V
    const answer = make(key, asked * DAY - VN_OFFSET)
    if (++kept > KEPT) {
      kept = 1
      days.clear()
      answers = new Map()
      days.set(day, answers)
    }
    answers.set(key, answer)
    return answer
  }
}

type Dated = { readonly from?: string | undefined; readonly to?: string | undefined }

/**
 * Of several rows in force the one that began last; of those that began together the one whose text sorts first, so that
 * the order of rows in a file says nothing.
 */
export const latest = <R extends { readonly from?: string | undefined }>(inForce: readonly R[]): R | undefined => {
  if (inForce.length < 2) return inForce[0]
  return [...inForce].sort(
    (a, b) => compare(b.from ?? '', a.from ?? '') || compare(JSON.stringify(a), JSON.stringify(b)),
  )[0]
}

const compare = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0)

/** One row of a register by id, as of an instant. */
export const rowAt = <R extends Dated & { readonly id: string }>(
  rows: readonly R[],
): ((id: string, at: Instant) => R | undefined) => {
  const groups = groupBy(rows, ({ id }) => id)
  const of = onDemand((id) => {
    const group = groups.get(id)
    return group && pieces(group, validity, latest)
  })
  return (id, at) => {
    const found = of(id)
    return found && pieceAt(found, at)
  }
}
