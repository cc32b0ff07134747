import type { estypes } from '@elastic/elasticsearch'
import type { AlertField } from '../../../kernel/alert-fields.ts'
import type { AlertFilter } from '../../../kernel/ports.ts'
import { wordsOf } from '../../filter.ts'

type Query = NonNullable<estypes.QueryDslQueryContainer>

/** The field that holds what a filter asks for. */
const FIELDS = {
  unit: 'vonggac.unit.path',
  rule: 'rule.id',
  clause: 'vonggac.clause.id',
  person: 'user.id',
  account: 'vonggac.account',
  machine: 'host.name',
} as const satisfies Readonly<Partial<Record<keyof AlertFilter, AlertField>>>

/** A piece of a word, with what means something in a pattern taken as it is. */
const pieceOf = (word: string): string => `*${word.replace(/[\\*?]/g, '\\$&')}*`

const field = (name: AlertField, value: string): Query => ({ term: { [name]: value } })

/** A filter as a query; the same verdicts as `matches`, held by a property test. */
export const queryOf = (filter: AlertFilter): Query => {
  const asked = Object.entries(FIELDS).flatMap(([name, at]) => {
    const value = filter[name as keyof typeof FIELDS] // the keys of the constant above
    return value === undefined ? [] : [field(at, value)]
  })
  const level: AlertField = 'vonggac.level'
  const text: AlertField = 'vonggac.search'
  const last: AlertField = '@timestamp'
  const { from, to, state } = filter
  const conditions: Query[] = [
    ...asked,
    ...(filter.level === undefined ? [] : [{ terms: { [level]: [...filter.level] } }]),
    ...(state === undefined || state === 'all' ? [] : [field('vonggac.state', state)]),
    ...(from === undefined ? [] : [{ range: { [last]: { gte: from, format: 'epoch_millis' } } }]),
    ...(to === undefined ? [] : [{ range: { [last]: { lte: to, format: 'epoch_millis' } } }]),
    // Each word is a piece of some line, as it is a piece of the whole text: no word reaches over a line's end.
    ...wordsOf(filter.text ?? '').map((word) => ({ wildcard: { [text]: { value: pieceOf(word) } } })),
  ]
  return { bool: { filter: conditions } }
}
