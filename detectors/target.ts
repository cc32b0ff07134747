import { entityOf, type Observation } from '../kernel/event.ts'
import type { Text } from '../kernel/text.ts'
import { DAY } from '../kernel/time.ts'
import type { Rule } from './meta.ts'
import { CLOSURE_AGE } from './registers/closures.ts'
import { CREDENTIAL_AGE } from './registers/credentials.ts'
import { LEASE_AGE } from './registers/leases.ts'
import { SESSION_AGE } from './registers/sessions.ts'

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

/** Something that f must be computed again for, and why. Plain JSON: the queue is saved with the state and can be looked at. */
export type Target = {
  /** A rule id; `*`: every rule. */
  readonly rule: string
  readonly scope: Scope
  /** Event times of what changed. */
  readonly from: number
  readonly to: number
  readonly reason: Text
}

/** What is asked for the same rule and scope is one target, over the wider span. */
export const targetKey = ({ rule, scope }: Target): string => JSON.stringify([rule, scope])

const late: Text = { vi: 'nhật ký đến muộn', en: 'a log came late' }

/** What a log that came after its watermark asks for: its own rules, and those that look at the registers it changes. */
export const targetsOfLate = (
  o: Observation,
  rules: readonly Rule[],
  actionsOf: (rule: Rule) => readonly string[],
): readonly Target[] => {
  const host = 'host' in o ? o.host : undefined
  return rules.flatMap((rule): readonly Target[] => {
    const actions = actionsOf(rule)
    const entity = actions.includes(o.action) ? entityOf(o, rule.by) : undefined
    const own: Target[] =
      entity === undefined
        ? []
        : [{ rule: rule.id, scope: { kind: 'entity', value: entity }, from: o.at, to: o.at, reason: late }]
    const life: Target[] =
      host !== undefined && actions.includes('host.seen')
        ? [{ rule: rule.id, scope: { kind: 'about', host }, from: o.at, to: o.at, reason: late }]
        : []
    return [...own, ...life, ...throughRegisters(o, rule)]
  })
}

const throughRegisters = (o: Observation, rule: Rule): readonly Target[] => {
  const about = (scope: Omit<Scope & { kind: 'about' }, 'kind'>, reach: number): Target => ({
    rule: rule.id,
    scope: { kind: 'about', ...scope },
    from: o.at,
    to: o.at + reach,
    reason: late,
  })
  const needs = rule.needs ?? []
  switch (o.action) {
    case 'login':
    case 'logout':
    case 'power.on':
    case 'power.off':
      return needs.includes('sessions') && o.host !== undefined ? [about({ host: o.host }, SESSION_AGE)] : []
    case 'address.lease':
      return needs.includes('leases') ? [about({ ip: o.ip }, LEASE_AGE)] : []
    case 'password.change':
      return needs.includes('credentials') ? [about({ user: o.user }, CREDENTIAL_AGE)] : []
    case 'account.unlock':
    case 'account.enable':
    case 'account.create':
      if (needs.includes('closures')) return [about({ user: o.user }, CLOSURE_AGE)]
      return needs.includes('credentials') ? [about({ user: o.user }, CREDENTIAL_AGE)] : []
    case 'account.disable':
    case 'account.delete':
    case 'account.lock':
      return needs.includes('closures') ? [about({ user: o.user }, CLOSURE_AGE)] : []
    default:
      return []
  }
}

/** How far back the registers of a rule must be read to stand as they stood. */
export const registerReach = (rule: Rule): number =>
  Math.max(
    0,
    ...(rule.needs ?? []).map(
      (name) =>
        ({
          sessions: 2 * SESSION_AGE,
          leases: 2 * LEASE_AGE,
          credentials: CREDENTIAL_AGE + DAY,
          closures: 2 * CLOSURE_AGE,
        })[name],
    ),
  )
