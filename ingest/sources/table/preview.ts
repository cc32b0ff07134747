import type { Observation } from '../../../kernel/event.ts'
import type { Refusal } from '../../../kernel/ports.ts'
import type { TableMapping } from './mapping.ts'
import { headingBehind, type Line, type Row, rowReader, rowsIn, type Shape, titledRows } from './rows.ts'
import { ruleOf, tableSource } from './source.ts'

const HEADING_LINE = 'Dòng tiêu đề.'
const EMPTY_ROW = 'Dòng trống.'
const NOTE = 'Dòng ngoài bảng (tên bảng, dòng tổng, «sep=»): bỏ qua.'
const SAID = { heading: HEADING_LINE, empty: EMPTY_ROW, note: NOTE } as const
/** Said of lines that are no rows, and no trouble either. */
export const NO_ROW: ReadonlySet<string | undefined> = new Set([HEADING_LINE, EMPTY_ROW, NOTE])

const ORIGIN = { received: 0, collector: 'preview', digest: 'preview' } as const

/** What a mapping makes of one line of a sample. */
export type PreviewLine = {
  /** From 1. */
  readonly line: number
  readonly fields: Row
  readonly observation?: Observation
  /** Which rule of the mapping decided, from 1; absent where none held. */
  readonly rule?: number
  /** Why not, in Vietnamese. */
  readonly problem?: string
  /** Why not, in one word: what the quarantine files the line under. */
  readonly refused?: Refusal['reason']
  /** Of a line that is no row, and no trouble either. */
  readonly read?: 'heading' | 'empty' | 'note'
}

/**
 * Reads a sample as the mapping would, keeping nothing: what the mapping editor, `vonggac map preview` and the test of a stored mapping
 * go by. `zone` is that of the source instance, for times without one.
 */
export const preview = (mapping: TableMapping, sample: string, zone = 'UTC'): readonly PreviewLine[] => {
  const readRow = rowReader(mapping)
  const source = tableSource(mapping)
  const decides = ruleOf(mapping)
  let heading: string | undefined
  const rows = rowsIn(mapping, sample)
  const headed = titledRows(rows, readRow)
  return rows.map(([line, text], index): PreviewLine => {
    const above = index < headed
    const context = { ...ORIGIN, place: `preview:${line}`, zone, heading, above }
    const found = readRow(text, heading, above)
    heading = headingBehind(text, heading, found)
    const parsed = source.parse(text, context)
    const fields = found.kind === 'row' ? found.row : {}
    if (!parsed.ok) return { line, fields, problem: parsed.error.detail, refused: parsed.error.reason }
    const [observation] = parsed.value
    const rule = decides(fields) + 1
    if (observation) return { line, fields, observation, ...(rule > 0 && { rule }) }
    const read = readAs(found) ?? 'empty'
    return { line, fields, problem: SAID[read], read }
  })
}

/** What can be read of a sample's rows alone, where the rest of the mapping is not right yet. */
export const rowsOf = (shape: Shape, sample: string): readonly Pick<PreviewLine, 'line' | 'fields' | 'read'>[] => {
  const read = rowReader(shape)
  let heading: string | undefined
  const rows = rowsIn(shape, sample)
  const headed = titledRows(rows, read)
  return rows.map(([line, text], index) => {
    const found = read(text, heading, index < headed)
    heading = headingBehind(text, heading, found)
    const fields = found.kind === 'row' ? found.row : {}
    const as = readAs(found)
    return { line, fields, ...(as && { read: as }) }
  })
}

/** Of a line that is no row, and no trouble either, what it is. */
const readAs = ({ kind }: Line): PreviewLine['read'] =>
  kind === 'heading' || kind === 'empty' || kind === 'note' ? kind : undefined
