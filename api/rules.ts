import type { Catalogue } from '../detectors/catalogue.ts'
import type { Rule } from '../detectors/meta.ts'
import type { RuleInfo } from './schemas.ts'

/** The rules as the API shows them. Throws when a rule names a clause the catalogue does not have. */
export const ruleInfos = (rules: readonly Rule[], catalogue: Catalogue): readonly RuleInfo[] =>
  rules.map((rule) => {
    const clause = catalogue.get(rule.clause)
    if (!clause) throw new Error(`rule ${rule.id} names the clause ${rule.clause}, which the catalogue does not have`)
    return {
      id: rule.id,
      version: rule.version,
      kind: rule.kind,
      clause: { id: clause.id, vi: clause.vi, en: clause.en },
      title: rule.title,
      level: rule.level,
      policy: { ...rule.policy },
      respond: rule.respond,
      basis: clause.basis,
    }
  })
