import { createHash } from 'node:crypto'
import type { Catalogue } from '../detectors/catalogue.ts'
import type { Rule } from '../detectors/meta.ts'
import type { Override } from '../detectors/policy.ts'

/**
 * What tells a version of each rule from every other, by id: what the rule says of itself, its clause, the code that judges by it
 * (`ruleCode`: its own, and what all rules share), what the configuration sets otherwise and, where it waits for something, how late a
 * log may be. Its own examples do not count.
 */
export const printsOf = (
  rules: readonly Rule[],
  {
    overrides,
    catalogue,
    lateness,
    code,
  }: {
    readonly overrides: readonly Override[]
    readonly catalogue: Catalogue
    readonly lateness: number
    readonly code: (rule: Rule) => string
  },
): ReadonlyMap<string, string> =>
  new Map(
    rules.map((rule) => {
      const { cases: _, ...said } = rule
      const parts = {
        ...{ said, clause: catalogue.get(rule.clause), code: code(rule) },
        ...{ set: overrides.filter((override) => override.rule === rule.id) },
        ...(rule.kind === 'absence' && { lateness }),
      }
      const text = JSON.stringify(parts, told)
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
