import { z } from 'zod'
import { type Choices, interpolate } from './interpolate.ts'
import type { Mark, Variable } from './model.ts'
import type { Range, Request } from './request.ts'

const Find = z.strictObject({ find: z.literal('terms'), field: z.string(), query: z.string(), size: z.number() })

type Place = { readonly index: string; readonly timeField: string; readonly range: Range }

/** What a query variable sends. The query is put in order by what was chosen in the variables before it. */
export const variableRequest = (variable: Variable, choices: Choices, { index, timeField, range }: Place): Request => {
  const { field, query, size } = Find.parse(JSON.parse(variable.query))
  const asked = interpolate(query, choices, 'lucene')
  return {
    header: { ignore_unavailable: true, index, search_type: 'query_then_fetch' },
    body: {
      size: 0,
      query: {
        bool: {
          filter: [
            { range: { [timeField]: { gte: range.from, lte: range.to, format: 'epoch_millis' } } },
            { query_string: { query: asked, analyze_wildcard: true } },
          ],
        },
      },
      aggs: { 1: { terms: { field, size, order: { _key: 'asc' } } } },
    },
  }
}

export type Option = { readonly text: string; readonly value: string }

/** What a variable offers of the values found: taken apart by its expression, by named groups. */
export const optionsOf = ({ regex }: Variable, found: readonly string[]): readonly Option[] => {
  if (regex === undefined || regex === '') return found.map((value) => ({ text: value, value }))
  const expression = new RegExp(/^\/(.*)\/$/.exec(regex)![1]!)
  return found.flatMap((value) => {
    const groups = expression.exec(value)?.groups
    return groups === undefined ? [] : [{ text: groups['text']!, value: groups['value']! }]
  })
}

/** What an annotation sends. */
export const markRequest = (mark: Mark, choices: Choices, index: string, { from, to }: Range): Request => ({
  header: { search_type: 'query_then_fetch', ignore_unavailable: true, index },
  body: {
    size: 10_000,
    query: {
      bool: {
        filter: [
          {
            bool: {
              should: [{ range: { [mark.timeField]: { gte: from, lte: to, format: 'epoch_millis' } } }],
              minimum_should_match: 1,
            },
          },
          { query_string: { query: interpolate(mark.query, choices, 'lucene') } },
        ],
      },
    },
  },
})
