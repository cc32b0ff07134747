import type { Directory } from '../../kernel/directory/facts.ts'
import { type Duration, MINUTE, ms } from '../../kernel/time.ts'
import type { Heard } from './heard.ts'

export type Span = { readonly from: number; readonly to: number }

/** How one pipeline stood over a period. `events` of a silent one is no number: nobody knows what it would have brought. */
export type SourceFigures = {
  /** `collector/source`. */
  readonly id: string
  readonly source: string
  readonly collector: string
  readonly units: readonly string[]
  readonly state: 'alive' | 'interrupted' | 'silent'
  readonly events?: number
  /** Where nothing came for longer than its rhythm, in the time in which it owes something. */
  readonly silences: readonly Span[]
}

/**
 * Every pipeline the register lists for `units` over [from, to), `to` no later than what has been judged. Silence is told from event
 * times alone: what a source sent late is not missing.
 */
export const sourcesOf = (
  directory: Directory,
  heard: Heard,
  units: readonly string[],
  { from, to }: Span,
): readonly SourceFigures[] => {
  const rows = units.flatMap((unit) => directory.pipelines(unit, to - 1))
  const byName = Map.groupBy(new Set(rows), ({ collector, source }) => `${collector}/${source}`)
  return [...byName]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([id, [first, ...others]]) => {
      const row = first!
      const strictest = [row, ...others].reduce((a, b) => (ms(b.rhythm as Duration) < ms(a.rhythm as Duration) ? b : a))
      const spoken = heard.minutes.get(id) ?? []
      const events = heard.events.get(id)
      const silences = silencesOf(strictest, spoken, { from, to }, directory)
      return {
        ...{ id, source: row.source, collector: row.collector, silences },
        units: [...new Set([row, ...others].map(({ unit }) => unit))].sort(),
        state: events === undefined ? 'silent' : silences.length > 0 ? 'interrupted' : 'alive',
        ...(events !== undefined && { events }),
      }
    })
}

type Carrier = { readonly unit: string; readonly rhythm: string; readonly hours: 'always' | 'working' }

const silencesOf = (
  { unit, rhythm, hours }: Carrier,
  spoken: readonly number[],
  { from, to }: Span,
  directory: Directory,
): readonly Span[] => {
  if (spoken.length === 0) return [{ from, to }]
  const longest = ms(rhythm as Duration)
  const dueAfter = (at: number): number =>
    hours === 'working' ? directory.afterWorkingTime(unit, at, longest) : at + longest
  const found: Span[] = []
  // The minute itself is heard to its end.
  let last = from
  for (const minute of spoken) {
    const at = minute * MINUTE
    if (at - last > longest && at > dueAfter(last)) found.push({ from: last, to: at })
    last = Math.max(last, at + MINUTE)
  }
  if (to - last > longest && to > dueAfter(last)) found.push({ from: last, to })
  return found
}
