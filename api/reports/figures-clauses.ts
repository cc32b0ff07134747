import type { Catalogue, Clause } from '../../detectors/catalogue.ts'
import type { Rule } from '../../detectors/meta.ts'
import type { Yields } from '../../detectors/registers/pipelines.ts'
import type { Alert } from '../../kernel/alert.ts'
import type { Directory } from '../../kernel/directory/facts.ts'
import { distinct, itemOf, personDays } from './counted.ts'
import type { ClauseFigures } from './figures.ts'
import { groupOf } from './groups.ts'
import type { SourceFigures, Span } from './sources.ts'
import { type Judged, judgedBy, witnessesOf } from './witness.ts'

/** Texts that bind everybody without a row of the register. */
const EVERYWHERE: ReadonlySet<string> = new Set(['CARD', 'TT31', 'QCVN12'])

type World = {
  readonly rules: readonly Rule[]
  readonly catalogue: Catalogue
  readonly yields: Yields
  readonly directory: Directory
  readonly sources: readonly SourceFigures[]
  /** The units that are watched. */
  readonly units: readonly string[]
  readonly at: number
}

/** Each clause that has a rule and binds somewhere: what was found of it, and where nothing found means nothing. */
export const clauseFigures = (counted: readonly Alert[], world: World): readonly ClauseFigures[] => {
  const alerts = Map.groupBy(counted, ({ clause }) => clause.id)
  const rulesOf = Map.groupBy(world.rules, ({ clause }) => clause)
  const pipelines = new Map(world.units.map((unit) => [unit, pipelinesOf(unit, world)]))
  return [...world.catalogue.values()].flatMap((clause): readonly ClauseFigures[] => {
    const rules = [...rulesOf].flatMap(([id, own]) => (id === clause.id ? own : []))
    const found = alerts.get(clause.id) ?? []
    const bound = world.units.filter((unit) => binds(clause, unit, world))
    if (rules.length === 0 || (bound.length === 0 && found.length === 0)) return []
    const verdicts = bound.map((unit) => verdictOf(rules, pipelines.get(unit)!, world.yields))
    const violations = found.filter(({ clause: { standing } }) => standing === 'violation').length
    const basis = bound.flatMap((unit) => world.directory.bindings(unit, world.at))
    return [
      {
        ...{ clause: clause.id, title: clause.vi, group: groupOf(clause.id) },
        basis: clause.basis
          .filter(({ doc }) => (basis as readonly string[]).includes(doc) || (EVERYWHERE.has(doc) && doc !== 'CARD'))
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

const binds = ({ basis, answers }: Clause, unit: string, { directory, at }: World): boolean => {
  const bindings: readonly string[] = directory.bindings(unit, at)
  return answers === 'centre' || basis.some(({ doc }) => EVERYWHERE.has(doc) || bindings.includes(doc))
}

const pipelinesOf = (unit: string, { directory, sources, at }: World): readonly SourceFigures[] => {
  const rows = new Set(directory.pipelines(unit, at).map(({ collector, source }) => `${collector}/${source}`))
  return sources.filter(({ id }) => rows.has(id))
}

/** The best any of the rules of a clause could see in a unit would hide what the others could not: the worst counts. */
const verdictOf = (rules: readonly Rule[], pipelines: readonly SourceFigures[], yields: Yields) => {
  const each = rules.map((rule) => judgedBy(witnessesOf(rule, yields), pipelines))
  return { judged: together(each.map(({ judged }) => judged)), silences: each.flatMap(({ silences }) => silences) }
}

/** `judged` only where all are; `partial` where something could be judged somewhere, or at some time. */
const together = (all: readonly Judged[]): Judged => {
  const some = new Set(all)
  if (some.has('partial') || (some.has('judged') && some.size > 1)) return 'partial'
  return some.has('judged') ? 'judged' : some.has('silent') ? 'silent' : 'no-source'
}

/** Spans that touch, as one. */
const merged = (spans: readonly Span[]): readonly Span[] => {
  const found: Span[] = []
  for (const span of [...spans].sort((a, b) => a.from - b.from)) {
    const last = found.at(-1)
    if (last && span.from <= last.to) found[found.length - 1] = { from: last.from, to: Math.max(last.to, span.to) }
    else found.push(span)
  }
  return found
}
