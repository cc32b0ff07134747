import type { Match } from '../../../detectors/meta.ts'
import type { Oracle } from '../../support/kind-property.ts'
import { perEntity, picker } from './parts.ts'

/** Every event of the entity that the rule picks. */
export const matchOracle: Oracle = (events, rule, world) => {
  const picked = picker(rule, world)(rule as Match)
  return perEntity(events, rule).flatMap(([entity, own]) =>
    own.filter(picked).map((trigger) => ({ entity, at: trigger.at, trigger })),
  )
}
