import { bindsEverywhere } from '../../detectors/binding.ts'
import type { Catalogue } from '../../detectors/catalogue.ts'
import type { Rule } from '../../detectors/meta.ts'
import { together } from '../../detectors/witness.ts'
import type { Alert } from '../../kernel/alert.ts'
import { BRIEF } from '../../kernel/directory/documents.ts'
import type { Directory } from '../../kernel/directory/facts.ts'
import type { DirectoryData } from '../../kernel/directory/rows.ts'
import type { Ear } from '../coverage/ears.ts'
import { placesIn } from '../coverage/place.ts'
import { isEmpty, type Judging, silencesOf, verdictIn } from '../coverage/verdict.ts'
import { lastOf, type Watch } from './carried.ts'
import { distinct, itemOf, personDays } from './counted.ts'
import type { ClauseFigures } from './figures.ts'
import { groupOf } from './groups.ts'
import { merged } from './spans.ts'

type World = Judging & {
  readonly rules: readonly Rule[]
  readonly catalogue: Catalogue
  readonly data: DirectoryData
  readonly directory: Directory
  readonly ears: ReadonlyMap<string, Ear>
  /** The units that were watched at any time of the period. */
  readonly watches: ReadonlyMap<string, Watch>
}

/** Each clause that has a rule and binds somewhere: what was found of it, and where nothing found means nothing. */
export const clauseFigures = (counted: readonly Alert[], world: World): readonly ClauseFigures[] => {
  const alerts = Map.groupBy(counted, ({ clause }) => clause.id)
  const rulesOf = Map.groupBy(world.rules, ({ clause }) => clause)
  const placeIn = placesIn(world)
  const own = new Set(world.data.pipelines.map(({ unit }) => unit))
  return [...world.catalogue.values()].flatMap((clause): readonly ClauseFigures[] => {
    const rules = [...rulesOf].flatMap(([id, ofClause]) => (id === clause.id ? ofClause : []))
    const found = alerts.get(clause.id) ?? []
    // What pipelines owe is asked only where some are declared.
    const isOfPipelines = rules.every(({ by }) => by === 'pipeline')
    const bound = [...world.watches].flatMap(([unit, watch]) => {
      const place = placeIn(clause, unit, watch)
      // A unit that only holds others together has nobody to judge, nor logs of its own.
      if (!place || (isEmpty(place) && !own.has(unit))) return []
      return !isOfPipelines || watch.carriers.length > 0 ? [{ unit, watch, place }] : []
    })
    if (rules.length === 0 || (bound.length === 0 && found.length === 0)) return []
    const verdicts = bound.map(({ place }) => verdictIn(clause, rules, place, world))
    const violations = found.filter(({ clause: { standing } }) => standing === 'violation').length
    const basis = bound.flatMap(({ unit, watch }) => world.directory.bindings(unit, lastOf(watch)))
    return [
      {
        ...{ clause: clause.id, title: clause.vi, group: groupOf(clause.id) },
        basis: clause.basis
          .filter(
            ({ doc }) => (basis as readonly string[]).includes(doc) || (bindsEverywhere.has(doc) && doc !== BRIEF),
          )
          .map(({ doc, at }) => (at === undefined ? doc : `${doc} ${at}`)),
        judged: together(verdicts.map(({ judged }) => judged)),
        ...(clause.leftOut !== undefined && {
          leftOut: { missing: clause.leftOut, isAll: verdicts.every(({ byRules }) => byRules === 'judged') },
        }),
        unitsJudged: verdicts.filter(({ judged }) => judged === 'judged').length,
        unitsPartial: verdicts.filter(({ judged }) => judged === 'partial').length,
        unitsBound: bound.length,
        silences: merged(verdicts.flatMap(silencesOf)),
        ...{ alerts: found.length, violations, signs: found.length - violations },
        personDays: personDays(found.map(itemOf)),
        people: distinct(found.map(({ subject }) => subject.person?.id)),
        accounts: distinct(found.map(({ subject }) => subject.account)),
        machines: distinct(found.map(({ subject }) => subject.machine)),
        units: distinct(found.map(({ subject }) => subject.unit?.id)),
      },
    ]
  })
}
