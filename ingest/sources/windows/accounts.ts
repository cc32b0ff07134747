import { observe, table } from '../observe.ts'
import { accountOf, otherHost, realmOf } from './names.ts'
import { subject } from './people.ts'
import type { Reader, WindowsRecord } from './record.ts'

/** The account acted upon. A name that ends in `$` is a user here: 4720 creates users, machines have 4741. */
const target = (event: WindowsRecord): string | undefined =>
  accountOf(event.get('TargetUserName'), event.get('TargetDomainName'), event.host)

const common = (event: WindowsRecord, user: string) => ({
  user,
  by: subject(event),
  host: event.host,
  system: 'windows',
})

type Simple = 'account.create' | 'account.enable' | 'account.disable' | 'account.delete' | 'account.unlock'

/** 4720, 4722, 4725, 4726, 4767. A refused attempt changed nothing. */
export const account =
  (action: Simple): Reader =>
  (origin, event) => {
    const user = target(event)
    return user === undefined || event.outcome() === 'failure'
      ? undefined
      : observe(origin, action, common(event, user))
  }

/** 4723 (own password) and 4724 (another's). A failure is a refusal by policy. */
export const password: Reader = (origin, event) => {
  const user = target(event)
  if (user === undefined) return undefined
  return observe(origin, 'password.change', { ...common(event, user), ok: event.outcome() !== 'failure' })
}

/** Account flags switched on, as the message table of 4738 numbers them; the rest is not ours. */
const FLAGS = table({
  '%%2080': 'disabled',
  '%%2082': 'password-not-required',
  '%%2084': 'normal-account',
  '%%2089': 'password-never-expires',
})

/** 4738. `what` lists the flags that changed; unknown numbers are not an error. */
export const changed: Reader = (origin, event) => {
  const user = target(event)
  if (user === undefined) return undefined
  const flags = (event.get('UserAccountControl') ?? '').split(/\s+/).flatMap((code) => FLAGS.get(code) ?? [])
  return observe(origin, 'account.change', { ...common(event, user), what: flags.join(',') || undefined })
}

/** 4781: the account is the one known so far; `what` says what it is called now. */
export const renamed: Reader = (origin, event) => {
  const user = accountOf(event.get('OldTargetUserName'), event.get('TargetDomainName'), event.host)
  const now = accountOf(event.get('NewTargetUserName'), event.get('TargetDomainName'), event.host)
  if (user === undefined || now === undefined) return undefined
  return observe(origin, 'account.change', { ...common(event, user), what: `renamed:${now}` })
}

/**
 * 4740. TargetDomainName is the machine the failures came from; the account's domain is that of the Subject, which is the
 * machine that locked it.
 */
export const lockedOut: Reader = (origin, event) => {
  const user = accountOf(event.get('TargetUserName'), event.get('SubjectDomainName'), event.host)
  if (user === undefined) return undefined
  return observe(origin, 'account.lock', {
    user,
    host: event.host,
    system: 'windows',
    from: otherHost(event.get('TargetDomainName'), event.host),
  })
}

/** The first CN of a distinguished name (RFC 4514, `\,` escapes) and its first DC. */
const distinguished = (name: string): { cn?: string; dc?: string } => {
  const cn = /^CN=((?:\\.|[^,\\])+)/i.exec(name)?.[1]?.replace(/\\(.)/g, '$1')
  const dc = /(?:^|,)DC=([^,]+)/i.exec(name)?.[1]
  return { ...(cn === undefined ? {} : { cn }), ...(dc === undefined ? {} : { dc }) }
}

/** The member: CN of its distinguished name, else its SID (a local group writes `-` for the name). */
const member = (event: WindowsRecord): string | undefined => {
  const name = event.get('MemberName')
  if (name !== undefined) {
    const { cn, dc } = distinguished(name)
    return cn === undefined
      ? accountOf(name, undefined, event.host)
      : accountOf(cn.replaceAll('@', '.'), dc, event.host)
  }
  const sid = event.get('MemberSid')
  return sid === undefined ? undefined : `${sid.toLowerCase()}@${realmOf(undefined, event.host)}`
}

/** 4728, 4732, 4756 and 4729, 4733, 4757. The group is known by its SID: its name is localised. */
export const membership =
  (action: 'group.add' | 'group.remove'): Reader =>
  (origin, event) => {
    const user = member(event)
    const group = event.get('TargetUserName') ?? event.get('TargetSid')
    if (user === undefined || group === undefined || event.outcome() === 'failure') return undefined
    return observe(origin, action, { ...common(event, user), group, groupSid: event.get('TargetSid') })
  }
