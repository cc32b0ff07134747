import type { Blind } from '../detectors/blind.ts'
import { partsOf } from '../detectors/explain.ts'
import { actionsOf } from '../detectors/machine.ts'
import type { Rule } from '../detectors/meta.ts'
import type { Override } from '../detectors/policy.ts'
import { figuresOf, type MonthSeen } from '../detectors/precision.ts'
import type { Acts } from '../detectors/registers/acts.ts'
import type { RuleInfo } from './schemas.ts'
import type { RuleCard } from './schemas-catalogue.ts'

export type CardMaterial = {
  readonly rules: readonly Rule[]
  readonly infos: readonly RuleInfo[]
  readonly overrides: readonly Override[]
  readonly measured: readonly MonthSeen[]
  readonly acts: Acts
  readonly blind: readonly Blind[]
}

/** What the catalogue page shows of the rules, in their order. */
export const ruleCards = ({ rules, infos, overrides, measured, acts, blind }: CardMaterial): readonly RuleCard[] => {
  const infoOf = new Map(infos.map((info) => [info.id, info]))
  const deaf = new Map(blind.map((one) => [one.rule, one.acts]))
  return rules.flatMap((rule) => {
    const info = infoOf.get(rule.id)
    if (!info) return []
    const [precision, missing] = [figuresOf(rule.id, measured), deaf.get(rule.id)]
    return [
      {
        ...info,
        say: rule.say,
        parts: partsOf(rule).map((one) => partOf(one, acts)),
        tuned: overrides
          .filter((one) => one.rule === rule.id)
          .map(({ unit, set, basis }) => ({ unit, set: { ...set }, basis })),
        cases: { fires: Object.keys(rule.cases.fires), quiet: Object.keys(rule.cases.quiet) },
        ...(precision && { precision }),
        ...(missing && { blind: [...missing] }),
      },
    ]
  })
}

const partOf = ({ part, selector }: ReturnType<typeof partsOf>[number], { last }: Acts): RuleCard['parts'][number] => {
  const acts = actionsOf(selector)
  const heard = Math.max(...acts.map((act) => last.get(act) ?? -Infinity))
  const texts = (conditions: typeof selector.sought = []) => conditions.map(({ vi, en }) => ({ vi, en }))
  return {
    ...{ part, acts: [...acts], sought: texts(selector.sought), excused: texts(selector.excused) },
    ...(Number.isFinite(heard) && { heard }),
  }
}
