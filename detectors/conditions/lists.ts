import type { ListName } from '../../kernel/directory/list-names.ts'
import type { Things } from '../../kernel/directory/lists.ts'
import type { Action } from '../../kernel/event.ts'
import type { Condition, LogEvent } from '../meta.ts'

/**
 * Something that the event tells of is on a list (on any of several), as of the event, for its unit. The condition notes the lists: when
 * a row of one changes, the rules that look at it are computed again, and no others. Nothing else asks the facts for lists (a test).
 */
export const onList = <A extends Action>(
  list: ListName | readonly ListName[],
  vi: string,
  en: string,
  things: (event: LogEvent<A>) => Things,
): Condition<A> => {
  const lists: readonly ListName[] = typeof list === 'string' ? [list] : list
  return {
    ...{ vi, en, lists },
    test: (event) => {
      const named = things(event)
      return lists.some((one) => event.facts.listed(one, named) !== undefined)
    },
  }
}
