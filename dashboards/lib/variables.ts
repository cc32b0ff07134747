import {
  ConstantVariableBuilder,
  CustomVariableBuilder,
  QueryVariableBuilder,
  type VariableModel,
  VariableRefresh,
  VariableSort,
} from '@grafana/grafana-foundation-sdk/dashboard'
import { everyValue } from './lucene.ts'
import { type Field, refTo, type Source } from './source.ts'

export type Variable = VariableModel

const ALL = { text: 'Tất cả', value: '$__all' }

type Named = { readonly name: string; readonly label: string; readonly about: string }

/** `text : value` pairs as Grafana keeps them: a comma parts two of them. */
const listed = (choices: readonly Choice[]): string =>
  choices.map(({ text, value }) => `${text.replaceAll(',', '\\,')} : ${value}`).join(', ')

export type Choice = { readonly text: string; readonly value: string }

/** One of some values, the first unless told. */
export const oneOf = (
  { name, label, about }: Named,
  choices: readonly [Choice, ...Choice[]],
  first = choices[0],
): Variable =>
  new CustomVariableBuilder(name)
    .label(label)
    .description(about)
    .values(listed(choices))
    .current(first)
    .options(choices.map((choice) => ({ ...choice, selected: choice === first })))
    .allowCustomValue(false)
    .build()

/** Any number of values of a field, all of them at first. */
export const someOf = ({ name, label, about }: Named, field: Field, choices: readonly Choice[]): Variable =>
  new CustomVariableBuilder(name)
    .label(label)
    .description(about)
    .values(listed(choices))
    .current({ ...ALL, selected: true })
    .options([{ ...ALL, selected: true }, ...choices.map((choice) => ({ ...choice, selected: false }))])
    .multi(true)
    .includeAll(true)
    .allValue(everyValue(field))
    .allowCustomValue(false)
    .build()

export type Found = {
  readonly source: Source
  readonly field: Field
  readonly where: string
  /** Takes a value apart into what is shown and what is asked for. */
  readonly apart?: string
  readonly size?: number
}

const found = (
  { name, label, about }: Named,
  { source, field, where, apart, size = 1000 }: Found,
): QueryVariableBuilder => {
  const query = JSON.stringify({ find: 'terms', field, query: where, size })
  const builder = new QueryVariableBuilder(name)
    .label(label)
    .description(about)
    .datasource(refTo(source))
    .query(query)
    .definition(query)
    .refresh(VariableRefresh.OnTimeRangeChanged)
    .sort(VariableSort.AlphabeticalAsc)
    .allowCustomValue(false)
  return apart === undefined ? builder : builder.regex(apart)
}

/** Any number of the values that documents have, all of them at first; they are asked about in `asked`. */
export const someFound = (named: Named, what: Found, asked: Field): Variable =>
  found(named, what)
    .multi(true)
    .includeAll(true)
    .allValue(everyValue(asked))
    .current({ ...ALL, selected: true })
    .build()

/** One of the values that documents have: the first of them at first. */
export const oneFound = (named: Named, what: Found): Variable => found(named, what).build()

/** Known to links alone. */
export const constant = (name: string, value: string): Variable => ({
  ...new ConstantVariableBuilder(name).value(value).build(),
  current: { text: value, value },
})
