import type { Catalogue } from '../../detectors/catalogue.ts'
import type { StoredIndeterminate } from '../../detectors/indeterminate.ts'
import type { Rule } from '../../detectors/meta.ts'
import type { Override } from '../../detectors/policy.ts'
import { type Since, type Yields, yieldsBy } from '../../detectors/yields.ts'
import type { Alert } from '../../kernel/alert.ts'
import type { Directory } from '../../kernel/directory/facts.ts'
import type { DirectoryData } from '../../kernel/directory/rows.ts'
import { lastOf, watchOf } from './carried.ts'
import { type Correction, type Counted, correctionFigures, correctionsOf } from './corrections.ts'
import { counts, type Item, isAbout, isIn, itemOf, personDays } from './counted.ts'
import type { ByLevel, ChangeFigures, Figures, UnjudgedFigures } from './figures.ts'
import { dayFigures, groupFigures, highFigures, levelFigures, namedFigures, unitFigures } from './figures-alerts.ts'
import { agentFigures, attackedFigures, attackerFigures, attacksIn, techniqueFigures } from './figures-attacks.ts'
import { clauseFigures } from './figures-clauses.ts'
import type { Refused, SharingFigures, StorageFigures } from './figures-kept.ts'
import type { Heard } from './heard.ts'
import { isUnsettled, type Pending } from './pending.ts'
import { type Period, periodBefore } from './period.ts'
import { scopeOf, unitsOver, watchedOf } from './scope.ts'
import { type SourceFigures, sourcesOf } from './sources.ts'
import type { Span } from './spans.ts'
import { withUnknown } from './unknown.ts'
import { isDeaf, zeroOf } from './zeros.ts'

/** Everything the numbers of a report are made of. */
export type Material = {
  readonly period: Period
  /** A unit and all below it; the whole province where absent. */
  readonly unit?: string
  /** Every alert there is, of any time, withdrawn ones too. */
  readonly alerts: readonly Alert[]
  readonly directory: Directory
  readonly data: DirectoryData
  readonly heard: Heard
  /** Times of the period of which the archive has lost logs: what is not heard there may have come. */
  readonly lacks: readonly Span[]
  readonly rules: readonly Rule[]
  readonly catalogue: Catalogue
  readonly yields: Yields
  /** Since when the sources yield what they do. */
  readonly since: Since
  /** What units set for themselves of the rules' numbers. */
  readonly overrides: readonly Override[]
  /** What reads a source of the configuration, by its id: `fortigate`, `web-server`; `table` for a mapping of the province's own. */
  readonly types: ReadonlyMap<string, string>
  /** Absent where it is not known. */
  readonly refused?: Refused
  readonly storage?: StorageFigures
  readonly sharing?: readonly SharingFigures[]
  readonly unjudged: readonly StoredIndeterminate[]
  /** What is still to be computed again of the period. */
  readonly pending: Pending
  /** Versions of the directory and other changes of the monitoring, by time. */
  readonly changes: readonly ChangeFigures[]
  /** Earlier reports of the same scope, kind and calendar, oldest first. */
  readonly closed: readonly (Counted & { readonly figures: Figures })[]
  /** How far the product has judged, epoch ms. */
  readonly watermark: number
  readonly name: string
}

export type Made = {
  readonly figures: Figures
  readonly items: readonly Item[]
  readonly corrections: readonly Correction[]
}

/** The alerts of a period and scope that stand, silenced ones too. */
const standing = ({ alerts, unit }: Material, period: Period): readonly Alert[] =>
  alerts.filter((alert) => !alert.withdrawn && isIn(period, alert.first) && isAbout(unit, alert))

/** What a period counts as things stand. */
const itemsOf = (material: Material, period: Period): readonly Item[] =>
  standing(material, period)
    .filter(counts)
    .map(itemOf)
    .sort((a, b) => (a.id < b.id ? -1 : 1))

/** The numbers of a report: the same material gives the same numbers. Pure. */
export const figuresOf = (material: Material): Made => {
  const { period, unit, directory, data, heard, rules, catalogue, yields, watermark, pending } = material
  const to = Math.max(period.from + 1, Math.min(period.to, watermark))
  const at = to - 1
  const scope = scopeOf(directory, data, unit, at)
  const span = { from: period.from, to }
  const units = unitsOver(data, span, scope.isWatched)
  const { types, refused } = material
  const sources = sourcesOf(directory, heard, units, span).map((one): SourceFigures => {
    const type = types.get(one.source)
    return {
      ...one,
      ...(type !== undefined && type !== one.source && { type }),
      ...(refused && { refused: refused.lines.get(one.id) ?? 0 }),
    }
  })
  const byId = new Map(sources.map((one) => [one.id, one]))
  const watches = new Map(units.map((id) => [id, watchOf(id, directory, byId, span, scope.isWatched)]))
  const all = standing(material, period)
  const counted = all.filter(counts).sort((a, b) => a.first - b.first || (a.id < b.id ? -1 : 1))
  const attacks = attacksIn(counted)
  const items = itemsOf(material, period)
  const corrections = correctionsOf(material.closed, (earlier) => itemsOf(material, earlier))
  const isLossy = material.lacks.length > 0
  const clauses = clauseFigures(counted, {
    rules,
    catalogue,
    ...{ yields, since: material.since },
    overrides: material.overrides,
    data,
    directory,
    ears: heard.ears,
    watches,
    isLossy,
    isUnjudged: isUnsettled(pending),
  })
  const before = material.closed.find((one) => one.period.id === periodBefore(period).id)?.figures
  const nameOf = (id: string): string => {
    const watch = watches.get(id)
    return directory.units.at(id, watch ? lastOf(watch) : at)?.name ?? id
  }
  const told = yieldsBy(yields, material.since, at)
  const tellsOfAgents = (id: string): boolean =>
    watches.get(id)?.carriers.some((one) => one.heard && told.get(one.source)?.includes('heartbeat')) ?? false
  const figures: Figures = {
    schema: 1,
    period,
    scope: unit === undefined ? { name: material.name } : { name: nameOf(unit), unit },
    judgedTo: to,
    complete: watermark >= period.to,
    ...((isUnsettled(pending) || pending.damaged > 0) && { pending }),
    sample: all.some(({ sample }) => sample),
    basis: { directory: data.version, rules: rules.map(({ id, version }) => ({ id, version })) },
    watched: watchedOf(scope, sources, heard),
    sources,
    ...(refused && { unread: unreadOf(refused, sources, unit) }),
    ...(isLossy && { lacks: material.lacks }),
    levels: levelFigures(all),
    personDays: personDays(items),
    ...(before && {
      before: {
        levels: { ...mapped(before.levels) },
        personDays: before.personDays,
        groups: Object.fromEntries(before.groups.map(({ group, alerts }) => [group, alerts])),
        ...(!isDeaf(before) && { zero: zeroOf(before) }),
      },
    }),
    open: openAbsences(material, rules),
    unverifiable: counted.filter((alert) => alert.unverifiable).length,
    days: dayFigures(period, counted),
    groups: groupFigures(counted),
    units: unitFigures(counted, watches, directory, at),
    attacked: attackedFigures(attacks, directory),
    techniques: techniqueFigures(attacks, rules),
    attackers: attackerFigures(attacks, directory),
    agents: agentFigures(counted, { machines: scope.machines, units }, heard, tellsOfAgents, nameOf),
    clauses,
    catalogue: { clauses: catalogue.size, judged: new Set(rules.map(({ clause }) => clause)).size },
    unjudged: unjudgedFigures(material, scope.within),
    exceptions: exceptionFigures(material, all),
    ...(material.storage && { storage: material.storage }),
    ...(material.sharing && { sharing: material.sharing }),
    changes: changesIn(material),
    corrections: correctionFigures(corrections, material.closed, catalogue),
    high: highFigures(counted),
    ...(unit !== undefined && { named: namedFigures(counted) }),
  }
  return { figures: withUnknown(figures), items, corrections }
}

/** Of a unit's report nobody can say which of the others' lines were its. */
const unreadOf = (
  { lines, dropped }: Refused,
  sources: readonly SourceFigures[],
  unit: string | undefined,
): NonNullable<Figures['unread']> => {
  const known = new Set(sources.map(({ id }) => id))
  const others = [...lines].filter(([id]) => !known.has(id)).reduce((sum, [, n]) => sum + n, 0)
  return { elsewhere: unit === undefined ? others : 0, dropped }
}

const mapped = (levels: Figures['levels']): ByLevel => ({
  low: levels.low.alerts,
  medium: levels.medium.alerts,
  high: levels.high.alerts,
  serious: levels.serious.alerts,
})

/** Absences that had not ended when the period did: those that began in it, and those that it took over. */
const openAbsences = ({ alerts, unit, period }: Material, rules: readonly Rule[]): Figures['open'] => {
  const absences = new Set<string>(rules.filter(({ kind }) => kind === 'absence').map(({ id }) => id))
  const open = alerts.filter(
    (alert) =>
      absences.has(alert.rule.id) &&
      counts(alert) &&
      alert.first < period.to &&
      (alert.ended ?? Infinity) >= period.to &&
      isAbout(unit, alert),
  )
  const earlier = open.filter(({ first }) => first < period.from).length
  return { absences: open.length - earlier, earlier }
}

const unjudgedFigures = (
  { unjudged, period, unit, directory, rules }: Material,
  within: (unit: string | undefined) => boolean,
): readonly UnjudgedFigures[] => {
  const own = unjudged.filter(({ from, to, entity }) => {
    if (to < period.from || from >= period.to) return false
    const whose =
      directory.machine(entity, from)?.unit ??
      directory.account(entity, from)?.unit ??
      directory.person(directory.account(entity, from)?.person ?? '', from)?.unit
    return unit === undefined || within(whose)
  })
  return [...Map.groupBy(own, ({ rule, reason }) => `${rule}\n${reason}`).values()]
    .map((all) => {
      const { rule, reason } = all[0]!
      return { rule, reason, title: rules.find(({ id }) => id === rule)?.title.vi ?? rule, times: all.length }
    })
    .sort((a, b) => (a.rule < b.rule ? -1 : a.rule > b.rule ? 1 : a.reason < b.reason ? -1 : 1))
}

/** Decisions in force in the period. The reason is a clerk's free text and stays out. */
const exceptionFigures = ({ data, period, unit, directory }: Material, all: readonly Alert[]): Figures['exceptions'] =>
  data.exceptions
    .filter(({ from, to }) => from <= period.last && to >= period.first)
    .filter((row) => {
      if (unit === undefined || row.unit === undefined) return true
      return directory.units.at(row.unit, period.to - 1)?.path.includes(unit) ?? false
    })
    .map(({ id, rule, document, from, to }) => ({
      ...{ id, rule, document, from, to },
      silenced: all.filter(({ silenced }) => silenced?.exception === id).length,
    }))
    .sort((a, b) => (a.id < b.id ? -1 : 1))

const changesIn = ({ data, changes, period, unit, directory }: Material): Figures['changes'] => {
  const approved = data.changes.flatMap((row): readonly ChangeFigures[] => {
    const at = Date.parse(/[zZ]|[+-]\d\d:?\d\d$/.test(row.from) ? row.from : `${row.from}+07:00`)
    const where = row.unit ?? (row.machine === undefined ? undefined : directory.machine(row.machine, at)?.unit)
    const path = where === undefined ? [] : (directory.units.at(where, at)?.path ?? [])
    if (unit !== undefined && !path.includes(unit)) return []
    const what = row.machine === undefined ? 'Thay đổi hệ thống được duyệt' : `Thay đổi trên máy ${row.machine}`
    return [{ at, what, document: row.document }]
  })
  return [...approved, ...changes]
    .filter(({ at }) => at >= period.from && at < period.to)
    .sort((a, b) => a.at - b.at || (a.what < b.what ? -1 : 1))
}
