import type { Observation } from '../../../kernel/event.ts'
import type { TableMapping } from './mapping.ts'
import { type Row, rowReader } from './rows.ts'
import { tableSource } from './source.ts'

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
  return sample.split(/\r?\n/).flatMap((text, index): PreviewLine[] => {
    if (text.trim() === '') return []
    const line = index + 1
    const context = { received: 0, collector: 'preview', digest: 'preview', place: `preview:${line}`, zone }
    const found = read(text, 'preview')
    const parsed = source.parse(text, context)
    const fields = found.kind === 'row' ? found.row : {}
    if (!parsed.ok) return [{ line, fields, problem: parsed.error.detail }]
    const [observation] = parsed.value
    return [observation ? { line, fields, observation } : { line, fields, problem: 'Dòng tiêu đề.' }]
  })
}
