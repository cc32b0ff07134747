import type { Counted, Threshold } from '../../../detectors/meta.ts'
import type { Observation } from '../../../kernel/event.ts'
import type { Oracle } from '../../support/kind-property.ts'
import { join, policyFor } from '../../support/kinds.ts'
import { perEntity, picker, repeated, span } from './parts.ts'

/** For every picked event: all picked ones of its log up to it in its own window, counted; `some` asked of the last `count`, `every` of those of each log. */
export const thresholdOracle: Oracle = (events, anyRule, world) => {
  const rule = anyRule as Threshold
  const picked = picker(rule, world)(rule)
  return perEntity(events, rule).flatMap(([entity, own]) =>
    own.flatMap((trigger, i) => {
      if (!picked(trigger)) return []
      const policy = policyFor(rule, world)(trigger) as Counted
      const from = trigger.at - span(policy, 'within')
      const logOf = (e: Observation): string => rule.log?.(e) ?? ''
      const window = repeated(own.filter((e, j) => j <= i && picked(e) && e.at >= from))
      const count = Number(policy['count'])
      const logs = [...Map.groupBy(window, logOf).values()].map((told) => told.slice(-count))
      const last = logs.find((told) => told.includes(trigger))!
      const fires =
        last.length >= count &&
        (!rule.some || last.some((e) => rule.some!.test(join(e), policy))) &&
        (!rule.every || logs.flat().every((e) => rule.every!.test(join(e), policy)))
      return fires ? [{ entity, at: trigger.at, trigger }] : []
    }),
  )
}
