import { readCsv } from '../../formats/csv.ts'
import { isObject, type JsonObject, readObject, text } from '../../formats/json.ts'
import { readKeyValue } from '../../formats/keyvalue.ts'
import { fold, type TableMapping } from './mapping.ts'

/** Field → text, of one row; only fields that are there and not empty. */
export type Row = Readonly<Record<string, string>>

/** What a line turned out to be. */
export type Line =
  | { readonly kind: 'row'; readonly row: Row }
  | { readonly kind: 'header' }
  | { readonly kind: 'headless' }
  | { readonly kind: 'broken' }

const MAX_FILES = 1_000
const EMPTY = new Set(['', '-', 'n/a', 'null', '(null)'])

const flatten = (object: JsonObject, prefix = '', depth = 0): readonly (readonly [string, string])[] =>
  Object.entries(object).flatMap(([key, value]) => {
    const scalar = text(value)
    if (scalar !== undefined) return [[prefix + key, scalar] as const]
    return isObject(value) && depth < 4 ? flatten(value, `${prefix}${key}.`, depth + 1) : []
  })

/**
 * Reads lines of one mapped table. A CSV heading line is recognised by its headings and holds for the lines of the same file
 * (`file`) after it; with `header` in the mapping no line needs one.
 */
export const rowReader = (mapping: TableMapping): ((line: string, file: string) => Line) => {
  const fieldOf = new Map<string, string>()
  for (const [field, headings] of Object.entries(mapping.columns)) {
    for (const heading of [field, ...headings]) if (!fieldOf.has(fold(heading))) fieldOf.set(fold(heading), field)
  }
  const learnt = new Map<string, readonly string[]>()

  const rowOf = (cells: Iterable<readonly [string, string]>): Row => {
    const row: Record<string, string> = Object.create(null)
    for (const [heading, value] of cells) {
      const field = fieldOf.get(fold(heading))
      const clean = value.normalize('NFC').trim()
      if (field !== undefined && !EMPTY.has(clean.toLowerCase())) row[field] ??= clean
    }
    return row
  }

  /** A heading line: the time's heading is there, and at least half of its cells are headings we know. */
  const isHeader = (cells: readonly string[]): boolean => {
    const fields = cells.map((cell) => fieldOf.get(fold(cell)))
    return fields.includes('time') && fields.filter(Boolean).length * 2 >= cells.length
  }

  const csv = (line: string, file: string): Line => {
    const cells = readCsv(line, mapping.delimiter)
    if (!cells || cells.length === 0) return { kind: 'broken' }
    if (isHeader(cells)) {
      if (learnt.size >= MAX_FILES) learnt.delete(learnt.keys().next().value ?? '')
      learnt.set(file, cells)
      return { kind: 'header' }
    }
    const header = learnt.get(file) ?? mapping.header
    if (!header) return { kind: 'headless' }
    return { kind: 'row', row: rowOf(cells.map((cell, index) => [header[index] ?? '', cell] as const)) }
  }

  return (line, file) => {
    switch (mapping.format) {
      case 'csv':
        return csv(line, file)
      case 'json': {
        const object = readObject(line)
        return object ? { kind: 'row', row: rowOf(flatten(object)) } : { kind: 'broken' }
      }
      case 'key-value': {
        const pairs = readKeyValue(line)
        return pairs.size === 0 ? { kind: 'broken' } : { kind: 'row', row: rowOf(pairs) }
      }
      default:
        return mapping.format satisfies never
    }
  }
}
