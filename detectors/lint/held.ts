import { type Duration, ms } from '../../kernel/time.ts'
import type { Catalogue } from '../catalogue.ts'
import { partsOf } from '../explain.ts'
import type { PolicyValue, Rule, Selector } from '../meta.ts'
import { play } from '../play.ts'

/** A rule changed in one place, and what was changed, in Vietnamese. */
export type Mutant = { readonly change: string; readonly rule: Rule }

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

/** Every number of the policy one unit down and one up. */
export const numbersMoved = (rule: Rule): readonly Mutant[] =>
  Object.entries(rule.policy).flatMap(([name, value]) =>
    beside(value).map((other) => ({
      change: `đổi ${name} từ ${String(value)} thành ${String(other)}`,
      // One value of the same type in the place of another.
      rule: { ...rule, policy: { ...rule.policy, [name]: other } } as Rule,
    })),
  )

const lists = ['sought', 'excused'] as const

/** A rule each of whose selectors is what `change` makes of it; where several parts are one selector, all of them. */
const withSelectors = (rule: Rule, change: (selector: Selector) => Selector): Rule => {
  const changed = (value: unknown): unknown => {
    if (Array.isArray(value)) return value.map(changed)
    if (value === null || typeof value !== 'object' || !('on' in value)) return value
    // The signs of life of an absence stand one level deeper.
    return isSelector(value) ? change(value) : { ...value, on: changed(value.on) }
  }
  const parts = Object.entries(rule).map(([name, value]) => [name, PARTS.has(name) ? changed(value) : value])
  // The same rule but for its conditions.
  const inner = Object.fromEntries(parts) as Rule
  return 'on' in inner ? { ...inner, ...change(inner) } : inner
}
const PARTS: ReadonlySet<string> = new Set(['steps', 'unless', 'until', 'upon', 'after', 'expect', 'alive', 'voids'])
const isSelector = (value: { readonly on: unknown }): value is Selector =>
  typeof value.on === 'string' || Array.isArray(value.on)

/**
 * Each condition taken out by itself, wherever the rule names it: what selectors share is held by one case. What only ends a wait unjudged is
 * left out: as good as everything else that ends it, it makes no alert.
 */
export const conditionsDropped = (rule: Rule): readonly Mutant[] => {
  const named = partsOf(rule).flatMap(({ selector }) =>
    rule.kind === 'absence' && selector === rule.voids ? [] : lists.flatMap((list) => selector[list] ?? []),
  )
  return [...new Set(named.map(({ vi }) => vi))].map((text) => ({
    change: `bỏ điều kiện «${text}»`,
    rule: withSelectors(rule, ({ on, ...selector }) => ({
      on,
      sought: (selector.sought ?? []).filter(({ vi }) => vi !== text),
      excused: (selector.excused ?? []).filter(({ vi }) => vi !== text),
    })),
  }))
}

/** What the cases of a rule come to: how many alerts each has, about whom, how grave, how often and until when. */
const verdicts = (rule: Rule, catalogue: Catalogue): string =>
  Object.values({ ...rule.cases.fires, ...rule.cases.quiet })
    .map((example) =>
      play(rule, example, { catalogue })
        .map(({ level, subject, occurrences, ended }) => [level, subject.person?.id, occurrences, ended].join('/'))
        .join('+'),
    )
    .join()

/** The changes that no case of the rule would notice. */
export const unheld = (rule: Rule, mutants: readonly Mutant[], catalogue: Catalogue): readonly string[] => {
  const asWritten = verdicts(rule, catalogue)
  const isNoticed = (mutant: Rule): boolean => {
    try {
      return verdicts(mutant, catalogue) !== asWritten
    } catch {
      // A sentence without what the condition saw to.
      return true
    }
  }
  return mutants.filter((mutant) => !isNoticed(mutant.rule)).map(({ change }) => change)
}
