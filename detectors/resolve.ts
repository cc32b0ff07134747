import { toldForms } from '../kernel/directory/names.ts'
import { entityOf, type Observation } from '../kernel/event.ts'
import type { Asked } from '../kernel/ports.ts'
import type { Text } from '../kernel/text.ts'
import { partsOf } from './explain.ts'
import { aboutOf, concerning, indexOf, indirectTargets } from './indirect.ts'
import type { Live } from './live.ts'
import { actionsOf } from './machine.ts'
import type { Rule } from './meta.ts'
import type { SliceSources } from './sources.ts'
import { type Span, spanOver } from './span.ts'
import type { Scope, Target } from './target.ts'

/** Per rule, the entities to compute again and the event times that changed for each. */
export type Wanted = ReadonlyMap<string, ReadonlyMap<string, Changed>>

/** The event times that changed for one entity of a rule, and why: the first reason, where there are several. */
export type Changed = Span & { readonly reason: Text }

/**
 * Which entities of each rule the targets are about: named, or seen in the archive with what they name, or alerted before. One
 * pass over the archive serves all targets (two, where someone signed in at a machine, or a device attached there, may be concerned).
 */
export const resolve = async (
  targets: readonly Target[],
  rules: readonly Rule[],
  { register, pending, watermark: until, only }: Pick<Live, 'register' | 'pending' | 'watermark' | 'only'>,
  sources: SliceSources,
): Promise<Wanted> => {
  const wanted = new Map<string, Map<string, Changed>>(rules.map((rule) => [rule.id, new Map()]))
  const note = (rule: Rule, entity: string | undefined, target: Changed): void => {
    if (entity === undefined || (only && !only(rule.id, entity))) return
    const spans = wanted.get(rule.id)!
    const old = spans.get(entity)
    const { from, to } = old ? spanOver([old, target]) : target
    spans.set(entity, { from, to, reason: (old ?? target).reason })
  }
  const named = (target: Target): readonly Rule[] =>
    rules.filter((rule) => target.rule === '*' || target.rule === rule.id)

  for (const target of targets)
    if (target.scope.kind === 'entity') for (const rule of named(target)) note(rule, target.scope.value, target)
  const open = targets.filter(({ scope }) => scope.kind === 'about' || scope.kind === 'all')
  if (open.length === 0) return wanted

  const indirect = await indirectTargets(open, rules, until, sources)
  const index = indexOf([...open, ...indirect])
  const all = open.filter(({ scope }) => scope.kind === 'all')
  const touch = (o: Observation): void => {
    const found = new Set(all)
    for (const target of concerning(index, o)) found.add(target)
    for (const target of found)
      if (o.at >= target.from && o.at <= target.to)
        for (const rule of named(target)) note(rule, entityOf(o, rule.by), target)
  }
  const { from, to } = spanOver([...open, ...indirect])
  for (const o of register) if (o.at >= from && o.at <= to) touch(o)
  const asked = { ...heardBy(rules), ...aboutOf([...open, ...indirect]) }
  for await (const batch of sources.archive({ ...asked, from, to: Math.min(to, until) }))
    for (const o of batch) touch(o)
  for (const o of pending) touch(o)

  for (const { rule, entity, target } of await alertedBefore(open, rules, { from, to }, sources))
    note(rule, entity, target)
  return wanted
}

/** Which actions concern the rules: every one, where one looks for signs of life. */
const heardBy = (rules: readonly Rule[]): Pick<Asked, 'actions'> => {
  const actions = new Set(rules.flatMap((rule) => partsOf(rule).flatMap(({ selector }) => actionsOf(selector))))
  return actions.has('host.seen') ? {} : { actions }
}

/** What was alerted before and is no longer seen must be able to be withdrawn. */
const alertedBefore = async (
  targets: readonly Target[],
  rules: readonly Rule[],
  { from, to }: Span,
  { previous }: SliceSources,
): Promise<readonly { readonly rule: Rule; readonly entity: string; readonly target: Target }[]> => {
  const found = rules.map(async (rule) => {
    const mine = targets.filter((target) => target.rule === '*' || target.rule === rule.id)
    const alerts = mine.length === 0 ? [] : await previous(rule.id, from, to)
    return alerts.flatMap(({ subject, entity }) =>
      mine.filter(({ scope }) => concerns(scope, subject)).map((target) => ({ rule, entity: entity.value, target })),
    )
  })
  return (await Promise.all(found)).flat()
}

const concerns = (
  scope: Scope,
  subject: {
    readonly machine?: string | undefined
    readonly account?: string | undefined
    readonly device?: string | undefined
    readonly address?: string | undefined
  },
): boolean =>
  scope.kind === 'all' ||
  (scope.kind === 'about' &&
    ((scope.host !== undefined && toldForms(subject.machine ?? '').includes(scope.host)) ||
      (scope.user !== undefined && scope.user === subject.account) ||
      (scope.ip !== undefined && scope.ip === subject.address) ||
      (scope.device !== undefined && scope.device === subject.device)))
