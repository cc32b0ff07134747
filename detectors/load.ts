import { readdirSync, readFileSync } from 'node:fs'
import { parse } from 'yaml'
import { z } from 'zod'
import { type Catalogue, Clause } from './catalogue.ts'
import type { Rule } from './meta.ts'
import { MonthSeen } from './precision.ts'
import { Unenforced, Unwatched } from './unenforced.ts'

const here = new URL('./', import.meta.url)

/** Every rule of `rules/`, by id, those that are not written out yet (`rules new`) too. A new rule is a new file; nothing else names it. */
export const loadAllRules = async (): Promise<readonly Rule[]> => {
  const files = readdirSync(new URL('rules/', here))
    .filter((name) => name.endsWith('.ts'))
    .sort()
  const modules = await Promise.all(
    files.map((name) => import(new URL(`rules/${name}`, here).href) as Promise<{ readonly rule: Rule }>),
  )
  return modules.map(({ rule }) => rule)
}

/** The rules that judge. Throws where one has no case that fires: nobody knows yet whom it would accuse. */
export const loadRules = async (): Promise<readonly Rule[]> => {
  const rules = await loadAllRules()
  const unwritten = rules.filter(({ cases }) => Object.keys(cases.fires).length === 0)
  if (unwritten.length > 0)
    throw new Error(`${unwritten.map(({ id }) => id).join(', ')}: luật chưa viết xong; xem vonggac rules lint`)
  return rules
}

/** The project's copy of the catalogue of clauses, with what rules leave out of them; throws where one of the two lists does not have its form. */
export const loadCatalogue = (): Catalogue => {
  const clauses = z.array(Clause).parse(parse(readFileSync(new URL('clauses.yaml', here), 'utf8')))
  const leftOut = new Map(loadUnenforced().partly.map(({ id, missing }) => [id, missing]))
  return new Map(
    clauses.map((clause) => {
      const missing = leftOut.get(clause.id)
      return [clause.id, { ...clause, ...(missing !== undefined && { leftOut: missing }) }]
    }),
  )
}

/** Which clauses have no rule, and what stands for it; throws where the list does not have its form. */
export const loadUnenforced = (): Unenforced => Unenforced.parse(parse(readFileSync(new URL('due.yaml', here), 'utf8')))

/** Which paragraphs of the directives nothing can watch, and why; throws where the list does not have its form. */
export const loadUnwatched = (): readonly Unwatched[] =>
  z.array(Unwatched).parse(parse(readFileSync(new URL('unwatched.yaml', here), 'utf8')))

/** What `npm run precision -- --keep` measured last. Throws where the file is not what that writes. */
export const loadPrecision = (): readonly MonthSeen[] =>
  z.array(MonthSeen).parse(JSON.parse(readFileSync(new URL('precision.json', here), 'utf8')))
