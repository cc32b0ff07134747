import type { Directory } from '../../kernel/directory/facts.ts'
import { type Duration, MINUTE, ms } from '../../kernel/time.ts'
import { type Piece, pipelinesOver } from './carried.ts'
import type { Heard } from './heard.ts'
import { merged, outside, type Span, within } from './spans.ts'

/** How one pipeline stood over a period. `events` of one that was not heard is no number: nobody knows what it would have brought. */
export type SourceFigures = {
  /** `collector/source`. */
  readonly id: string
  readonly source: string
  /** What reads it, where the source has another name: `fortigate`. */
  readonly type?: string
  readonly collector: string
  readonly units: readonly string[]
  /** `undue`: nothing was heard, and nothing was owed yet, for it was valid for less time than its rhythm. */
  readonly state: 'alive' | 'interrupted' | 'silent' | 'undue'
  readonly events?: number
  /** Lines of it received in the period that nobody could read; absent where that is not known. */
  readonly refused?: number
  /** Where nothing came for longer than its rhythm, in the time in which it was valid and owes something. */
  readonly silences: readonly Span[]
  /** The times in which its rows were in force; absent where they were all period. */
  readonly valid?: readonly Span[]
}

/**
 * Every pipeline the register lists for `units` at any time of [from, to), `to` no later than what has been judged. Silence is told from
 * event times alone: what a source sent late is not missing.
 */
export const sourcesOf = (
  directory: Directory,
  heard: Heard,
  units: readonly string[],
  period: Span,
): readonly SourceFigures[] =>
  [...pipelinesOver(directory, units, period)]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([id, pieces]) => {
      const rows = pieces.flatMap((piece) => piece.rows)
      const { source, collector } = rows[0]!
      const valid = merged(pieces)
      const isWhole = outside([period], valid).length === 0
      const minutes = heard.minutes.get(id) ?? []
      const spoken = minutes.filter((minute) =>
        valid.some(({ from, to }) => minute * MINUTE >= from && minute * MINUTE < to),
      )
      const silences = spoken.length === 0 && isWhole ? [period] : silencesOf(pieces, spoken, directory)
      // What came only while no row asked for it says nothing of the time in which one did.
      const events = minutes.length > 0 && spoken.length === 0 ? undefined : heard.events.get(id)
      return {
        ...{ id, source, collector, silences: silences.map(({ from, to }) => ({ from, to })) },
        units: [...new Set(rows.map(({ unit }) => unit))].sort(),
        state: stateOf(events !== undefined, silences.length > 0),
        ...(events !== undefined && { events }),
        ...(!isWhole && { valid }),
      }
    })

const stateOf = (isHeard: boolean, hasSilences: boolean): SourceFigures['state'] => {
  if (isHeard) return hasSilences ? 'interrupted' : 'alive'
  return hasSilences ? 'silent' : 'undue'
}

/** What a piece asks of its pipeline: the strictest of its rows. */
const strictestOf = ({ rows }: Piece) =>
  rows.reduce((a, b) => (ms(b.rhythm as Duration) < ms(a.rhythm as Duration) ? b : a))

/** Whether a pipeline that last spoke at `from` owes something at `to`, as a piece asks. */
const isOverdue = (piece: Piece, { from, to }: Span, directory: Directory): boolean => {
  const { unit, rhythm, hours } = strictestOf(piece)
  const longest = ms(rhythm as Duration)
  if (to - from <= longest) return false
  return hours === 'always' || to > directory.afterWorkingTime(unit, from, longest)
}

/** Each stretch of validity by itself: nothing is owed before one begins, nor after it ends. */
const silencesOf = (pieces: readonly Piece[], spoken: readonly number[], directory: Directory): readonly Span[] =>
  merged(pieces).flatMap((stretch) => {
    const own = pieces.filter(({ from, to }) => from >= stretch.from && to <= stretch.to)
    const shortest = Math.min(...own.map((piece) => ms(strictestOf(piece).rhythm as Duration)))
    const found: Span[] = []
    // Where the register changed within a gap, no row is judged by what was owed to another: one alone must say so, or all.
    const look = (gap: Span): void => {
      if (gap.to - gap.from <= shortest) return
      const touched = own.filter(({ from, to }) => from < gap.to && to > gap.from)
      const isSilence =
        touched.every((piece) => isOverdue(piece, gap, directory)) ||
        touched.some((piece) => within([gap], [piece]).some((part) => isOverdue(piece, part, directory)))
      if (isSilence) found.push(gap)
    }
    let last = stretch.from
    for (const minute of spoken) {
      const at = minute * MINUTE
      if (at < stretch.from || at >= stretch.to) continue
      look({ from: last, to: at })
      // The minute itself is heard to its end.
      last = Math.max(last, at + MINUTE)
    }
    look({ from: last, to: stretch.to })
    return found
  })
