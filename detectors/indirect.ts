import { toldForms } from '../kernel/directory/names.ts'
import { entryOf } from '../kernel/entry.ts'
import type { Observation } from '../kernel/event.ts'
import type { Asked } from '../kernel/ports.ts'
import type { RegisterName, Rule } from './meta.ts'
import { LEASE_AGE } from './registers/leases.ts'
import { lacksDevice, MOUNT_AGE } from './registers/mounts.ts'
import { SESSION_AGE } from './registers/sessions.ts'
import type { SliceSources } from './sources.ts'
import { spanOver } from './span.ts'
import type { Scope, Target } from './target.ts'

type About = Scope & { readonly kind: 'about' }
const keys = ['host', 'user', 'ip', 'device'] as const
type Key = (typeof keys)[number]

/** What targets concern only through a derived register, for the rules that look at it. A pass over the archive each, where any does. */
export const indirectTargets = async (
  targets: readonly Target[],
  rules: readonly Rule[],
  until: number,
  sources: SliceSources,
): Promise<readonly Target[]> => {
  const asks = (name: RegisterName): boolean => rules.some((rule) => rule.needs?.includes(name))
  const sessions = asks('sessions') ? await sessionTargets(targets, rules, until, sources) : []
  return [
    ...sessions,
    ...(asks('leases') ? await leaseTargets([...targets, ...sessions], rules, until, sources) : []),
    ...(asks('mounts') ? await mountTargets(targets, rules, until, sources) : []),
  ]
}

const fieldOf = (o: Observation, key: Key): string | undefined => (o as Partial<Readonly<Record<Key, string>>>)[key]

export const indexOf = (targets: readonly Target[]): ReadonlyMap<Key, ReadonlyMap<string, readonly Target[]>> => {
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

/** What targets name, as the archive is asked for it; nothing is said where one is about everybody. */
export const aboutOf = (targets: readonly Target[]): Pick<Asked, 'about'> => {
  if (targets.some(({ scope }) => scope.kind === 'all')) return {}
  const index = indexOf(targets)
  return { about: Object.fromEntries(keys.map((key) => [key, new Set(index.get(key)!.keys())])) }
}

/**
 * The targets that name something of an observation: the machine it came from and who did it to whom count too, and whatever is said of
 * one machine is said of all that bear its name.
 */
export const concerning = (index: ReturnType<typeof indexOf>, o: Observation): readonly Target[] => {
  const { by, from, host } = o as { by?: string; from?: string; host?: string }
  const named = (key: Key, name: string | undefined): readonly Target[] => index.get(key)!.get(name ?? '') ?? []
  return [
    ...['user' as const, 'ip' as const, 'device' as const].flatMap((key) => named(key, fieldOf(o, key))),
    ...toldForms(host ?? '').flatMap((name) => named('host', name)),
    ...named('user', by),
    ...named('host', from),
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
  const { from, to } = spanOver(open)
  const found = new Map<string, Target>()
  const asked = { actions: new Set(['file.open', 'media.scan'] as const), ...aboutOf(open) }
  for await (const batch of archive({ ...asked, from, to: Math.min(to, until) })) {
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

/** A machine concerned is concerned through every address it held: acts in applications name no other origin. */
const leaseTargets = async (
  targets: readonly Target[],
  rules: readonly Rule[],
  until: number,
  { archive }: SliceSources,
): Promise<readonly Target[]> => {
  const hosts = indexOf(targets).get('host')!
  if (hosts.size === 0) return []
  const asking = rules.filter((rule) => rule.needs?.includes('leases'))
  const { from, to } = spanOver(targets)
  const asked = { actions: new Set(['address.lease'] as const), about: { host: new Set(hosts.keys()) } }
  const found = new Map<string, Target>()
  for await (const batch of archive({ ...asked, from: from - LEASE_AGE, to: Math.min(to, until) })) {
    for (const o of batch) {
      if (o.action !== 'address.lease') continue
      for (const target of toldForms(o.host).flatMap((name) => hosts.get(name) ?? []))
        for (const { id } of asking) {
          if (target.rule !== '*' && target.rule !== id) continue
          found.set(`${id}/${o.ip}/${target.from}/${target.to}`, {
            ...target,
            rule: id,
            scope: { kind: 'about', ip: o.ip },
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
  const { from, to } = spanOver(targets)
  const found = new Map<string, Target>()
  const asked = { actions: new Set(['login'] as const), about: { user: new Set(users.keys()) } }
  for await (const batch of archive({ ...asked, from: from - 2 * SESSION_AGE, to: Math.min(to, until) })) {
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
