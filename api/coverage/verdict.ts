import type { Clause } from '../../detectors/catalogue.ts'
import type { Rule } from '../../detectors/meta.ts'
import type { Override } from '../../detectors/policy.ts'
import { type Judged, neededParts, type Part, together } from '../../detectors/witness.ts'
import type { Since, Yields } from '../../detectors/yields.ts'
import type { Obligation } from '../../kernel/directory/duties.ts'
import { foldDayStart, type LocalDate } from '../../kernel/time.ts'
import { type Carrier, unheardIn } from '../reports/carried.ts'
import { merged, type Span, within } from '../reports/spans.ts'
import type { Ear } from './ears.ts'
import { clearing, closedGate, policyIn } from './gates.ts'
import type { Lack } from './lack.ts'
import { isDaily, isHostless, isTold, wasEverTold } from './untold.ts'

/** A unit over the time in which one clause was judged there. */
export type Place = {
  /** The unit and what stands above it, root first. */
  readonly path: readonly string[]
  /** When it was watched and the clause bound it. */
  readonly watched: readonly Span[]
  /** Its working fold days in that time, as far as all has been judged. */
  readonly days: readonly LocalDate[]
  readonly carriers: readonly Carrier[]
  /** Absent where nothing was heard of it. */
  readonly ear: Ear | undefined
  /** Its computers; `agent`: that must have a protection agent. */
  readonly machines: readonly { readonly id: string; readonly agent: boolean }[]
  readonly people: readonly string[]
  /** How many accounts the registers have of it. */
  readonly accounts: number
  /** Since when its registers tell of an obligation, epoch ms; `undefined`: they do not. */
  readonly tellsSince: (obligation: Obligation) => number | undefined
}

export type Judging = {
  readonly yields: Yields
  /** Since when the sources yield what they do. */
  readonly since: Since
  readonly overrides: readonly Override[]
  /** Whether the archive has lost logs of the period: then nothing that needs logs was judged wholly. */
  readonly isLossy: boolean
  /** Whether some of the period is to be judged again: then nothing was judged wholly. */
  readonly isUnjudged: boolean
}

export type Verdict = {
  readonly judged: Judged
  /** How far the rules that there are could judge: what they leave out is not asked. */
  readonly byRules: Judged
  readonly lacks: readonly Lack[]
  /** Working days on which everything the rules need was told of. */
  readonly days: readonly LocalDate[]
  /** Machines told of by all that must tell of them, and people named. */
  readonly machines: readonly string[]
  readonly people: readonly string[]
  /** Days on which each of these machines was told of, added up. */
  readonly machineDays: number
}

/** The machines a part must be told of: a sign of life of an agent comes from no other. */
const owing = ({ actions }: Part, { machines }: Place): readonly string[] =>
  machines.filter(({ agent }) => agent || !actions.every((action) => action === 'heartbeat')).map(({ id }) => id)

type Heard = Pick<Verdict, 'judged' | 'lacks'> & {
  readonly days: ReadonlySet<LocalDate>
  readonly missing: ReadonlySet<string>
}
const blind = (judged: Judged, lacks: readonly Lack[], place: Place): Heard => ({
  ...{ judged, lacks, days: new Set<LocalDate>() },
  missing: new Set(place.machines.map(({ id }) => id)),
})

/** Whether one part of a rule could be seen in a unit: its sources spoke, of every day and every machine, and of such an act at all. */
const partIn = (part: Part, place: Place, { isLossy }: Judging): Heard => {
  const { watched, ear } = place
  const { actions, sources } = part
  const able = place.carriers.filter(({ source }) => sources.has(source))
  if (able.length === 0) return blind('no-source', [{ kind: 'no-source', actions }], place)
  const declared = [...new Set(able.map(({ source }) => source))]
  if (able.every(({ heard }) => !heard)) {
    const spans = merged(able.flatMap(({ silences }) => within(silences, watched)))
    return blind('silent', [{ kind: 'silent', sources: declared, spans, actions }], place)
  }
  // Before it yielded any of them, a source that speaks tells of none.
  const since = Math.min(...able.map(({ source }) => sources.get(source)!))
  const days = place.days.filter((day) => foldDayStart(day) >= since)
  const isNew = watched.some(({ from }) => from < since)
  const untilThen: Lack = {
    kind: 'not-yet',
    sources: declared,
    asked: actions,
    ...(Number.isFinite(since) && { since }),
  }
  if (isNew && (days.length === 0 || watched.every(({ to }) => to <= since)))
    return blind('no-source', [untilThen], place)
  const acts = isDaily(part) ? actions : undefined
  if (days.length > 0 && !(ear && days.some((day) => isTold(ear.days, day, part, acts))))
    return blind('silent', [{ kind: 'no-days', days, actions }], place)
  if (!isDaily(part) && !part.provesLife && !(ear && wasEverTold(part, ear)))
    return blind('silent', [{ kind: 'no-event', actions }], place)

  const byMachine = place.machines.length > 0 && !isHostless(part)
  const heard = byMachine ? ear?.atMachines : ear?.days
  const told = new Set(days.filter((day) => heard && isTold(heard, day, part, acts)))
  const spoke = new Set(
    [...(ear?.machines ?? [])].flatMap(([source, own]) => (sources.has(source) ? [...own.keys()] : [])),
  )
  // Where nobody works, a machine that is off owes nothing.
  const missing = byMachine && days.length > 0 ? owing(part, place).filter((id) => !spoke.has(id)) : []
  const silent = able.filter(({ silences }) => within(silences, watched).length > 0)
  const gaps = unheardIn(watched, able)
  const untold = days.filter((day) => !told.has(day))
  const lacks: readonly Lack[] = [
    ...(isNew ? [untilThen] : []),
    ...silent.map(({ id, silences }): Lack => ({ kind: 'interrupted', source: id, spans: within(silences, watched) })),
    ...(gaps.length > 0 ? [{ kind: 'undeclared' as const, spans: gaps, actions }] : []),
    ...(untold.length > 0 ? [{ kind: 'no-days' as const, days: untold, actions }] : []),
    ...(missing.length > 0 ? [{ kind: 'machines' as const, machines: missing, actions }] : []),
    ...(isLossy ? [{ kind: 'lost' as const }] : []),
  ]
  return { judged: lacks.length > 0 ? 'partial' : 'judged', lacks, days: told, missing: new Set(missing) }
}

/** Of all parts of a rule: one that could not be seen leaves nothing to judge. */
const ofParts = (parts: readonly Heard[], place: Place): Heard => ({
  judged:
    (['no-source', 'silent', 'partial'] as const).find((one) => parts.some(({ judged }) => judged === one)) ?? 'judged',
  lacks: parts.flatMap(({ lacks }) => lacks),
  days: new Set(place.days.filter((day) => parts.every(({ days }) => days.has(day)))),
  missing: new Set(parts.flatMap(({ missing }) => [...missing])),
})

/** A rule about the pipelines themselves needs no log, but where one was silent its finding nothing is no «Không phát sinh». */
const pipelinesIn = ({ carriers, watched, days }: Place, { isLossy }: Judging): Heard => {
  if (carriers.length === 0)
    return { judged: 'no-source', lacks: [{ kind: 'no-pipeline' }], days: new Set(), missing: new Set() }
  const silences = carriers.flatMap((one): readonly Lack[] => {
    const spans = within(one.silences, watched)
    return spans.length > 0 ? [{ kind: 'interrupted', source: one.id, spans }] : []
  })
  const gaps = unheardIn(watched, carriers)
  const lacks: readonly Lack[] = [
    ...silences,
    ...(gaps.length > 0 ? [{ kind: 'undeclared' as const, spans: gaps, actions: [] }] : []),
    ...(isLossy ? [{ kind: 'lost' as const }] : []),
  ]
  const judged = carriers.every(({ heard }) => !heard) ? 'silent' : lacks.length > 0 ? 'partial' : 'judged'
  return { judged, lacks, days: new Set(days), missing: new Set() }
}

/** Whether the registers have nobody of a unit: no machine, no person, no account. */
export const isEmpty = ({ machines, people, accounts }: Place): boolean =>
  machines.length + people.length + accounts === 0

/** Registers alone tell of a duty: of the time since they were kept. */
const byRegisters = (obligation: Obligation, place: Place): Heard => {
  const since = place.tellsSince(obligation)
  const lacks: readonly Lack[] = [{ kind: 'duties', obligation, ...(since !== undefined && { since }) }]
  const { from, to } = { from: place.watched[0]!.from, to: place.watched.at(-1)!.to }
  if (since === undefined || since >= to) return blind('no-source', lacks, place)
  const days = new Set(place.days.filter((day) => foldDayStart(day) >= since))
  return { judged: since > from ? 'partial' : 'judged', lacks: since > from ? lacks : [], days, missing: new Set() }
}

const ruleIn = (rule: Rule, place: Place, judging: Judging): Heard => {
  const gate = closedGate(policyIn(rule, judging.overrides, place.path))
  if (gate !== undefined)
    return blind('no-source', [{ kind: 'policy', rule: rule.id, gate, actions: clearing(rule) }], place)
  if (rule.by === 'pipeline') return pipelinesIn(place, judging)
  if (isEmpty(place)) return blind('no-source', [{ kind: 'register', register: 'all' }], place)
  const parts = neededParts(rule, judging.yields, judging.since)
  if (parts.length > 0)
    return ofParts(
      parts.map((part) => partIn(part, place, judging)),
      place,
    )
  if (rule.owes !== undefined) return byRegisters(rule.owes, place)
  // Registers alone tell: one that has nobody in it tells of nobody.
  const hasNobody = rule.by === 'host' ? place.machines.length === 0 : place.accounts === 0
  if (hasNobody)
    return blind('no-source', [{ kind: 'register', register: rule.by === 'host' ? 'machines' : 'accounts' }], place)
  return { judged: 'judged', lacks: [], days: new Set(place.days), missing: new Set() }
}

/**
 * How far the rules of one clause could judge a unit: `judged` only where every rule saw everything it needs, on every working day and of
 * every machine, and the rules leave nothing out of the clause. Pure; what it says is used by reports and by the coverage alike.
 */
export const verdictIn = (
  { leftOut }: Pick<Clause, 'leftOut'>,
  rules: readonly Rule[],
  place: Place,
  judging: Judging,
): Verdict => {
  const each = rules.map((rule) => ruleIn(rule, place, judging))
  const judged = together(each.map((one) => one.judged))
  const byRules = judged === 'judged' && judging.isUnjudged ? 'partial' : judged
  const machines = place.machines.map(({ id }) => id).filter((id) => each.every(({ missing }) => !missing.has(id)))
  const sources = new Set(
    rules.flatMap((rule) =>
      neededParts(rule, judging.yields, judging.since).flatMap((part) => [...part.sources.keys()]),
    ),
  )
  const named = new Set(
    [...(place.ear?.people ?? [])].flatMap(([source, who]) => (sources.has(source) ? [...who] : [])),
  )
  const days = place.days.filter((day) => each.every((one) => one.days.has(day)))
  const needsNoLog = sources.size === 0
  return {
    judged: byRules === 'judged' && leftOut !== undefined ? 'partial' : byRules,
    byRules,
    lacks: [
      ...distinctLacks(each.flatMap(({ lacks }) => lacks)),
      ...(judging.isUnjudged ? [{ kind: 'pending' as const }] : []),
      ...(leftOut === undefined ? [] : [{ kind: 'rule' as const, missing: leftOut }]),
    ],
    ...{ days, machines },
    people: needsNoLog ? place.people : place.people.filter((id) => named.has(id)),
    machineDays: needsNoLog ? machines.length * days.length : machineDays(machines, sources, days, place.ear),
  }
}

/** Rules of one clause mostly lack the same. */
const distinctLacks = (lacks: readonly Lack[]): readonly Lack[] => [
  ...new Map(lacks.map((lack) => [JSON.stringify(lack), lack])).values(),
]

/** Machine-days of the working days on which any of the sources told of a machine. */
const machineDays = (
  machines: readonly string[],
  sources: ReadonlySet<string>,
  days: readonly LocalDate[],
  ear: Ear | undefined,
): number => {
  const working = new Set(days)
  const told = [...(ear?.machines ?? [])].filter(([source]) => sources.has(source)).map(([, own]) => own)
  return machines.reduce((sum, id) => {
    const on = new Set(told.flatMap((own) => [...(own.get(id) ?? [])]))
    return sum + [...on].filter((day) => working.has(day)).length
  }, 0)
}

/** The times in which something a clause needs was silent. */
export const silencesOf = ({ lacks }: Pick<Verdict, 'lacks'>): readonly Span[] =>
  merged(lacks.flatMap((lack) => (lack.kind === 'interrupted' || lack.kind === 'silent' ? lack.spans : [])))
