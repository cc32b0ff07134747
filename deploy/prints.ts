import { createHash } from 'node:crypto'
import type { Catalogue } from '../detectors/catalogue.ts'
import type { Rule } from '../detectors/meta.ts'

/**
 * What tells a version of each rule from every other, by id: what the rule says of itself, its clause, and the code that judges by it
 * (`ruleCode`: its own, and what all rules share). Its own examples do not count; the numbers that units set are told apart by the engine.
 */
export const printsOf = (
  rules: readonly Rule[],
  { catalogue, code }: { readonly catalogue: Catalogue; readonly code: (rule: Rule) => string },
): ReadonlyMap<string, string> =>
  new Map(
    rules.map((rule) => {
      const { cases: _, ...said } = rule
      const text = JSON.stringify({ said, clause: catalogue.get(rule.clause), code: code(rule) }, told)
      return [rule.id, createHash('sha256').update(text).digest('hex').slice(0, 16)]
    }),
  )

/** What JSON would leave out. */
const told = (_key: string, value: unknown): unknown =>
  typeof value === 'function' || value instanceof RegExp
    ? String(value)
    : value instanceof Set || value instanceof Map
      ? [...value]
      : value
