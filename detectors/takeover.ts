import type { Change } from '../kernel/directory/diff.ts'
import { entityOf, type Observation } from '../kernel/event.ts'
import type { Text } from '../kernel/text.ts'
import type { Rule } from './meta.ts'
import { LONGEST_WAIT } from './plan.ts'
import type { Scope, Target } from './target.ts'

/**
 * What a new version of the directory asks to be computed again: everything its changed rows can influence (over-approximate),
 * and the absences whose register rows came, went or moved. Only times the stream has lived through: what
 * lies ahead is joined anyway.
 */
export const targetsOfDirectory = (
  changes: readonly Change[],
  before: readonly Observation[],
  after: readonly Observation[],
  rules: readonly Rule[],
  heardBy: (rule: Rule) => readonly string[],
  lived: { readonly from: number; readonly to: number },
): readonly Target[] => {
  const reason: Text = {
    vi: 'danh bạ, lịch hoặc quyết định được nhập, sửa sau',
    en: 'the directory, calendar or a decision was entered or corrected later',
  }
  const rows = changes.flatMap((change): Target[] => {
    const from = Math.max(change.from, lived.from)
    const to = Math.min(change.to, lived.to)
    if (from > to) return []
    // An absence is judged when it is due: what it waited from may lie before the change, a register's row before every log.
    const waited = change.from - LONGEST_WAIT
    return scopesOf(change).flatMap((scope): Target[] => [
      { rule: '*', scope, from, to, reason },
      ...rules
        .filter(({ kind }) => kind === 'absence')
        .map(({ id }): Target => ({ rule: id, scope, from: waited, to, reason })),
    ])
  })
  const registered = changedRows(before, after).flatMap((o): Target[] =>
    rules.flatMap((rule) => {
      const entity = heardBy(rule).includes(o.action) ? entityOf(o, rule.by) : undefined
      return entity === undefined || o.at >= lived.to
        ? []
        : [{ rule: rule.id, scope: { kind: 'entity', value: entity }, from: o.at, to: o.at, reason }]
    }),
  )
  return [...rows, ...registered]
}

const scopesOf = ({ scope }: Change): readonly Scope[] => {
  // Who belonged to a unit is itself a matter of the version: a unit's change is looked for everywhere.
  if (scope.everything || (scope.units?.length ?? 0) > 0) return [{ kind: 'all' }]
  return [
    ...(scope.accounts ?? []).map((user): Scope => ({ kind: 'about', user })),
    ...(scope.hosts ?? []).map((host): Scope => ({ kind: 'about', host })),
    ...(scope.devices ?? []).map((device): Scope => ({ kind: 'about', device })),
  ]
}

const changedRows = (before: readonly Observation[], after: readonly Observation[]): readonly Observation[] => {
  const text = (rows: readonly Observation[]) => new Map(rows.map((o) => [o.id, JSON.stringify(o)]))
  const [old, now] = [text(before), text(after)]
  return [
    ...before.filter((o) => now.get(o.id) !== old.get(o.id)),
    ...after.filter((o) => now.get(o.id) !== old.get(o.id)),
  ]
}
