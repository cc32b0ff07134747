import { type Alert, type Level, levels } from '../../kernel/alert.ts'
import type { Directory } from '../../kernel/directory/facts.ts'
import { foldDay } from '../../kernel/time.ts'
import { lastOf, unheardIn, type Watch } from './carried.ts'
import { counts, distinct, itemOf, personDays } from './counted.ts'
import type { ByLevel, Figures, GroupFigures, HighFigures, NamedFigures, UnitFigures } from './figures.ts'
import { groupOf } from './groups.ts'
import { daysOf, type Period } from './period.ts'
import { distinctSpans } from './spans.ts'

const per = <T>(value: (level: Level) => T): Record<Level, T> => ({
  low: value('low'),
  medium: value('medium'),
  high: value('high'),
  serious: value('serious'),
})

export const byLevel = (alerts: readonly { readonly level: Level }[]): ByLevel => {
  const groups = Map.groupBy(alerts, ({ level }) => level)
  return per((level) => groups.get(level)?.length ?? 0)
}

/** `alerts`: those of the period that were not taken back; silenced ones are counted apart. */
export const levelFigures = (alerts: readonly Alert[]): Figures['levels'] =>
  per((level) => {
    const own = alerts.filter((alert) => alert.level === level)
    const counted = own.filter(counts)
    const violations = counted.filter(({ clause }) => clause.standing === 'violation').length
    return {
      ...{ alerts: counted.length, violations, signs: counted.length - violations },
      silenced: own.length - counted.length,
    }
  })

export const dayFigures = (period: Period, counted: readonly Alert[]): Figures['days'] => {
  const days = Map.groupBy(counted, ({ first }) => foldDay(first))
  return daysOf(period).map((date) => ({ date, ...byLevel(days.get(date) ?? []) }))
}

export const groupFigures = (counted: readonly Alert[]): readonly GroupFigures[] =>
  [...Map.groupBy(counted, ({ clause }) => groupOf(clause.id))]
    .map(([group, alerts]) => ({
      group,
      alerts: alerts.length,
      machines: distinct(alerts.map(({ subject }) => subject.machine)),
      accounts: distinct(alerts.map(({ subject }) => subject.account)),
      units: distinct(alerts.map(({ subject }) => subject.unit?.id)),
    }))
    .sort((a, b) => b.alerts - a.alerts || (a.group < b.group ? -1 : 1))

/** Units that were watched at any time of the period, and those named by an alert that were not. */
export const unitFigures = (
  counted: readonly Alert[],
  watches: ReadonlyMap<string, Watch>,
  directory: Directory,
  at: number,
): readonly UnitFigures[] => {
  const alerts = Map.groupBy(counted, ({ subject }) => subject.unit?.id ?? '')
  const named = [...alerts].flatMap(([id]) => (id === '' ? [] : [id]))
  return [...new Set([...watches.keys(), ...named])].sort().map((unit) => {
    const own = alerts.get(unit) ?? []
    const watch = watches.get(unit)
    const { watched, carriers } = watch ?? { watched: [], carriers: [] }
    const lost = carriers.flatMap(({ id, silences }) => (silences.length > 0 ? [{ source: id, silences }] : []))
    const silences = distinctSpans(lost.flatMap((one) => one.silences))
    const lacking = unheardIn(watched, carriers)
    const state =
      carriers.length === 0
        ? 'no-source'
        : carriers.every(({ heard }) => !heard)
          ? 'silent'
          : silences.length > 0 || lacking.length > 0
            ? 'interrupted'
            : 'heard'
    return {
      ...{ unit, levels: byLevel(own), alerts: own.length, personDays: personDays(own.map(itemOf)), state, silences },
      ...(lost.length > 0 && { lost }),
      name: own.at(-1)?.subject.unit?.name ?? directory.units.at(unit, watch ? lastOf(watch) : at)?.name ?? unit,
    }
  })
}

const byLevelThenTime = (a: Alert, b: Alert): number =>
  levels.indexOf(b.level) - levels.indexOf(a.level) || a.first - b.first || (a.id < b.id ? -1 : 1)

const highOf = (alert: Alert): HighFigures => ({
  ...{ id: alert.id, level: alert.level, rule: alert.rule.id, title: alert.rule.title.vi },
  ...{ unit: alert.subject.unit?.name ?? '', first: alert.first, last: alert.last, times: alert.occurrences },
  standing: alert.clause.standing,
})

/** High and serious alerts, without anybody's name. */
export const highFigures = (counted: readonly Alert[]): readonly HighFigures[] =>
  counted
    .filter(({ level }) => level === 'high' || level === 'serious')
    .sort(byLevelThenTime)
    .map(highOf)

/** Every alert with the names in it, for the unit concerned. */
export const namedFigures = (counted: readonly Alert[]): readonly NamedFigures[] =>
  [...counted].sort(byLevelThenTime).map((alert) => ({
    ...highOf(alert),
    ...(alert.subject.person && { person: alert.subject.person.name }),
    ...(alert.subject.account !== undefined && { account: alert.subject.account }),
    ...(alert.subject.machine !== undefined && { machine: alert.subject.machine }),
  }))
