import { expect, test } from 'vitest'
import { loadRules } from '../../detectors/load.ts'
import type { PolicyValue, Rule } from '../../detectors/meta.ts'
import { type Duration, ms } from '../../kernel/time.ts'
import { play } from './play.ts'

/** How many alerts every case has, as one string: what a changed number must change. */
const verdicts = (rule: Rule): string =>
  Object.values({ ...rule.cases.fires, ...rule.cases.quiet })
    .map((example) => play(rule, example).length)
    .join()

/** `'17:30'`, some minutes earlier or later. */
const shifted = (clock: string, minutes: number): string =>
  new Date(Date.parse(`1970-01-01T${clock}Z`) + minutes * 60_000).toISOString().slice(11, 16)

/** A number, clock or duration one unit down and one up; anything else has no neighbours. */
const beside = (value: PolicyValue): readonly PolicyValue[] => {
  if (typeof value === 'number') return [value - 1, value + 1]
  if (typeof value !== 'string') return []
  if (/^\d\d:\d\d$/.test(value)) return [shifted(value, -1), shifted(value, +1)]
  if (!/^\d+[smhd]$/.test(value)) return []
  // The form was just checked.
  const seconds = ms(value as Duration) / 1_000
  return [`${seconds - 1}s`, `${seconds + 1}s`]
}

const rules = await loadRules()
const asWritten = new Map(rules.map((rule) => [rule.id, verdicts(rule)]))
const changes = rules.flatMap((rule) =>
  Object.entries(rule.policy).flatMap(([name, value]) =>
    beside(value).map((other) => ({
      id: rule.id,
      change: `${name}: ${String(other)}`,
      other: { ...rule, policy: { ...rule.policy, [name]: other } } as Rule,
    })),
  ),
)

test('there are numbers to pin', () => {
  expect(changes.length).toBeGreaterThan(0)
})

test.each(changes)('$id: a case would notice $change', ({ id, other }) => {
  expect(verdicts(other)).not.toBe(asWritten.get(id))
})
