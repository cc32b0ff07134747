import { groupBy } from '../pieces.ts'
import type { DirectoryData } from '../rows.ts'
import { type Span, validity } from '../span.ts'

type Unwatched = Span & { readonly known: number }

/**
 * Says when of a span nothing watched, and since when the registers say so: `watcher` names a pipeline, `-` none. Whoever closes a pipeline's row
 * says it then, whatever day the row ends on.
 */
export const unwatched = ({
  pipelines,
}: DirectoryData): ((own: Unwatched, watcher: string) => readonly Unwatched[]) => {
  const rowsOf = groupBy(pipelines, ({ collector, source }) => `${collector}/${source}`)
  return (own, watcher) => {
    const left: Unwatched[] = []
    let { from, known } = own
    const watching = (rowsOf.get(watcher) ?? []).map((row) => ({ ...validity(row), known: row.known }))
    for (const span of watching.sort((a, b) => a.from - b.from)) {
      if (span.from > from) left.push({ from, to: Math.min(span.from, own.to), known })
      if (span.to >= from) {
        from = Math.max(from, span.to)
        known = Math.max(own.known, span.known)
      }
    }
    return [...left, { from, to: own.to, known }].filter((one) => one.from < one.to)
  }
}
