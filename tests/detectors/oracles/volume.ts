import type { Volume } from '../../../detectors/meta.ts'
import { localClock, localDate } from '../../../kernel/time.ts'
import type { Oracle } from '../../support/kind-property.ts'
import { join, policyFor } from '../../support/kinds.ts'
import { perEntity, picker, repeated } from './parts.ts'

/** For every picked event: the sum over all picked ones up to it whose wall clock shows the same date (and hour). */
export const volumeOracle: Oracle = (events, anyRule, world) => {
  const rule = anyRule as Volume
  const picked = picker(rule, world)(rule)
  const bucket = (at: number): string => localDate(at) + (rule.per === 'hour' ? localClock(at).slice(0, 2) : '')
  return perEntity(events, rule).flatMap(([entity, own]) =>
    own.flatMap((trigger, i) => {
      if (!picked(trigger)) return []
      const same = own.filter((e, j) => j <= i && picked(e) && bucket(e.at) === bucket(trigger.at))
      const sum = repeated(same).reduce((total, e) => total + rule.sum(join(e)), 0)
      return sum >= Number(policyFor(rule, world)(trigger)['limit']) ? [{ entity, at: trigger.at, trigger }] : []
    }),
  )
}
