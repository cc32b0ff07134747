import type { Distinct } from '../../../detectors/meta.ts'
import type { Observation } from '../../../kernel/event.ts'
import type { Oracle } from '../../support/kind-property.ts'
import { join, policyFor } from '../../support/kinds.ts'
import { perEntity, picker, span } from './parts.ts'

/** For every event that may fire: all counted ones of its window that were not taken back, looked at anew. */
export const distinctOracle: Oracle = (events, anyRule, world) => {
  const rule = anyRule as Distinct
  const pick = picker(rule, world)
  const [counted, back, then] = [pick(rule), pick(rule.until), pick(rule.upon)]
  const shown = (e: Observation): string | undefined => rule.of(join(e))
  return perEntity(events, rule).flatMap(([entity, own]) =>
    own.flatMap((trigger, i) => {
      const policy = policyFor(rule, world)(trigger)
      const from = trigger.at - span(policy, 'within')
      const count = Number(policy['count'])
      /** Whether the event at j counts, is in the window and was not taken back after it, up to the trigger. */
      const stands = (e: Observation, j: number): boolean =>
        counted(e) &&
        shown(e) !== undefined &&
        e.at >= from &&
        !own.some((k, at) => at > j && at <= i && back(k) && shown(k) === shown(e))
      const standing = own.map((e, j) => ({ e, j, value: shown(e) })).filter(({ e, j }) => j <= i && stands(e, j))
      const before = standing.filter(({ j }) => j < i)

      const fires = (): boolean => {
        if (rule.upon) return then(trigger) && new Set(before.map(({ value }) => value)).size >= count
        const value = shown(trigger)
        if (!counted(trigger) || value === undefined) return false
        if (policy['atOnce'] === undefined) return new Set(standing.map((s) => s.value)).size >= count
        const mine = before.filter((s) => s.value === value)
        const others = [...new Set(before.map((s) => s.value))].filter((other) => {
          if (other === value) return false
          const last = before.findLast((s) => s.value === other)!
          return last.e.at >= trigger.at - span(policy, 'atOnce') && mine.some(({ j }) => j < last.j)
        })
        return mine.length > 0 && others.length >= count - 1
      }
      return fires() ? [{ entity, at: trigger.at, trigger }] : []
    }),
  )
}
