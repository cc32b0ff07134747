import { describe, expect, test } from 'vitest'
import type { Truth } from '../../deploy/generator/model.ts'
import { loadRules } from '../../detectors/load.ts'
import type { Override } from '../../detectors/policy.ts'
import type { Alert } from '../../kernel/alert.ts'
import { foldDay, sayInstant } from '../../kernel/time.ts'
import { liveThrough, type Week } from '../support/week.ts'

/*
 * Precision and recall over weeks of a small province: 140,000 lines of every source, as collectors deliver them, late, twice and in
 * pauses. Whoever plants a violation writes down what a correct product says about it; everything else is a false accusation.
 * In the table `allowed` counts what may rightly be said besides (`also`) and is planted for another rule.
 */

const rules = (await loadRules()).map(({ id }) => id)

/** An absence is about the episode that begins with its deadline; all else folds by day. Both fall on the truth's day. */
const isAbout = ({ entity, day }: Truth, alert: Alert): boolean =>
  alert.entity.value === entity.id && alert.entity.kind === entity.kind && foldDay(alert.first) === day

const finds = (truth: Truth, alert: Alert): boolean => alert.rule.id === truth.rule && isAbout(truth, alert)
const allows = (truth: Truth, alert: Alert): boolean =>
  finds(truth, alert) || (truth.also?.includes(alert.rule.id) === true && isAbout(truth, alert))

type Account = {
  readonly missed: readonly string[]
  readonly extra: readonly string[]
  readonly miscounted: readonly string[]
  readonly table: Readonly<Record<string, { planted: number; found: number; allowed: number; false: number }>>
}

/** Who was found, who was not, who was accused falsely; each miss with what is known about it. */
const audit = ({ truth, alerts, indeterminate, about }: Week, without: (truth: Truth) => boolean): Account => {
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

/** A unit that says, with a document, that it delivers the scans of media. */
const scansLogged: readonly Override[] = ['MED-02a', 'MED-02b'].map((rule) => ({
  unit: 'tinh',
  rule,
  set: { scansLogged: true },
  basis: '12/KH-UBND',
}))

test('a clean week accuses nobody', { timeout: 120_000 }, async () => {
  const week = await liveThrough({ seed: 1, from: '2026-03-02', days: 7, plant: false }, scansLogged)
  expect([...week.refused]).toEqual([])
  expect(week.lines).toBeGreaterThan(100_000)
  const { extra } = audit(week, () => false)
  expect(extra.join('\n'), 'alerts of a clean week').toBe('')
})

describe.each<{ seed: number; from: string; days: number; overrides: readonly Override[] }>([
  { seed: 1, from: '2026-03-02', days: 7, overrides: scansLogged },
  { seed: 2, from: '2026-03-05', days: 6, overrides: [] },
])('the planted week of seed $seed', ({ seed, from, days, overrides }) => {
  test('is found, all of it and nothing else', { timeout: 120_000 }, async () => {
    const week = await liveThrough({ seed, from, days, plant: true }, overrides)
    const { table, missed, extra, miscounted } = audit(
      week,
      ({ needs }) => needs !== undefined && overrides.length === 0,
    )
    console.table(table)
    expect([...week.refused]).toEqual([])
    expect(missed.join('\n'), 'missed').toBe('')
    expect(extra.join('\n'), 'false accusations').toBe('')
    expect(miscounted.join('\n'), 'counted wrongly').toBe('')
    expect(week.truth.length).toBeGreaterThan(40)
  })
})
