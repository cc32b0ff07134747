import { type Action, entityOf, type Observation } from '../kernel/event.ts'
import type { Text } from '../kernel/text.ts'
import { DAY } from '../kernel/time.ts'
import type { RegisterName, Rule } from './meta.ts'
import { CLOSURE_AGE, CLOSURES, closureActions } from './registers/closures.ts'
import { CREDENTIAL_AGE, CREDENTIALS, credentialActions } from './registers/credentials.ts'
import { LEASE_AGE, LEASES, leaseActions } from './registers/leases.ts'
import { lacksDevice, MOUNT_AGE, MOUNTS, mountActions } from './registers/mounts.ts'
import { PIPELINES } from './registers/pipelines.ts'
import { PLUG_AGE, PLUGS, plugKey } from './registers/plugs.ts'
import { PRESENCE } from './registers/presence.ts'
import { SESSION_AGE, SESSIONS, sessionActions } from './registers/sessions.ts'

/** Whom a re-evaluation is about: one entity of a rule, whatever touches one of these, or everybody. */
export type Scope =
  | { readonly kind: 'entity'; readonly value: string }
  | {
      readonly kind: 'about'
      readonly host?: string
      readonly user?: string
      readonly ip?: string
      readonly device?: string
    }
  | { readonly kind: 'all' }
  /** A derived register's own entry (`*`: every entry of every register), which the stream goes on from: no rule's. */
  | { readonly kind: 'register'; readonly space: string; readonly key: string }

/** Something that f must be computed again for, and why. Plain JSON: the queue is saved with the state and can be looked at. */
export type Target = {
  /** A rule id (of a rule that is no more: its alerts are withdrawn); `*`: every rule; `@`: a register. */
  readonly rule: string
  readonly scope: Scope
  /** Event times of what changed. */
  readonly from: number
  readonly to: number
  readonly reason: Text
  /** Ids of the observations of this entity that a better parser took back: an alert that shows them lacks no evidence, it is refuted. */
  readonly gone?: readonly string[]
  /** The stream remembers nothing of the rule: what a slice comes to is better, even over a gap. */
  readonly fresh?: boolean
  /** Logs that came late, where nothing else asks for it: what the archive had before they came changes nothing. */
  readonly late?: readonly Late[] | undefined
  /** A slice that asked for those concerned alone met others: the next one reads about everybody. */
  readonly widely?: boolean
}

/** What tells a log that came late from another delivery of the same. */
export type Late = Pick<Observation, 'id' | 'at' | 'received' | 'action'>

/** So long a reason may become by what is asked for besides, characters. */
const LONGEST_REASON = 300

/** Why something is asked that was asked for already: both, unless the one says the other, or it would be too much to read. */
export const bothReasons = (one: Text, other: Text): Text => {
  if (one === other || one.vi.includes(other.vi)) return one
  if (other.vi.includes(one.vi)) return other
  const both = { vi: `${one.vi}; ${other.vi}`, en: `${one.en}; ${other.en}` }
  return both.vi.length > LONGEST_REASON ? one : both
}

/** What is asked for the same rule and scope is one target, over the wider span. */
export const targetKey = ({ rule, scope }: Target): string => JSON.stringify([rule, scope])

/** Which entities of a rule (by id) somebody judges. */
export type Only = (rule: string, entity: string) => boolean

/** Whether a target may be about somebody of these: a register's and one that names nobody is everybody's. */
export const isOwn =
  (only: Only) =>
  ({ rule, scope }: Target): boolean =>
    scope.kind !== 'entity' || rule === '*' || only(rule, scope.value)

/** Whether it is a rule's, and no register's. */
export const isOfRule = ({ scope }: Target): boolean => scope.kind !== 'register'

const cameLate: Text = { vi: 'nhật ký đến muộn', en: 'a log came late' }

/** What a log that came after its watermark asks for. */
export const targetsOfLate = (
  o: Observation,
  rules: readonly Rule[],
  actionsOf: (rule: Rule) => readonly string[],
): readonly Target[] => {
  const { id, at, received, action } = o
  return targetsThrough(o, rules, actionsOf).map((target) => ({ ...target, late: [{ id, at, received, action }] }))
}

/** What an observation older than the watermark may change: its own rules, and those that look at the registers it changes. */
export const targetsThrough = (
  o: Observation,
  rules: readonly Rule[],
  actionsOf: (rule: Rule) => readonly string[],
): readonly Target[] => {
  const host = 'host' in o ? o.host : undefined
  const registers = registersOf(o).map(
    ({ space, key }): Target => ({
      rule: '@',
      scope: { kind: 'register', space, key },
      from: o.at,
      to: o.at,
      reason: cameLate,
    }),
  )
  const asked = rules.flatMap((rule): readonly Target[] => {
    const actions = actionsOf(rule)
    const entity = actions.includes(o.action) ? entityOf(o, rule.by) : undefined
    const own: Target[] =
      entity === undefined
        ? []
        : [{ rule: rule.id, scope: { kind: 'entity', value: entity }, from: o.at, to: o.at, reason: cameLate }]
    const life: Target[] =
      host !== undefined && actions.includes('host.seen')
        ? [{ rule: rule.id, scope: { kind: 'about', host }, from: o.at, to: o.at, reason: cameLate }]
        : []
    return [...own, ...life, ...throughRegisters(o, rule)]
  })
  return [...registers, ...asked]
}

/** The entries of derived registers that an observation changes. */
const registersOf = (o: Observation): readonly { readonly space: string; readonly key: string }[] => {
  const found: { space: string; key: string }[] = []
  const note = (space: string, actions: ReadonlySet<Action>, key: string | undefined): void => {
    if (key !== undefined && actions.has(o.action)) found.push({ space, key })
  }
  const { host, user, ip } = o as { host?: string; user?: string; ip?: string }
  note(SESSIONS, sessionActions, host)
  note(LEASES, leaseActions, ip)
  note(CREDENTIALS, credentialActions, user)
  note(CLOSURES, closureActions, user)
  note(MOUNTS, mountActions, host)
  if (o.action === 'media.attach') found.push({ space: PLUGS, key: plugKey(o.host, o.device) })
  return found
}

/** What fills the entries of a register, and whom an entry is about. */
export type Filling = {
  readonly space: string
  readonly by: 'host' | 'user' | 'ip'
  readonly actions: ReadonlySet<Action>
  nameOf(key: string): string
}

const fillings: readonly Filling[] = (
  [
    [SESSIONS, 'host', sessionActions],
    [LEASES, 'ip', leaseActions],
    [CREDENTIALS, 'user', credentialActions],
    [CLOSURES, 'user', closureActions],
    [MOUNTS, 'host', mountActions],
    [PLUGS, 'host', new Set<Action>(['media.attach'])],
  ] as const
).map(([space, by, actions]) => ({
  ...{ space, by, actions },
  nameOf: (key) => (space === PLUGS ? key.slice(0, key.indexOf('|')) : key),
}))

/** How a register is filled; nothing for one that every event fills. */
export const fillingOf = (space: string): Filling | undefined => fillings.find((one) => one.space === space)

/** How far back each register must be read to stand as it stood. */
export const REGISTER_REACH: Readonly<Record<string, number>> = {
  [PLUGS]: PLUG_AGE,
  [SESSIONS]: 2 * SESSION_AGE,
  [LEASES]: 2 * LEASE_AGE,
  [CREDENTIALS]: CREDENTIAL_AGE + DAY,
  [CLOSURES]: 2 * CLOSURE_AGE,
  [MOUNTS]: MOUNT_AGE,
}

/** The scope of a target for every entry of every register. */
export const EVERYTHING = '*'

/** Every derived register, those too that no late log can change alone. */
export const REGISTERS: readonly string[] = [...Object.keys(REGISTER_REACH), PRESENCE, PIPELINES]

/** A register looked at by a rule: what it says changes for a while after the event, about whom it is about. */
const throughRegisters = (o: Observation, rule: Rule): readonly Target[] => {
  const { host, user, ip } = o as { host?: string; user?: string; ip?: string }
  const ask = (
    name: RegisterName,
    actions: ReadonlySet<Action>,
    scope: { host?: string | undefined; user?: string | undefined; ip?: string | undefined },
    reach: number,
  ): readonly Target[] =>
    rule.needs?.includes(name) && actions.has(o.action)
      ? [{ rule: rule.id, scope: { kind: 'about', ...defined(scope) }, from: o.at, to: o.at + reach, reason: cameLate }]
      : []
  return [
    // A log-on lets a reconnection renew the stay up to a session's age later.
    ...ask('sessions', sessionActions, { host }, 2 * SESSION_AGE),
    ...ask('leases', leaseActions, { ip }, LEASE_AGE),
    ...ask('credentials', credentialActions, { user }, CREDENTIAL_AGE),
    ...ask('closures', closureActions, { user }, CLOSURE_AGE),
    ...(rule.needs?.includes('mounts') ? throughMounts(o, rule) : []),
  ]
}

/**
 * The device of a file is whichever was attached at its machine, up to a day before: what a late attachment or removal changes are the
 * files of a day, what a late file is about are the devices of the day before it. All of them are looked for by the machine.
 */
const throughMounts = (o: Observation, rule: Rule): readonly Target[] => {
  const changes = mountActions.has(o.action)
  const { host } = o as { host?: string }
  if (host === undefined || (!changes && !lacksDevice(o))) return []
  const to = changes ? o.at + MOUNT_AGE : o.at
  return [{ rule: rule.id, scope: { kind: 'about', host }, from: o.at - MOUNT_AGE, to, reason: cameLate }]
}

const defined = (scope: Readonly<Record<string, string | undefined>>): Readonly<Record<string, string>> =>
  Object.fromEntries(Object.entries(scope).flatMap(([key, value]) => (value === undefined ? [] : [[key, value]])))

/** How far back the registers of a rule must be read to stand as they stood. */
export const registerReach = (rule: Rule): number =>
  Math.max(0, ...(rule.needs ?? []).map((name) => REGISTER_REACH[`register/${name}`]!))
