import { textsNeeded } from '../../detectors/binding.ts'
import type { Clause } from '../../detectors/catalogue.ts'
import type { Rule } from '../../detectors/meta.ts'
import type { Alert } from '../../kernel/alert.ts'
import { addDays, foldDay, type LocalDate } from '../../kernel/time.ts'
import { lastOf, watchOf } from '../reports/carried.ts'
import { counts, isIn } from '../reports/counted.ts'
import type { Material } from '../reports/make.ts'
import { isUnsettled } from '../reports/pending.ts'
import { daysOf } from '../reports/period.ts'
import { scopeOf, unitsOver } from '../reports/scope.ts'
import { sourcesOf } from '../reports/sources.ts'
import type { Span } from '../reports/spans.ts'
import type { Cell, Coverage, CoveredClause, CoveredUnit } from './coverage.ts'
import type { Lack } from './lack.ts'
import { placesIn } from './place.ts'
import { type Place, type Verdict, verdictIn } from './verdict.ts'
import { clauseInUnit, lastsIn, unitOf } from './whose.ts'

/** What a coverage is made of: what a report is made of. */
export type Covered = Pick<
  Material,
  | 'period'
  | 'unit'
  | 'alerts'
  | 'directory'
  | 'data'
  | 'heard'
  | 'lacks'
  | 'rules'
  | 'catalogue'
  | 'yields'
  | 'since'
  | 'unjudged'
  | 'pending'
  | 'watermark'
  | 'overrides'
>

/** What could be judged of each clause in each watched unit: the same material gives the same. Pure. */
export const coverageOf = (covered: Covered): Coverage => {
  const { period, directory, data, heard, watermark, rules, catalogue } = covered
  const to = Math.max(period.from + 1, Math.min(period.to, watermark))
  const span = { from: period.from, to }
  const { isWatched } = scopeOf(directory, data, covered.unit, to - 1)
  const ids = unitsOver(data, span, isWatched)
  const sources = new Map(sourcesOf(directory, heard, ids, span).map((one) => [one.id, one]))
  const placeIn = placesIn({ data, directory, ears: heard.ears })
  const rulesOf = Map.groupBy(rules, ({ clause }) => clause as string)
  const found = foundIn(covered, span)
  const open = openIn(covered, span)
  const judging = {
    ...{ yields: covered.yields, since: covered.since, overrides: covered.overrides },
    ...{ isLossy: covered.lacks.length > 0, isUnjudged: isUnsettled(covered.pending) },
  }
  const units = ids.map((id): CoveredUnit => {
    const watch = watchOf(id, directory, sources, span, isWatched)
    const last = lastOf(watch)
    const fact = directory.units.at(id, last)
    const notBound: string[] = []
    const cells: Cell[] = []
    let whole: Place | undefined
    for (const clause of catalogue.values()) {
      const place = placeIn(clause, id, watch)
      if (!place) notBound.push(clause.id)
      const own = rulesOf.get(clause.id)
      const alerts = found.get(clauseInUnit(clause.id, id)) ?? []
      if (place && (!whole || place.days.length > whole.days.length)) whole = place
      if (own && (place || alerts.length > 0))
        cells.push(
          cellOf(
            clause,
            alerts,
            open.get(clauseInUnit(clause.id, id)) ?? [],
            place && { place, verdict: verdictIn(clause, own, place, judging) },
          ),
        )
    }
    return {
      ...{ id, name: fact?.name ?? id, path: fact?.path ?? [id], cells, notBound },
      machines: whole?.machines.length ?? 0,
      people: whole?.people.length ?? 0,
      days: whole?.days.length ?? 0,
    }
  })
  const { id, kind, calendar, from, first, last } = period
  return {
    ...{ schema: 1, period: { id, kind, calendar, from, to: period.to, first, last }, judgedTo: to, units },
    days: daysOf(period),
    sample: covered.alerts.some(({ sample }) => sample),
    clauses: [...catalogue.values()].map((clause) => clauseOf(clause, rulesOf.get(clause.id) ?? [], found)),
    unwatched: new Set(data.units.map((row) => row.id)).size - ids.length,
  }
}

const clauseOf = (clause: Clause, rules: readonly Rule[], found: ReturnType<typeof foundIn>): CoveredClause => ({
  ...{ id: clause.id, title: clause.vi, rules: rules.map(({ id }) => id) },
  ...{ witness: clause.witness, texts: textsNeeded(clause) },
  elsewhere: found.get(clauseInUnit(clause.id, undefined))?.length ?? 0,
})

/** What was found, by clause and unit: acts of the period, and what was missing (an absence) at any time of it. */
const foundIn = ({ alerts, rules, period }: Covered, span: Span): ReadonlyMap<string, readonly Alert[]> => {
  const absences = new Set<string>(rules.filter(({ kind }) => kind === 'absence').map(({ id }) => id))
  const isOf = (alert: Alert): boolean =>
    isIn(period, alert.first) || (absences.has(alert.rule.id) && lastsIn(alert, span))
  return Map.groupBy(
    alerts.filter((alert) => counts(alert) && isOf(alert)),
    ({ clause, subject }) => clauseInUnit(clause.id, subject.unit?.id),
  )
}

type Open = { readonly entity: string; readonly days: readonly string[] }

/** What nobody could judge, by clause and unit: which entity, and the days it was about. */
const openIn = ({ unjudged, rules, directory }: Covered, { from, to }: Span): ReadonlyMap<string, readonly Open[]> => {
  const byId = new Map<string, Rule>(rules.map((rule) => [rule.id, rule]))
  const all = unjudged.flatMap((one) => {
    const rule = byId.get(one.rule)
    if (!rule || one.to < from || one.from >= to) return []
    const last = foldDay(Math.min(one.to, to - 1))
    const days: LocalDate[] = []
    for (let day = foldDay(Math.max(one.from, from)); day <= last; day = addDays(day, 1)) days.push(day)
    return [
      {
        key: clauseInUnit(rule.clause, unitOf(directory, rule.by, one.entity, one.from)),
        open: { entity: one.entity, days },
      },
    ]
  })
  return new Map([...Map.groupBy(all, ({ key }) => key)].map(([key, own]) => [key, own.map(({ open }) => open)]))
}

type Judged = { readonly place: Place; readonly verdict: Verdict }

const cellOf = ({ id }: Clause, alerts: readonly Alert[], open: readonly Open[], judged: Judged | undefined): Cell => {
  const taken = new Set(open.flatMap(({ entity, days }) => days.map((day) => `${day}\n${entity}`))).size
  const unknown: readonly Lack[] =
    open.length === 0
      ? []
      : [
          {
            kind: 'indeterminate',
            cases: open.length,
            entities: new Set(open.map(({ entity }) => entity)).size,
            days: taken,
          },
        ]
  const lacks = [...(judged?.verdict.lacks ?? []), ...unknown]
  const violations = alerts.filter(({ clause }) => clause.standing === 'violation').length
  const share = (heard: number, of: number) => ({ heard, of })
  const { place, verdict } = judged ?? {}
  return {
    ...{ clause: id, alerts: alerts.length, violations, lacks, taken },
    state: stateIn(alerts.length, violations, verdict?.judged, lacks),
    whole: verdict?.judged === 'judged' && lacks.length === 0,
    days: share(verdict?.days.length ?? 0, place?.days.length ?? 0),
    machines: share(verdict?.machines.length ?? 0, place?.machines.length ?? 0),
    people: share(verdict?.people.length ?? 0, place?.people.length ?? 0),
    machineDays: Math.max(0, (verdict?.machineDays ?? 0) - taken),
  }
}

const stateIn = (
  alerts: number,
  violations: number,
  judged: Verdict['judged'] | undefined,
  lacks: readonly Lack[],
): Cell['state'] => {
  if (alerts > 0) return violations > 0 ? 'violated' : 'signs'
  if (judged === 'judged') return lacks.length === 0 ? 'met' : 'partial'
  return judged === 'partial' ? 'partial' : 'not-assessable'
}
