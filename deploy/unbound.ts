import { isBound, textsNeeded } from '../detectors/binding.ts'
import type { Catalogue, Clause } from '../detectors/catalogue.ts'
import type { Unjudged } from '../detectors/detection.ts'
import type { Rule } from '../detectors/meta.ts'
import type { Directory } from '../kernel/directory/facts.ts'
import type { Text } from '../kernel/text.ts'

/** Why nothing about this clause is judged in a unit at an instant, if so. A test holds it to what `detect` does. */
export const unjudgedIn = (
  clause: Clause,
  unit: string | undefined,
  at: number,
  directory: Directory,
): Unjudged | undefined => {
  if (unit === undefined) return clause.answers === 'officer' || clause.answers === 'unit' ? 'no-unit' : undefined
  if (!directory.units.at(unit, at)?.monitored) return 'not-monitored'
  return isBound(clause, directory.bindings(unit, at)) ? undefined : 'not-bound'
}

/** Rules that are silent in some monitored units, because none of the texts they rest on binds there. */
export type Gap = {
  readonly rules: readonly string[]
  readonly texts: readonly string[]
  readonly units: readonly string[]
  /** These are all units that are monitored. */
  readonly everywhere: boolean
}

/** Every rule that some monitored unit cannot be judged by at `at`; rules that lack the same texts in the same units are one gap. */
export const gapsOf = (
  rules: readonly Pick<Rule, 'id' | 'clause'>[],
  catalogue: Catalogue,
  directory: Directory,
  units: Iterable<string>,
  at: number,
): readonly Gap[] => {
  const monitored = [...new Set(units)].filter((unit) => directory.units.at(unit, at)?.monitored).sort()
  const lacking = rules.flatMap(({ id, clause: name }) => {
    const clause = catalogue.get(name)
    if (!clause) throw new Error(`rule ${id} names a clause the catalogue does not have: ${name}`)
    const without = monitored.filter((unit) => unjudgedIn(clause, unit, at, directory) === 'not-bound')
    return without.length > 0 ? [{ id, texts: textsNeeded(clause), units: without }] : []
  })
  const groups = Map.groupBy(lacking, ({ texts, units }) => JSON.stringify([texts, units]))
  return [...groups.values()].map((group) => ({
    rules: group.map(({ id }) => id),
    texts: group[0]!.texts,
    units: group[0]!.units,
    everywhere: group[0]!.units.length === monitored.length,
  }))
}

const NAMED_UNITS = 5

/** One sentence a gap: where, which rules, and which text would let them judge. */
export const sayGap = ({ rules, texts, units, everywhere }: Gap): Text => {
  const named = units.slice(0, NAMED_UNITS).join(', ')
  const more = units.length - NAMED_UNITS
  const [vi, en] = everywhere
    ? ['mọi đơn vị đang giám sát', 'any monitored unit']
    : more > 0
      ? [`${named} và ${more} đơn vị khác`, `${named} and ${more} more`]
      : [named, named]
  return {
    vi: `Không xét ở ${vi}: ${rules.join(', ')}, vì chưa có văn bản nào ràng buộc (cần ${texts.join(' hoặc ')} trong directives.csv)`,
    en: `Not judged in ${en}: ${rules.join(', ')}, because no text binds there (${texts.join(' or ')} in directives.csv would)`,
  }
}
