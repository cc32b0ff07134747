import type { Truth } from '../../deploy/generator/model.ts'
import { loadRules } from '../../detectors/load.ts'
import type { Alert } from '../../kernel/alert.ts'
import { foldDay, sayInstant } from '../../kernel/time.ts'
import type { Week } from './week.ts'

const rules = (await loadRules()).map(({ id }) => id)

/**
 * An absence is about the episode that begins with its deadline; all else folds by day. Both fall on the truth's day. Whoever is named
 * is the one who did it: any other name is a false accusation.
 */
const isAbout = ({ entity, day, person }: Truth, alert: Alert): boolean =>
  alert.entity.value === entity.id &&
  alert.entity.kind === entity.kind &&
  foldDay(alert.first) === day &&
  (person === undefined || alert.subject.person === undefined || alert.subject.person.id === person)

const finds = (truth: Truth, alert: Alert): boolean => alert.rule.id === truth.rule && isAbout(truth, alert)
const allows = (truth: Truth, alert: Alert): boolean =>
  finds(truth, alert) || (truth.also?.includes(alert.rule.id) === true && isAbout(truth, alert))

/** What was planted against what was said; each entry a text for people. */
export type Audit = {
  /** What is held against the truth. */
  readonly judged: readonly Alert[]
  readonly missed: readonly string[]
  readonly extra: readonly string[]
  readonly miscounted: readonly string[]
  /** What one person did and an alert was raised about, that names nobody. */
  readonly unnamed: readonly string[]
  readonly table: Readonly<Record<string, { planted: number; found: number; allowed: number; false: number }>>
}

/** Who was found, who was not, who was accused falsely; each miss with what is known about it. */
export const audit = (week: Week, without: (truth: Truth) => boolean): Audit => {
  const { truth, indeterminate, about, end } = week
  // When the days are over, every source of the province falls silent: to say so is right.
  const alerts = week.alerts.filter(({ entity, first }) => entity.kind !== 'pipeline' || first < end)
  const found = (one: Truth): Alert | undefined => alerts.find((alert) => finds(one, alert))
  const due = truth.filter((one) => !without(one))
  const extra = alerts.filter((alert) => !truth.some((one) => allows(one, alert)))
  const whyMissed = (one: Truth): string => {
    const unjudged = indeterminate.filter(({ rule, entity }) => rule === one.rule && entity === one.entity.id)
    const near = alerts.filter((alert) => alert.entity.value === one.entity.id).map(({ rule }) => rule.id)
    const seen = about(one.entity.id).filter(({ at }) => Math.abs(at - one.at) <= 1_800_000)
    return [
      `${one.rule} ${one.entity.id} ${sayInstant(one.at)}: ${one.what}`,
      `  other alerts about it: ${near.join(', ') || 'none'}; not judged: ${unjudged.map(({ reason }) => reason).join(', ') || 'no'}`,
      `  seen within half an hour: ${seen.length} events, ${[...new Set(seen.map(({ action }) => action))].join(', ')}`,
    ].join('\n')
  }
  return {
    judged: alerts,
    missed: due.filter((one) => !found(one)).map(whyMissed),
    extra: extra.map(
      (alert) =>
        `${alert.rule.id} ${alert.entity.value} ${sayInstant(alert.first)}: ${alert.say.vi}\n` +
        alert.evidence[0]!.events.map((e) => `  ${sayInstant(e.at)} ${e.action} ${JSON.stringify(e.fields)}`).join(
          '\n',
        ),
    ),
    miscounted: truth.flatMap((one) => {
      const occurrences = found(one)?.occurrences
      return one.count === undefined || occurrences === undefined || occurrences === one.count
        ? []
        : [`${one.rule} ${one.entity.id}: ${occurrences}, not ${one.count}`]
    }),
    unnamed: truth.flatMap((one) => {
      const alert = one.person === undefined ? undefined : found(one)
      return alert && alert.subject.person === undefined ? [`${one.rule} ${one.entity.id}: not ${one.person}`] : []
    }),
    table: Object.fromEntries(
      rules.map((id) => [
        id,
        {
          planted: due.filter(({ rule }) => rule === id).length,
          found: due.filter((one) => one.rule === id && found(one)).length,
          allowed: alerts.filter(
            (alert) => alert.rule.id === id && !extra.includes(alert) && !truth.some((one) => finds(one, alert)),
          ).length,
          false: extra.filter(({ rule }) => rule.id === id).length,
        },
      ]),
    ),
  }
}
