import type { Field } from './source.ts'

/**
 * Conditions in Lucene's query language, always in parentheses: there AND wins over OR, a space between two keywords is no OR, and `a OR NOT b`
 * excludes b from everything.
 */
export type Lucene = string

const quoted = (value: string): string => `"${value.replace(/["\\]/g, '\\$&')}"`

/** The field has one of these values. */
export const is = (field: Field, ...values: readonly [string, ...string[]]): Lucene =>
  `(${field}:(${values.map(quoted).join(' OR ')}))`

/** The field's value begins so: `starts('vonggac.clause.id', 'MED-')`. The dash is part of the word, no exclusion. */
export const starts = (field: Field, prefix: string): Lucene => `(${field}:${prefix.replace(/[-+]/g, '\\$&')}*)`

export const has = (field: Field): Lucene => `(_exists_:${field})`

/** Of a date: not after this moment. */
export const until = (field: Field, moment: string): Lucene => `(${field}:[* TO ${moment}])`

/** Of a date: from this moment on. */
export const since = (field: Field, moment: string): Lucene => `(${field}:[${moment} TO *])`

/** Of a number: more than this. */
export const above = (field: Field, number: number): Lucene => `(${field}:>${number})`

export const not = (condition: Lucene): Lucene => `(*:* AND NOT ${condition})`

export const both = (...conditions: readonly Lucene[]): Lucene =>
  conditions.length === 1 ? conditions[0]! : `(${conditions.join(' AND ')})`

/**
 * What the reader chose in a variable of this name. The variable's `allValue` is `everyValue(field)`, so that «all» does not leave out what
 * lacks the field.
 */
export const chosen = (field: Field, variable: string): Lucene => `(${field}:$${variable})`

/** The same of a variable that has exactly one value, or none before there is any to choose: an empty word in quotes is still a question. */
export const chosenOne = (field: Field, variable: string): Lucene => `(${field}:"$${variable}")`

/** The `allValue` of a variable that `chosen` asks about this field. */
export const everyValue = (field: Field): string => `* OR (*:* AND NOT _exists_:${field})`
