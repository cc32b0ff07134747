import type { Observation } from '../../../kernel/event.ts'
import type { TableMapping } from './mapping.ts'
import { type Row, rowReader } from './rows.ts'
import { tableSource } from './source.ts'

const HEADING_LINE = 'Dòng tiêu đề.'
const EMPTY_ROW = 'Dòng trống.'
/** Said of lines that are no rows, and no trouble either. */
export const NO_ROW: ReadonlySet<string | undefined> = new Set([HEADING_LINE, EMPTY_ROW])

/** What a mapping makes of one line of a sample. */
export type PreviewLine = {
  /** From 1. */
  readonly line: number
  readonly fields: Row
  readonly observation?: Observation
  /** Why not, in Vietnamese. */
  readonly problem?: string
}

/**
 * Reads a sample as the mapping would, keeping nothing: what the mapping editor and `vonggac map preview` show. `zone` is that of the
 * source instance, for times without one.
 */
export const preview = (mapping: TableMapping, sample: string, zone = 'UTC'): readonly PreviewLine[] => {
  const read = rowReader(mapping)
  const source = tableSource(mapping)
  let heading: string | undefined
  return sample.split(/\r?\n/).flatMap((text, index): PreviewLine[] => {
    if (text.trim() === '') return []
    const line = index + 1
    const context = { received: 0, collector: 'preview', digest: 'preview', place: `preview:${line}`, zone, heading }
    const found = read(text, heading)
    if (found.kind === 'heading') heading = text
    const parsed = source.parse(text, context)
    const fields = found.kind === 'row' ? found.row : {}
    if (!parsed.ok) return [{ line, fields, problem: parsed.error.detail }]
    const [observation] = parsed.value
    if (observation) return [{ line, fields, observation }]
    return [{ line, fields, problem: found.kind === 'heading' ? HEADING_LINE : EMPTY_ROW }]
  })
}
