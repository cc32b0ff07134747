import { entryOf } from '../kernel/entry.ts'
import { entityOf, type Observation } from '../kernel/event.ts'
import type { Rule } from './meta.ts'
import type { Live } from './plan.ts'
import { lacksDevice, MOUNT_AGE } from './registers/mounts.ts'
import { SESSION_AGE } from './registers/sessions.ts'
import type { SliceSources } from './slice.ts'
import type { Scope, Target } from './target.ts'

export type Span = { readonly from: number; readonly to: number }

/** Per rule, the entities to compute again and the event times that changed for each. */
export type Wanted = ReadonlyMap<string, ReadonlyMap<string, Span>>

type About = Scope & { readonly kind: 'about' }
const keys = ['host', 'user', 'ip', 'device'] as const
type Key = (typeof keys)[number]

/**
 * Which entities of each rule the targets are about: named, or seen in the archive with what they name, or alerted before. One
 * pass over the archive serves all targets (two, where someone signed in at a machine, or a device attached there, may be concerned).
 */
export const resolve = async (
  targets: readonly Target[],
  rules: readonly Rule[],
  { register, pending, watermark: until }: Pick<Live, 'register' | 'pending' | 'watermark'>,
  sources: SliceSources,
): Promise<Wanted> => {
  const wanted = new Map<string, Map<string, Span>>(rules.map((rule) => [rule.id, new Map()]))
  const note = (rule: Rule, entity: string | undefined, { from, to }: Span): void => {
    if (entity === undefined) return
    const spans = wanted.get(rule.id)!
    const old = spans.get(entity)
    spans.set(entity, old ? { from: Math.min(old.from, from), to: Math.max(old.to, to) } : { from, to })
  }
  const named = (target: Target): readonly Rule[] =>
    rules.filter((rule) => target.rule === '*' || target.rule === rule.id)

  for (const target of targets)
    if (target.scope.kind === 'entity') for (const rule of named(target)) note(rule, target.scope.value, target)
  const open = targets.filter(({ scope }) => scope.kind === 'about' || scope.kind === 'all')
  if (open.length === 0) return wanted

  const indirect = [
    ...(rules.some((rule) => rule.needs?.includes('sessions'))
      ? await sessionTargets(open, rules, until, sources)
      : []),
    ...(rules.some((rule) => rule.needs?.includes('mounts')) ? await mountTargets(open, rules, until, sources) : []),
  ]
  const index = indexOf([...open, ...indirect])
  const all = open.filter(({ scope }) => scope.kind === 'all')
  const touch = (o: Observation): void => {
    const found = new Set(all)
    for (const target of concerning(index, o)) found.add(target)
    for (const target of found)
      if (o.at >= target.from && o.at <= target.to)
        for (const rule of named(target)) note(rule, entityOf(o, rule.by), target)
  }
  const from = Math.min(...[...open, ...indirect].map((target) => target.from))
  const to = Math.max(...open.map((target) => target.to))
  for (const o of register) if (o.at >= from && o.at <= to) touch(o)
  for await (const batch of sources.archive(from, Math.min(to, until) + 1)) for (const o of batch) touch(o)
  for (const o of pending) touch(o)

  // What was alerted before and is no longer seen must be able to be withdrawn.
  for (const rule of rules) {
    const mine = open.filter((target) => target.rule === '*' || target.rule === rule.id)
    if (mine.length === 0) continue
    for (const alert of await sources.previous(rule.id, from, to)) {
      for (const target of mine) if (concerns(target.scope, alert.subject)) note(rule, alert.entity.value, target)
    }
  }
  return wanted
}

const fieldOf = (o: Observation, key: Key): string | undefined => (o as Partial<Readonly<Record<Key, string>>>)[key]

const indexOf = (targets: readonly Target[]): ReadonlyMap<Key, ReadonlyMap<string, readonly Target[]>> => {
  const index = new Map<Key, Map<string, Target[]>>(keys.map((key) => [key, new Map()]))
  for (const target of targets) {
    if (target.scope.kind !== 'about') continue
    for (const key of keys) {
      const value = (target.scope as About)[key]
      if (value !== undefined) entryOf(index.get(key)!, value, (): Target[] => []).push(target)
    }
  }
  return index
}

/** The targets that name something of an observation: the machine it came from and who did it to whom count too. */
const concerning = (index: ReturnType<typeof indexOf>, o: Observation): readonly Target[] => {
  const { by, from } = o as { by?: string; from?: string }
  return [
    ...keys.flatMap((key) => index.get(key)!.get(fieldOf(o, key) ?? '') ?? []),
    ...(index.get('user')!.get(by ?? '') ?? []),
    ...(index.get('host')!.get(from ?? '') ?? []),
  ]
}

/** A file of a volume that is concerned concerns the devices attached to its machine up to a day before. */
const mountTargets = async (
  targets: readonly Target[],
  rules: readonly Rule[],
  until: number,
  { archive }: SliceSources,
): Promise<readonly Target[]> => {
  const asking = rules.filter((rule) => rule.needs?.includes('mounts'))
  const open = targets.filter(({ rule }) => rule === '*' || asking.some(({ id }) => id === rule))
  if (open.length === 0) return []
  const index = indexOf(open)
  const all = open.filter(({ scope }) => scope.kind === 'all')
  const from = Math.min(...open.map((target) => target.from))
  const to = Math.min(Math.max(...open.map((target) => target.to)), until) + 1
  const found = new Map<string, Target>()
  for await (const batch of archive(from, to)) {
    for (const o of batch) {
      if (!lacksDevice(o)) continue
      for (const target of [...all, ...concerning(index, o)])
        for (const { id } of asking) {
          if (target.rule !== '*' && target.rule !== id) continue
          const scope: Scope = { kind: 'about', host: o.host }
          found.set(`${id}/${o.host}/${target.from}/${target.to}`, {
            ...target,
            rule: id,
            scope,
            from: target.from - MOUNT_AGE,
          })
        }
    }
  }
  return [...found.values()]
}

/** An account concerned is concerned through every machine it signed in at, for the rules that look at sessions. */
const sessionTargets = async (
  targets: readonly Target[],
  rules: readonly Rule[],
  until: number,
  { archive }: SliceSources,
): Promise<readonly Target[]> => {
  const users = indexOf(targets).get('user')!
  if (users.size === 0) return []
  const from = Math.min(...targets.map((target) => target.from)) - SESSION_AGE
  const to = Math.min(Math.max(...targets.map((target) => target.to)), until) + 1
  const found = new Map<string, Target>()
  for await (const batch of archive(from, to)) {
    for (const o of batch) {
      if (o.action !== 'login' || o.host === undefined) continue
      for (const target of users.get(o.user) ?? []) {
        for (const rule of rules) {
          if (!rule.needs?.includes('sessions') || (target.rule !== '*' && target.rule !== rule.id)) continue
          found.set(`${rule.id}/${o.host}/${target.from}/${target.to}`, {
            ...target,
            rule: rule.id,
            scope: { kind: 'about', host: o.host },
          })
        }
      }
    }
  }
  return [...found.values()]
}

const concerns = (
  scope: Scope,
  subject: {
    readonly machine?: string | undefined
    readonly account?: string | undefined
    readonly device?: string | undefined
  },
): boolean =>
  scope.kind === 'all' ||
  (scope.kind === 'about' &&
    ((scope.host !== undefined && scope.host === subject.machine) ||
      (scope.user !== undefined && scope.user === subject.account) ||
      (scope.device !== undefined && scope.device === subject.device)))
