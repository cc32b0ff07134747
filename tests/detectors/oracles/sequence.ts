import type { Sequence } from '../../../detectors/meta.ts'
import type { Observation } from '../../../kernel/event.ts'
import type { Oracle } from '../../support/kind-property.ts'
import { policyFor } from '../../support/kinds.ts'
import { perEntity, picker, repeated, span } from './parts.ts'

/**
 * For every event that can be the last step, and each log that may have told the steps before it: is there a beginning in its window from which each next step, taken as early as
 * possible, leaves the event itself for the last one, with no `unless` from the beginning to the event?
 */
export const sequenceOracle: Oracle = (events, anyRule, world) => {
  const rule = anyRule as Sequence
  const pick = picker(rule, world)
  const breaks = pick(rule.unless)
  const steps = rule.steps.flatMap((step) => Array.from({ length: step.times ?? 1 }, () => pick(step)))
  const middle = steps.slice(1, -1)
  return perEntity(events, rule).flatMap(([entity, list]) => {
    const own = repeated(list)
    const logOf = (e: Observation): string => rule.log?.(e) ?? ''
    const firesIn = (last: number, log: string): boolean => {
      const trigger = own[last]!
      if (breaks(trigger) || !steps.at(-1)!(trigger)) return false
      if (steps.length === 1) return true
      const from = trigger.at - span(policyFor(rule, world)(trigger), 'within')
      return own.some((begin, first) => {
        if (first >= last || begin.at < from || logOf(begin) !== log || !steps[0]!(begin)) return false
        if (own.some((e, j) => j >= first && j <= last && breaks(e))) return false
        let at = first
        for (const step of middle) {
          at = own.findIndex((e, j) => j > at && j < last && logOf(e) === log && step(e))
          if (at < 0) return false
        }
        return true
      })
    }
    const logs = new Set(own.map(logOf))
    const fires = (last: number): boolean => [...logs].some((log) => firesIn(last, log))
    return list
      .filter((trigger) => own.some((e, j) => e === trigger && fires(j)))
      .map((trigger) => ({ entity, at: trigger.at, trigger }))
  })
}
