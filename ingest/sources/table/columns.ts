import { fold } from '../../../kernel/fold.ts'
import { readCsv } from '../../formats/csv.ts'
import { headingAt } from './around.ts'
import { fieldsByHeading } from './heading.ts'
import { type Line, pairsIn, rowReader, rowsIn, type Shape } from './rows.ts'

/** A column of a sample as its heading names it: the field that the mapping makes of it, and a value that stands in it. */
export type SampleColumn = { readonly name: string; readonly field?: string; readonly example?: string }

/** A heading that is refused for what it names twice is shown all the same. */
const namesColumns = ({ kind }: Line): boolean => kind === 'heading' || kind === 'twice'

/** Of CSV: the heading line, the mapping's `header`, or else what the line above the rows says. */
const cellsOf = (mapping: Shape, lines: readonly string[]) => {
  const { delimiter, header } = mapping
  const read = rowReader(mapping)
  const known = lines.findIndex((line) => namesColumns(read(line, undefined)))
  const heading = known >= 0 || header ? known : headingAt(lines, delimiter)
  const cells = lines.map((line) => readCsv(line, delimiter) ?? [])
  if (heading >= 0) return { names: cells[heading] ?? [], rows: cells.slice(heading + 1) }
  if (header) return { names: header, rows: cells }
  return { names: (cells[0] ?? []).map((_, index) => `Cột ${index + 1}`), rows: cells }
}

const EXAMPLE = 80

/** The columns of a sample, in its order: what a person gives names to. Formats that name their values have those of all lines. */
export const columnsIn = (mapping: Shape, sample: string): readonly SampleColumn[] => {
  const { format } = mapping
  const fieldOf = fieldsByHeading(mapping)
  const lines = rowsIn(mapping, sample).map(([, text]) => text)
  const examples = new Map<string, string | undefined>()
  const note = (name: string, value: string | undefined): void => {
    if (name.trim() !== '') examples.set(name, examples.get(name) || value?.slice(0, EXAMPLE))
  }
  if (format === 'csv') {
    const { names, rows } = cellsOf(mapping, lines)
    for (const [index, name] of names.entries()) note(name, rows.find((cells) => cells[index])?.[index])
  } else for (const line of lines) for (const [name, value] of pairsIn(format, line) ?? []) note(name, value)
  return [...examples].map(([name, example]) => {
    const field = fieldOf.get(fold(name))
    return { name, ...(field !== undefined && { field }), ...(example && { example }) }
  })
}
