import type { Catalogue } from '../catalogue.ts'
import type { Rule } from '../meta.ts'
import { disturbed } from './disturbed.ts'
import { conditionsDropped, numbersMoved, unheld } from './held.ts'
import { written } from './written.ts'

/**
 * What is wrong with a rule as it is written, one sentence in Vietnamese each; none: it may be landed. The cases it must have are those
 * without which a number, a condition, an order of delivery, a wrong clock or an empty register would change what it says unseen.
 */
export const lint = (rule: Rule, catalogue: Catalogue): readonly string[] => {
  const form = written(rule, catalogue)
  // What names no clause cannot be played.
  if (!catalogue.has(rule.clause)) return form
  return [
    ...form,
    ...unheld(rule, [...numbersMoved(rule), ...conditionsDropped(rule)], catalogue).map(
      (change) => `${change}: không ca nào nhận ra`,
    ),
    ...disturbed(rule, catalogue),
  ]
}
