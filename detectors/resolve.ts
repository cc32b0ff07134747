import type { Alert } from '../kernel/alert.ts'
import { toldForms } from '../kernel/directory/names.ts'
import { entryOf } from '../kernel/entry.ts'
import { type Action, entityOf, type Observation } from '../kernel/event.ts'
import type { Asked } from '../kernel/ports.ts'
import type { Text } from '../kernel/text.ts'
import { partsOf } from './explain.ts'
import { aboutOf, concerning, indexOf, indirectTargets } from './indirect.ts'
import type { Live } from './live.ts'
import { actionsOf } from './machine.ts'
import type { Rule } from './meta.ts'
import type { SliceSources } from './sources.ts'
import { type Span, spanOver } from './span.ts'
import { bothReasons, type Scope, type Target } from './target.ts'

/** Per rule, the entities to compute again and the event times that changed for each. */
export type Wanted = ReadonlyMap<string, ReadonlyMap<string, Changed>>

/** The event times that changed for one entity of a rule, and why. */
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
    const isSaid = old !== undefined && (old.reason === target.reason || old.reason.vi.includes(target.reason.vi))
    if (isSaid && old.from <= target.from && old.to >= target.to) return // so it is for most of what is read
    const { from, to } = old ? spanOver([old, target]) : target
    spans.set(entity, { from, to, reason: old ? bothReasons(old.reason, target.reason) : target.reason })
  }
  const isNamed = ({ rule: id }: Target, rule: Rule): boolean => id === '*' || id === rule.id
  const hears = new Map(rules.map((rule) => [rule.id, hearingOf(rule)]))
  /** The rules of each target that may look at an event with this action, found once and not with every event. */
  const hearing = new Map<string, readonly Rule[]>()
  const rulesFor = (target: Target, action: Action): readonly Rule[] =>
    entryOf(hearing, `${target.rule} ${action}`, () =>
      rules.filter((rule) => isNamed(target, rule) && hears.get(rule.id)!(action)),
    )

  for (const target of targets)
    if (target.scope.kind === 'entity')
      for (const rule of rules) if (isNamed(target, rule)) note(rule, target.scope.value, target)
  const open = targets.filter(({ scope }) => scope.kind === 'about' || scope.kind === 'all')
  if (open.length === 0) return wanted

  const indirect = await indirectTargets(open, rules, until, sources)
  const index = indexOf([...open, ...indirect])
  const all = open.filter(({ scope }) => scope.kind === 'all')
  const meet = (o: Observation, target: Target): void => {
    if (o.at < target.from || o.at > target.to) return
    for (const rule of rulesFor(target, o.action)) note(rule, entityOf(o, rule.by), target)
  }
  const touch = (o: Observation): void => {
    for (const target of all) meet(o, target)
    for (const target of concerning(index, o)) meet(o, target)
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

const actionsIn = (rule: Rule): readonly Action[] => partsOf(rule).flatMap(({ selector }) => actionsOf(selector))

/** Which actions concern the rules: every one, where one looks for signs of life. */
const heardBy = (rules: readonly Rule[]): Pick<Asked, 'actions'> => {
  const actions = new Set(rules.flatMap(actionsIn))
  return actions.has('host.seen') ? {} : { actions }
}

/**
 * Whether an event may change what a rule says of whom it is about: of the others it takes nothing. An absence looks for signs of life, too, and
 * registers complete what a rule looks at: there it may be any.
 */
const hearingOf = (rule: Rule): ((action: Action) => boolean) => {
  const own: ReadonlySet<Action> = new Set(actionsIn(rule))
  return rule.kind === 'absence' || (rule.needs?.length ?? 0) > 0 ? () => true : (action) => own.has(action)
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
    return alerts.flatMap((alert) =>
      mine
        .filter(({ scope }) => concerns(scope, alert))
        .map((target) => ({ rule, entity: alert.entity.value, target })),
    )
  })
  return (await Promise.all(found)).flat()
}

/** What was done to an account (the entity) is an alert about another's. */
const concerns = (scope: Scope, { subject, entity }: Alert): boolean =>
  scope.kind === 'all' ||
  (scope.kind === 'about' &&
    ((scope.host !== undefined && toldForms(subject.machine ?? '').includes(scope.host)) ||
      (scope.user !== undefined && (scope.user === subject.account || scope.user === entity.value)) ||
      (scope.ip !== undefined && scope.ip === subject.address) ||
      (scope.device !== undefined && scope.device === subject.device)))
