import { bindsEverywhere, isBound } from '../../detectors/binding.ts'
import type { Catalogue, Clause } from '../../detectors/catalogue.ts'
import type { Rule } from '../../detectors/meta.ts'
import type { Yields } from '../../detectors/registers/pipelines.ts'
import { carriersOf, judgedBy, together, witnessesOf } from '../../detectors/witness.ts'
import type { Alert } from '../../kernel/alert.ts'
import { BRIEF } from '../../kernel/directory/documents.ts'
import type { Directory } from '../../kernel/directory/facts.ts'
import { type Carrier, lastOf, unheardIn, type Watch } from './carried.ts'
import { distinct, itemOf, personDays } from './counted.ts'
import type { ClauseFigures } from './figures.ts'
import { groupOf } from './groups.ts'
import { merged } from './spans.ts'

type World = {
  readonly rules: readonly Rule[]
  readonly catalogue: Catalogue
  readonly yields: Yields
  readonly directory: Directory
  /** The units that were watched at any time of the period. */
  readonly watches: ReadonlyMap<string, Watch>
  /** Whether the archive has lost logs of the period: then nothing that needs logs was judged wholly. */
  readonly isLossy: boolean
  /** Whether some of the period is to be judged again: then nothing was judged wholly. */
  readonly isUnjudged: boolean
}

/** Each clause that has a rule and binds somewhere: what was found of it, and where nothing found means nothing. */
export const clauseFigures = (counted: readonly Alert[], world: World): readonly ClauseFigures[] => {
  const alerts = Map.groupBy(counted, ({ clause }) => clause.id)
  const rulesOf = Map.groupBy(world.rules, ({ clause }) => clause)
  return [...world.catalogue.values()].flatMap((clause): readonly ClauseFigures[] => {
    const rules = [...rulesOf].flatMap(([id, own]) => (id === clause.id ? own : []))
    const found = alerts.get(clause.id) ?? []
    // What pipelines owe is asked only where some are declared.
    const isOfPipelines = rules.every(({ by }) => by === 'pipeline')
    const bound = [...world.watches]
      .filter(([unit, watch]) => binds(clause, unit, watch, world))
      .filter(([, { carriers }]) => !isOfPipelines || carriers.length > 0)
    if (rules.length === 0 || (bound.length === 0 && found.length === 0)) return []
    const verdicts = bound.map(([, watch]) => verdictOf(rules, watch, world))
    const violations = found.filter(({ clause: { standing } }) => standing === 'violation').length
    const basis = bound.flatMap(([unit, watch]) => world.directory.bindings(unit, lastOf(watch)))
    return [
      {
        ...{ clause: clause.id, title: clause.vi, group: groupOf(clause.id) },
        basis: clause.basis
          .filter(
            ({ doc }) => (basis as readonly string[]).includes(doc) || (bindsEverywhere.has(doc) && doc !== BRIEF),
          )
          .map(({ doc, at }) => (at === undefined ? doc : `${doc} ${at}`)),
        judged: together(verdicts.map(({ judged }) => judged)),
        unitsJudged: verdicts.filter(({ judged }) => judged === 'judged').length,
        unitsBound: bound.length,
        silences: merged(verdicts.flatMap(({ silences }) => silences)),
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

const binds = (clause: Clause, unit: string, watch: Watch, { directory }: World): boolean =>
  isBound(clause, directory.bindings(unit, lastOf(watch)))

/** How a unit's pipelines let the rules of a clause be judged over the time in which it was watched, and when they fell silent. */
const verdictOf = (rules: readonly Rule[], { watched, carriers }: Watch, { yields, isLossy, isUnjudged }: World) => {
  const each = rules.map((rule) => {
    // A rule about the pipelines themselves needs no log, but where one was silent its finding nothing is no «Không phát sinh».
    const parts = rule.by === 'pipeline' ? [carriers] : carriersOf(witnessesOf(rule, yields), carriers)
    const isWhole = (part: readonly Carrier[]): boolean =>
      !isLossy && part.every(({ silences }) => silences.length === 0) && unheardIn(watched, part).length === 0
    const found = judgedBy(parts, isWhole)
    const judged = found === 'judged' && isUnjudged ? 'partial' : found
    return { judged, silences: judged === 'no-source' ? [] : parts.flat().flatMap(({ silences }) => silences) }
  })
  return { judged: together(each.map(({ judged }) => judged)), silences: each.flatMap(({ silences }) => silences) }
}
