import type { Directory, UnitFact } from '../../kernel/directory/facts.ts'
import type { Instant } from '../../kernel/time.ts'

/**
 * What a reader chooses a unit by: the names down to it and its id, for itself and for each unit above it, so that a unit that is not
 * monitored itself can be chosen for those below it. The topmost name is left out below it: it is everybody's.
 */
export const labelsOf = ({ id, path }: UnitFact, directory: Directory, at: Instant): readonly string[] => {
  const whole = path.includes(id) ? path : [...path, id]
  const names = whole.map((one) => directory.units.at(one, at)?.name ?? one)
  return whole.map((one, depth) => `${names.slice(Math.min(depth, 1), depth + 1).join(' › ')} [${one}]`)
}
