import { fold } from '../../../kernel/fold.ts'
import { readCsv } from '../../formats/csv.ts'
import { cefKnows, leefKnows } from '../known/cef.ts'
import { type Knows, knowing } from '../known.ts'
import { fieldsByHeading, headingLines } from './heading.ts'
import type { TableMapping } from './mapping.ts'
import { pairsIn } from './rows.ts'

const header = knowing('vendor product version id name severity')
/** What a format names by itself is known whether it is mapped or not; the labels that a maker gives its own keys are not. */
const BY_FORMAT: Partial<Record<TableMapping['format'], Knows>> = {
  cef: (name) => header(name) || cefKnows(name),
  leef: (name) => header(name) || leefKnows(name),
}

/** The columns or keys of a line that a mapping makes no field of. */
export const unmapped = (mapping: TableMapping): ((line: string, heading?: string) => readonly string[]) => {
  const { format, delimiter, header: fixed } = mapping
  const fieldOf = fieldsByHeading(mapping)
  const ofFormat = BY_FORMAT[format]
  const namesUnder = (heading: string | undefined): readonly string[] => {
    const line = headingLines(heading).at(-1)
    return (line === undefined ? fixed : readCsv(line, delimiter)) ?? []
  }
  return (line, heading) => {
    const names = format === 'csv' ? namesUnder(heading) : (pairsIn(format, line) ?? []).map(([name]) => name)
    return names.filter((name) => name.trim() !== '' && !fieldOf.has(fold(name)) && !ofFormat?.(name))
  }
}
