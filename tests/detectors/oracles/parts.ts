import { picks } from '../../../detectors/machine.ts'
import type { Policy, Rule, Selector } from '../../../detectors/meta.ts'
import { entityOf, type Observation } from '../../../kernel/event.ts'
import { join, policyFor, type World } from '../../support/kinds.ts'

/** The events of each entity of a rule, in order. */
export const perEntity = (
  events: readonly Observation[],
  rule: Rule,
): readonly (readonly [string, readonly Observation[]])[] => {
  const entities = new Set(events.flatMap((e) => entityOf(e, rule.by) ?? []))
  return [...entities].map((entity) => [entity, events.filter((e) => entityOf(e, rule.by) === entity)])
}

/** Whether a selector of the rule picks an event under the policy of the event's own unit. */
export const picker = (rule: Rule, world: World) => {
  const policyOf = policyFor(rule, world)
  return (selector: Selector | undefined) => {
    const test = selector && picks(selector)
    return (o: Observation): boolean => test?.(join(o), policyOf(o)) ?? false
  }
}

const SIZES: Readonly<Record<string, number>> = { s: 1_000, m: 60_000, h: 3_600_000, d: 86_400_000 }

/** A duration of a policy in ms, read without the product's own reader. */
export const span = (policy: Policy, name: string): number => {
  const text = String(policy[name])
  return Number.parseFloat(text) * SIZES[text.at(-1)!]!
}

/** An event as often as it says it happened. */
export const repeated = (events: readonly Observation[]): readonly Observation[] =>
  events.flatMap((e) => Array.from({ length: e.count ?? 1 }, () => e))
