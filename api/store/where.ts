import type { AlertFilter } from '../../kernel/ports.ts'
import { wordsOf } from '../filter.ts'

export type Where = { readonly sql: string; readonly values: readonly (string | number)[] }

/** Between and around the units of a path, so that `a` is not found in `xa-a`. No unit id holds it. */
export const PATH_MARK = '\u001f'

/** A filter as the condition of a query on the table `alerts`; the same verdicts as `matches`, held by a property test. */
export const whereOf = (filter: AlertFilter): Where => {
  const conditions: string[] = []
  const values: (string | number)[] = []
  const ask = (condition: string, ...more: readonly (string | number)[]): void => {
    conditions.push(condition)
    values.push(...more)
  }
  if (filter.unit !== undefined) ask('instr(path, ?) > 0', PATH_MARK + filter.unit + PATH_MARK)
  if (filter.level !== undefined) ask(`level IN (${filter.level.map(() => '?').join(', ')})`, ...filter.level)
  for (const column of ['rule', 'clause', 'person', 'account', 'machine'] as const) {
    const value = filter[column]
    if (value !== undefined) ask(`${column} = ?`, value)
  }
  if (filter.from !== undefined) ask('last >= ?', filter.from)
  if (filter.to !== undefined) ask('last <= ?', filter.to)
  if (filter.state !== undefined && filter.state !== 'all') ask('state = ?', filter.state)
  for (const word of wordsOf(filter.text ?? '')) ask('instr(search, ?) > 0', word)
  return { sql: conditions.length === 0 ? '1' : conditions.join(' AND '), values }
}
