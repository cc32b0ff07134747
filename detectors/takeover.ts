import type { Change } from '../kernel/directory/diff.ts'
import { entityOf, type Observation } from '../kernel/event.ts'
import type { Text } from '../kernel/text.ts'
import type { Lags } from './lags.ts'
import { listsOf } from './lists.ts'
import type { Rule } from './meta.ts'
import { LONGEST_WAIT } from './plan.ts'
import { spanOver } from './span.ts'
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
  lived: Lived,
): readonly Target[] => {
  const asked = changes.flatMap((change): Asked[] => {
    const of = asking(change, rules)
    return of?.length === 0 ? [] : [{ change, of }]
  })
  const furthest = lived.lags.reduce((most, [, lag]) => Math.max(most, lag), 0)
  const touched = asked.flatMap(({ change, of }) =>
    scopesOf(change).flatMap((scope) => {
      // By a clock that was behind, what is of the row's time stands before it. Of everybody, those machines alone are looked at (below).
      const from = Math.max(change.from - (scope.kind === 'all' ? 0 : furthest), lived.from)
      const to = Math.min(change.to, lived.to)
      return from > to ? [] : [{ change, scope, from, to, of, whom: JSON.stringify([scope, of]) }]
    }),
  )
  // What is asked about the same is one target: it names all of its rows.
  const reasons = new Map([...Map.groupBy(touched, ({ whom }) => whom)].map(([whom, all]) => [whom, reasonOf(all)]))
  const absences = rules.filter(({ kind }) => kind === 'absence')
  const rows = touched.flatMap(({ change, scope, from, to, of, whom }): Target[] => {
    const reason = reasons.get(whom)!
    // An absence is judged when it is due: what it waited from may lie before the change, a register's row before every log.
    const waited = change.from - LONGEST_WAIT
    return [
      ...(of ?? ['*']).map((rule): Target => ({ rule, scope, from, to, reason })),
      ...absences
        .filter(({ id }) => of?.includes(id) ?? true)
        .map(({ id }): Target => ({ rule: id, scope, from: waited, to, reason })),
    ]
  })
  const reason = reasonOf([])
  const begun = beginnings([...before, ...after])
  const registered = changedRows(before, after).flatMap((o): Target[] =>
    rules.flatMap((rule) => {
      const entity = heardBy(rule).includes(o.action) ? entityOf(o, rule.by) : undefined
      return entity === undefined || o.at >= lived.to
        ? []
        : [{ rule: rule.id, scope: { kind: 'entity', value: entity }, from: begun(o), to: o.at, reason }]
    }),
  )
  return [...rows, ...throughClocks(asked, lived), ...throughDuties(touched, after, rules), ...registered]
}

/** When what a row tells of began: a duty may have been owed for longer, when it was met, than any log is waited from. */
const beginnings = (rows: readonly Observation[]): ((o: Observation) => number) => {
  const first = new Map<string, number>()
  for (const o of rows)
    if (o.action === 'obligation.begun') first.set(o.duty, Math.min(o.at, first.get(o.duty) ?? Infinity))
  return (o) => Math.min(o.at, o.action === 'obligation.met' ? (first.get(o.duty) ?? Infinity) : Infinity)
}

/** What the stream has lived through, and how far its machines' clocks were behind in it. */
type Lived = { readonly from: number; readonly to: number; readonly lags: Lags }
type Asked = { readonly change: Change; readonly of: readonly string[] | undefined }

/** Rows that are a matter of everybody: what machines whose clocks were behind told of the time before, which by our clock was theirs. */
const throughClocks = (asked: readonly Asked[], { from, to, lags }: Lived): readonly Target[] => {
  const general = asked.filter(({ change }) => scopesOf(change).some(({ kind }) => kind === 'all'))
  return [...Map.groupBy(general, ({ of }) => JSON.stringify(of)).values()].flatMap((alike) => {
    const begun = spanOver(alike.map(({ change }) => ({ from: change.from, to: change.from })))
    const reason = reasonOf(alike)
    return lags.flatMap(([host, lag]): Target[] => {
      const scope: Scope = host === '' ? { kind: 'all' } : { kind: 'about', host }
      const span = { from: Math.max(begun.from - lag, from), to: Math.min(begun.to, to) }
      return span.from > span.to
        ? []
        : (alike[0]!.of ?? ['*']).map((rule): Target => ({ rule, scope, ...span, reason }))
    })
  })
}

/** Who is bound, or judged at all, is asked of the day on which something falls due. */
const BINDING: ReadonlySet<Change['register']> = new Set(['directives', 'units'])

/** What a unit owes may have begun longer before a row than any log is waited from. */
const throughDuties = (
  touched: readonly { readonly change: Change }[],
  register: readonly Observation[],
  rules: readonly Rule[],
): readonly Target[] =>
  touched
    .filter(({ change }) => BINDING.has(change.register))
    .flatMap(({ change }) => {
      const units = new Set(change.scope.units)
      const reason = reasonOf([{ change }])
      return register.flatMap((o): Target[] => {
        if (o.action !== 'obligation.begun' || o.at >= change.from - LONGEST_WAIT || !units.has(o.unit)) return []
        const scope: Scope = { kind: 'entity', value: o.duty }
        return rules
          .filter(({ owes }) => owes === o.obligation)
          .map(({ id }): Target => ({ rule: id, scope, from: o.at, to: o.at, reason }))
      })
    })

/** So many rows are named, the others counted. */
const NAMED = 3

/** Why something is computed again: the rows, by file and key, as far as they are known. */
const reasonOf = (touched: readonly { readonly change: Change }[]): Text => {
  const rows = [...new Set(touched.map(({ change: { register, key } }) => `${fileOf(register)} «${key}»`))]
  const [shown, more] = [rows.slice(0, NAMED).join(', '), rows.length - NAMED]
  const [vi, en] =
    rows.length === 0
      ? ['', '']
      : [`: ${shown}${more > 0 ? ` và ${more} dòng khác` : ''}`, `: ${shown}${more > 0 ? ` and ${more} others` : ''}`]
  return {
    vi: `danh bạ, lịch hoặc quyết định được nhập, sửa sau${vi}`,
    en: `the directory, calendar or a decision was entered or corrected later${en}`,
  }
}

const fileOf = (register: Change['register']): string =>
  register === 'calendar' ? 'calendar' : register === 'hours' ? 'hours.yaml' : `${register}.csv`

/** Of a row of a list, the rules that look at it: others see nothing of it. `undefined`: a matter of all rules. */
const asking = ({ scope: { lists } }: Change, rules: readonly Rule[]): readonly string[] | undefined =>
  lists && rules.flatMap((rule) => (lists.some((list) => listsOf(rule).has(list)) ? [rule.id] : []))

const scopesOf = ({ scope }: Change): readonly Scope[] => {
  // Who belonged to a unit is itself a matter of the version: a unit's change is looked for everywhere.
  if (scope.everything || scope.lists || (scope.units?.length ?? 0) > 0) return [{ kind: 'all' }]
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
