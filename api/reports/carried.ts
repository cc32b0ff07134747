import type { Directory } from '../../kernel/directory/facts.ts'
import { entryOf } from '../../kernel/entry.ts'
import { pipelineOf } from '../../kernel/event.ts'
import type { SourceFigures } from './sources.ts'
import { daysIn, merged, outside, type Span, within } from './spans.ts'

/** A time in which the same rows of the register asked a pipeline for logs. */
export type Piece = Span & { readonly rows: ReturnType<Directory['pipelines']> }

/**
 * The pipelines (`collector/source`) that units had at any time of a period, each with the times in which its rows were in force:
 * ascending, not overlapping. One that was valid to the last day of a month is of that month, though its period ends a morning later.
 */
export const pipelinesOver = (
  directory: Directory,
  units: readonly string[],
  period: Span,
): ReadonlyMap<string, readonly Piece[]> => {
  const found = new Map<string, Piece[]>()
  for (const day of daysIn(period)) {
    const inForce = new Set(units.flatMap((unit) => directory.pipelines(unit, day.from)))
    for (const [id, rows] of Map.groupBy(inForce, pipelineOf)) {
      const pieces = entryOf(found, id, () => [])
      const last = pieces.at(-1)
      if (last?.to === day.from && isSame(last.rows, rows)) pieces[pieces.length - 1] = { ...last, to: day.to }
      else pieces.push({ ...day, rows })
    }
  }
  return found
}

const isSame = <R>(a: readonly R[], b: readonly R[]): boolean => a.length === b.length && a.every((x) => b.includes(x))

/** A pipeline as one unit had it. */
export type Carrier = {
  /** `collector/source`. */
  readonly id: string
  readonly source: string
  /** When the unit had it. */
  readonly spans: readonly Span[]
  /** Whether it spoke at all in those times. */
  readonly heard: boolean
  readonly silences: readonly Span[]
}

/** The times of a period in which a unit was watched, and what brought its logs. */
export type Watch = { readonly watched: readonly Span[]; readonly carriers: readonly Carrier[] }

/** The last instant at which a unit was watched: a unit that was merged away is told of as it last stood. */
export const lastOf = ({ watched }: Watch): number => watched.at(-1)!.to - 1

/** What a unit had over a period, from how all sources stood. `isWatched` is asked once a day. */
export const watchOf = (
  unit: string,
  directory: Directory,
  sources: ReadonlyMap<string, SourceFigures>,
  period: Span,
  isWatched: (unit: string, at: number) => boolean,
): Watch => ({
  watched: merged(daysIn(period).filter(({ from }) => isWatched(unit, from))),
  carriers: [...pipelinesOver(directory, [unit], period)].flatMap(([id, pieces]): readonly Carrier[] => {
    const figures = sources.get(id)
    if (!figures) return []
    const spans = merged(pieces)
    const silences = within(figures.silences, spans)
    const heard = figures.events !== undefined && outside(spans, silences).length > 0
    return [{ id, source: figures.source, spans, heard, silences }]
  }),
})

/** When a unit was watched and none of these spoke for it, for none was declared or what was declared was never heard. */
export const unheardIn = (watched: readonly Span[], carriers: readonly Carrier[]): readonly Span[] =>
  outside(
    watched,
    carriers.flatMap(({ heard, spans }) => (heard ? spans : [])),
  )
