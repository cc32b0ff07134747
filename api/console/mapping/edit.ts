import { fold } from '../../../kernel/fold.ts'
import type { MappingDraft, MappingLine, RuleDraft } from '../../schemas-mappings.ts'

/** Lets a column be the field, or no field where that is empty. A heading names one field at most, however it is written. */
export const assign = (mapping: MappingDraft, heading: string, field: string): MappingDraft => {
  const others = Object.entries(mapping.columns).flatMap(([name, headings]) => {
    const left = headings.filter((one) => fold(one) !== fold(heading))
    return left.length > 0 || name === field ? [[name, left] as const] : []
  })
  const columns = Object.fromEntries(others)
  // First: a heading is looked for among the fields in their order.
  return {
    ...mapping,
    columns: field === '' ? columns : { [field]: [heading, ...(columns[field] ?? [])], ...without(columns, field) },
  }
}

/** A record without one of its keys. */
export const without = <T>(record: Readonly<Record<string, T>>, key: string): Record<string, T> =>
  Object.fromEntries(Object.entries(record).filter(([name]) => name !== key))

/** A record whose key has another name, in the same place; the last one of a name stays. */
export const renamed = <T>(record: Readonly<Record<string, T>>, key: string, name: string): Record<string, T> =>
  Object.fromEntries(Object.entries(record).map(([one, value]) => [one === key ? name : one, value]))

/** What was typed, one value a line, as a condition has it. */
export const valuesIn = (typed: string): string | string[] => {
  const values = typed
    .split('\n')
    .map((value) => value.trim())
    .filter((value) => value !== '')
  return values.length === 1 ? values[0]! : values
}

/** A file without a heading line: its columns are called by their number until somebody names them. */
export const withHeader = (mapping: MappingDraft, columns: number): MappingDraft => ({
  ...mapping,
  header: Array.from({ length: Math.max(columns, 1) }, (_, index) => `Cột ${index + 1}`),
})

export const withoutHeader = ({ header: _, ...mapping }: MappingDraft): MappingDraft => mapping

/** A rule for rows like this one: those that say the same of the act, and of its result. */
export const ruleFor = ({ fields }: Pick<MappingLine, 'fields'>): RuleDraft => ({
  when: Object.fromEntries(
    ['action', 'result'].flatMap((name) => (fields[name] === undefined ? [] : [[name, fields[name]]])),
  ),
  action: 'activity',
  fields: fields['what'] === undefined && fields['action'] !== undefined ? { what: '{action}' } : {},
})

/** A list with one of its members elsewhere. */
export const moved = <T>(list: readonly T[], from: number, to: number): T[] => {
  const rest = list.filter((_, index) => index !== from)
  return [...rest.slice(0, to), ...list.slice(from, from + 1), ...rest.slice(to)]
}
