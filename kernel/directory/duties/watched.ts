import { groupBy } from '../pieces.ts'
import type { DirectoryData } from '../rows.ts'
import { type Span, validity } from '../span.ts'

/** Says when of a span nothing watched: `watcher` names a pipeline, `-` none. */
export const unwatched = ({ pipelines }: DirectoryData): ((own: Span, watcher: string) => readonly Span[]) => {
  const spansOf = groupBy(pipelines, ({ collector, source }) => `${collector}/${source}`)
  return (own, watcher) => {
    const left: Span[] = []
    let from = own.from
    for (const span of (spansOf.get(watcher) ?? []).map(validity).sort((a, b) => a.from - b.from)) {
      if (span.from > from) left.push({ from, to: Math.min(span.from, own.to) })
      from = Math.max(from, span.to)
    }
    return [...left, { from, to: own.to }].filter((one) => one.from < one.to)
  }
}
