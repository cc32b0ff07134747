import type { ListName } from '../kernel/directory/list-names.ts'
import { partsOf } from './explain.ts'
import type { Rule } from './meta.ts'

/** The lists that a rule looks at, as its conditions note them (`onList`). */
export const listsOf = (rule: Rule): ReadonlySet<ListName> => {
  const upon = rule.kind === 'threshold' ? [rule.some ?? [], rule.every ?? []].flat() : []
  const picked = partsOf(rule).flatMap(({ selector: { sought = [], excused = [] } }) => [...sought, ...excused])
  return new Set([...picked, ...upon].flatMap(({ lists }) => lists ?? []))
}
