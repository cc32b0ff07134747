import { closedGate, policyIn } from '../../api/coverage/gates.ts'
import { clauseInUnit, lastsIn, unitOf } from '../../api/coverage/whose.ts'
import type { Catalogue, Clause } from '../../detectors/catalogue.ts'
import type { StoredIndeterminate } from '../../detectors/engine.ts'
import type { Rule } from '../../detectors/meta.ts'
import type { Override } from '../../detectors/policy.ts'
import { carriersOf, type Judged, judgedBy, together, witnessesOf } from '../../detectors/witness.ts'
import { type Since, type Yields, yieldsBy } from '../../detectors/yields.ts'
import type { Alert } from '../../kernel/alert.ts'
import { type Obligation, unitsTelling } from '../../kernel/directory/duties.ts'
import type { Directory, UnitFact } from '../../kernel/directory/facts.ts'
import type { DirectoryData, Known, Row } from '../../kernel/directory/rows.ts'
import { entryOf } from '../../kernel/entry.ts'
import { type CoverageField, datasets } from '../../kernel/status-fields.ts'
import { DAY, type Duration, foldDay, foldDayStart, HOUR, type Instant, type LocalDate, ms } from '../../kernel/time.ts'
import { unjudgedIn } from '../unbound.ts'
import { labelsOf } from './labels.ts'
import { accountsOf, inForce, protectionOf } from './machines.ts'

/** What one day's coverage follows from. */
export type Covered = {
  readonly day: LocalDate
  /** How far everything has been judged; nothing is said of a day that has not begun by then. */
  readonly watermark: Instant
  readonly isSample: boolean
  readonly rules: readonly Rule[]
  readonly catalogue: Catalogue
  readonly yields: Yields
  /** Since when the sources yield what they do: a day in which one begins is none of its days yet. */
  readonly since: Since
  /** What units set for themselves of the rules' numbers. */
  readonly overrides: readonly Override[]
  readonly data: DirectoryData
  readonly directory: Directory
  /** Open alerts, those of other days too. */
  readonly alerts: readonly Alert[]
  readonly indeterminate: readonly StoredIndeterminate[]
  /** Pipelines that stored an event in [from, to), event time. */
  heardIn(from: Instant, to: Instant): ReadonlySet<string>
  /** Newest sign of life of each machine. */
  readonly seen: ReadonlyMap<string, Instant>
}

type Value = string | number | boolean | readonly string[] | undefined
export type CoverageFields = Readonly<Partial<Record<CoverageField, Value>>>
export type Cover = { readonly id: string; readonly fields: CoverageFields }

const PROTECTION = 'EPP-01'

/**
 * What could be judged on a day, in each monitored unit: a document a clause, and one of its machines and accounts, the latter for the
 * day the watermark stands in alone (the newest sign of life tells of no earlier one). Pure.
 */
export const coverOf = (covered: Covered): readonly Cover[] => {
  const { day, watermark, directory, data } = covered
  const from = foldDayStart(day)
  if (!(watermark >= from)) return []
  const at = Math.min(watermark, from + DAY - 1)
  const units = [...new Set(data.units.map(({ id }) => id))]
    .sort()
    .flatMap((id) => directory.units.at(id, at) ?? [])
    .filter(({ monitored }) => monitored)
  const span = { from, to: from + DAY, at }
  const facts = factsOf(covered, span)
  const isToday = foldDay(watermark) === day
  const rows = isToday ? inForce(data, directory, at) : undefined
  return units.flatMap((unit) => [
    ...facts.clauses.map((clause) => clauseDocument(covered, unit, facts.judge(clause, unit))),
    ...(rows ? [unitDocument(covered, unit, span, facts, rows)] : []),
  ])
}

type Span = { readonly from: Instant; readonly to: Instant; readonly at: Instant }
type Reason = 'not-bound' | 'no-source' | 'silent' | 'policy' | 'rule' | 'indeterminate'
type Verdict = {
  readonly clause: Clause
  readonly alerts: readonly Alert[]
  /** Whom it could not be judged about. */
  readonly unknown: ReadonlySet<string>
  /** Why it could not be judged, or not wholly. */
  readonly missing?: { readonly reason: Exclude<Reason, 'indeterminate'>; readonly isPart: boolean } | undefined
}

/** Everything that is looked up for many units at once. */
const factsOf = (covered: Covered, { from, to, at }: Span) => {
  const { rules, catalogue, directory, overrides, alerts, indeterminate } = covered
  const yields = yieldsBy(covered.yields, covered.since, from)
  const heard = covered.heardIn(from, to)
  const byClause = Map.groupBy(rules, ({ clause }) => clause as string)
  const clauses = [...byClause.keys()].sort().flatMap((id) => catalogue.get(id) ?? [])
  const witnesses = new Map(rules.map((rule) => [rule.id, witnessesOf(rule, yields)]))
  const byRule = new Map<string, Rule>(rules.map((rule) => [rule.id, rule]))
  const found = Map.groupBy(
    alerts.filter((alert) => isOf(alert, byRule.get(alert.rule.id), { from, to })),
    ({ clause, subject }) => clauseInUnit(clause.id, subject.unit?.id),
  )
  const open = Map.groupBy(
    indeterminate.flatMap((one) => {
      const rule = byRule.get(one.rule)
      if (!rule || one.from >= to || one.to < from) return []
      return [{ key: clauseInUnit(rule.clause, unitOf(directory, rule.by, one.entity, at)), entity: one.entity }]
    }),
    ({ key }) => key,
  )
  const told = new Map<Obligation, ReturnType<typeof unitsTelling>>()
  const telling = (obligation: Obligation): ReturnType<typeof unitsTelling> =>
    entryOf(told, obligation, () => unitsTelling(covered.data, obligation))
  const missingIn = (clause: Clause, unit: UnitFact): Verdict['missing'] => {
    if (unjudgedIn(clause, unit.id, at, directory) !== undefined) return { reason: 'not-bound', isPart: false }
    const carriers = directory.pipelines(unit.id, at).map((row) => ({
      source: row.source,
      // What owes nothing yet is not silent.
      heard: heard.has(`${row.collector}/${row.source}`) || !owes(row, unit.id, from, at, directory),
    }))
    const isWhole = (part: Readonly<typeof carriers>): boolean => part.every((one) => one.heard)
    const each = byClause.get(clause.id)!.map((rule): Judged | 'policy' => {
      if (closedGate(policyIn(rule, overrides, unitPathOf(unit))) !== undefined) return 'policy'
      if (rule.owes !== undefined && !telling(rule.owes).has(unit.id)) return 'no-source'
      return judgedBy(carriersOf(witnesses.get(rule.id)!, carriers), isWhole)
    })
    const judged = together(each.map((one) => (one === 'policy' ? 'no-source' : one)))
    if (judged === 'judged') return clause.leftOut === undefined ? undefined : { reason: 'rule', isPart: true }
    const isSilent = each.some((one) => one === 'silent' || one === 'partial')
    const reason = isSilent ? 'silent' : each.includes('no-source') ? 'no-source' : 'policy'
    return { reason, isPart: judged === 'partial' }
  }
  const judge = (clause: Clause, unit: UnitFact): Verdict => ({
    clause,
    alerts: found.get(clauseInUnit(clause.id, unit.id)) ?? [],
    unknown: new Set((open.get(clauseInUnit(clause.id, unit.id)) ?? []).map(({ entity }) => entity)),
    missing: missingIn(clause, unit),
  })
  return { clauses, judge }
}

/** Whether an alert is of a day: what is missing (an absence) is of every day until it ended. */
const isOf = (alert: Alert, rule: Rule | undefined, { from, to }: Pick<Span, 'from' | 'to'>): boolean =>
  rule?.kind === 'absence' ? lastsIn(alert, { from, to }) : foldDayStart(foldDay(alert.first)) === from

type Pipeline = Known<Row<'pipelines'>>

/** Whether a pipeline should have said something in [from, at]. */
const owes = ({ rhythm, hours }: Pipeline, unit: string, from: Instant, at: Instant, directory: Directory): boolean => {
  const span = ms(rhythm as Duration) + HOUR // the register's schema says so; a log may be on its way for an hour
  return (hours === 'working' ? directory.afterWorkingTime(unit, from, span) : from + span) < at
}

const common = (
  { day, isSample, directory, watermark }: Covered,
  dataset: 'clause' | 'unit',
  unit: UnitFact,
): CoverageFields => ({
  '@timestamp': new Date(foldDayStart(day)).toISOString(),
  'event.kind': 'metric',
  'event.dataset': datasets[dataset],
  'service.name': 'vonggac',
  'organization.id': unit.id,
  'organization.name': unit.name,
  'vonggac.unit.path': unitPathOf(unit),
  'vonggac.unit.label': labelsOf(unit, directory, Math.min(watermark, foldDayStart(day) + DAY - 1)),
  'vonggac.sample': isSample,
  'vonggac.fold_day': day,
  'vonggac.local.date': day,
})

const unitPathOf = ({ id, path }: UnitFact): readonly string[] => (path.includes(id) ? path : [...path, id])

const clauseDocument = (covered: Covered, unit: UnitFact, { clause, alerts, unknown, missing }: Verdict): Cover => {
  // What was found was judged, whatever is known of the source by now.
  const isViolated = alerts.length > 0
  const isAssessed = missing === undefined || missing.isPart || isViolated
  const isPart = missing !== undefined || unknown.size > 0
  const state = !isAssessed ? 'not-assessable' : isViolated ? 'violated' : isPart ? 'partly' : 'assessed'
  const people = new Set(alerts.flatMap(({ subject }) => subject.person?.id ?? []))
  return {
    id: ['clause', clause.id, unit.id, covered.day].join('/'),
    fields: {
      ...common(covered, 'clause', unit),
      'vonggac.clause.id': clause.id,
      'vonggac.clause.title': clause.vi,
      'vonggac.coverage.state': state,
      'vonggac.coverage.reason': reasonOf(state, missing?.reason, unknown.size),
      'vonggac.coverage.assessed': Number(isAssessed),
      'vonggac.coverage.violated': Number(isViolated),
      'vonggac.coverage.not_assessable': Number(!isAssessed),
      'vonggac.coverage.indeterminate': unknown.size,
      'vonggac.coverage.alerts': alerts.length,
      'vonggac.coverage.person_days': people.size,
    },
  }
}

const reasonOf = (state: string, missing: Reason | undefined, unknown: number): Reason | undefined =>
  state === 'not-assessable' ? missing : unknown > 0 ? 'indeterminate' : state === 'partly' ? missing : undefined

const unitDocument = (
  covered: Covered,
  unit: UnitFact,
  { from, to, at }: Span,
  { clauses, judge }: ReturnType<typeof factsOf>,
  rows: ReturnType<typeof inForce>,
): Cover => {
  const { directory, seen, day } = covered
  const clause = clauses.find(({ id }) => id === PROTECTION)
  const verdict = clause && judge(clause, unit)
  const protection = protectionOf(rows.machines.get(unit.id) ?? [], {
    ...{ seen, day: { from, to } },
    missing: new Set(verdict?.alerts.flatMap(({ subject }) => subject.machine ?? [])),
    unknown: verdict?.unknown ?? new Set(),
    isJudged: verdict !== undefined && (verdict.missing?.isPart ?? true),
  })
  const accounts = accountsOf(rows.accounts.get(unit.id) ?? [], directory, at)
  return {
    id: ['unit', unit.id, day].join('/'),
    fields: { ...common(covered, 'unit', unit), ...protection, ...accounts },
  }
}
