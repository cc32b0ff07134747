import type { logonKinds } from '../../../kernel/actions/sessions.ts'
import type { Fields } from '../../../kernel/event.ts'
import { observe, table } from '../observe.ts'
import { accountOf, addressOf, isNobody, otherHost, personOf } from './names.ts'
import type { Reader, WindowsRecord } from './record.ts'

type Kind = (typeof logonKinds)[number]
type Refusal = NonNullable<Fields<'login'>['refusal']>

/** Logon types of 4624 (Microsoft, «Audit logon events»). 9 is new credentials for the network, 8 clear text over the network. */
export const KINDS: ReadonlyMap<string, Kind> = table({
  '2': 'interactive',
  '3': 'network',
  '4': 'batch',
  '5': 'service',
  '7': 'unlock',
  '8': 'network',
  '9': 'network',
  '10': 'remote',
  '11': 'interactive',
  '12': 'remote',
  '13': 'unlock',
})
const AUTOMATIC = new Set(['3', '4', '5'])

/** NTSTATUS of 4625 and 4776 ([MS-ERREF] 2.3); anything else is `other`. */
const NTSTATUS: ReadonlyMap<string, Refusal> = table({
  c000006a: 'bad-password',
  c0000064: 'no-such-user',
  c0000072: 'disabled',
  c0000234: 'locked',
  c0000071: 'expired',
  c0000193: 'expired',
  c0000224: 'expired',
  c000006f: 'outside-hours',
  c0000070: 'outside-hours',
})
/** Kerberos error codes of 4768 and 4771 (RFC 4120, 7.5.9). 0x12 is disabled, locked or expired: not told apart. */
const KERBEROS: ReadonlyMap<number, Refusal> = new Map([
  [6, 'no-such-user'],
  [23, 'expired'],
  [24, 'bad-password'],
])

const hex = (written: string | undefined): string => (written ?? '').toLowerCase().replace(/^0x0*/, '')

/** The account that logs on or off, if it is a person's. */
export const target = (event: WindowsRecord): string | undefined =>
  personOf(event.get('TargetUserName'), event.get('TargetDomainName'), event.get('TargetUserSid'), event.host)

/** Windows writes `0x47a2903`; converters of its files may put zeros before. */
export const sessionOf = (id: string | undefined): string | undefined =>
  id === undefined || hex(id) === '' ? undefined : `0x${hex(id)}`

/** An administrator under UAC gets two tokens and two 4624; the filtered twin is not a second login. */
const isFilteredTwin = (event: WindowsRecord): boolean =>
  hex(event.get('TargetLinkedLogonId')) !== '' && /^(%%1843|no)$/i.test(event.get('ElevatedToken') ?? '')

const loginFields = (event: WindowsRecord, user: string): Omit<Fields<'login'>, 'ok'> => {
  const type = event.get('LogonType') ?? ''
  return {
    user,
    host: event.host,
    system: 'windows',
    via: KINDS.get(type) ?? 'network',
    ip: addressOf(event.get('IpAddress')),
    from: otherHost(event.get('WorkstationName'), event.host),
    ...(AUTOMATIC.has(type) ? { automatic: true } : {}),
  }
}

/** 4624: who logged on is the Target. */
export const loggedOn: Reader = (origin, event) => {
  const user = target(event)
  if (user === undefined || isFilteredTwin(event)) return undefined
  const elevated = /^(%%1842|yes)$/i.test(event.get('ElevatedToken') ?? '')
  return observe(origin, 'login', {
    ...loginFields(event, user),
    ok: true,
    session: sessionOf(event.get('TargetLogonId')),
    ...(elevated ? { elevated } : {}),
  })
}

/** 4625. SubStatus is the finer one and is 0x0 where Status says all. */
export const logonFailed: Reader = (origin, event) => {
  const user = target(event)
  if (user === undefined) return undefined
  const refusal = NTSTATUS.get(hex(event.get('SubStatus'))) ?? NTSTATUS.get(hex(event.get('Status'))) ?? 'other'
  return observe(origin, 'login', { ...loginFields(event, user), ok: false, refusal })
}

/** 4768 and 4771 on a domain controller: only the failures are ours, a ticket is not a login at a machine. */
export const kerberosFailed: Reader = (origin, event) => {
  // 4771 names the domain only as its ticket service; both are written by controllers, so the machine's own domain is the account's.
  const domain = event.get('TargetDomainName') ?? event.get('ServiceName')?.split('/')[1] ?? event.domain
  const user = personOf(event.get('TargetUserName'), domain, event.get('TargetSid'), event.host)
  const status = Number.parseInt(hex(event.get('Status')) || '0', 16)
  if (user === undefined || !(status > 0)) return undefined
  // 0x19 (pre-authentication required) is how every Kerberos exchange begins.
  if (status === 25) return undefined
  return observe(origin, 'login', {
    user,
    host: event.host,
    system: 'windows',
    ok: false,
    via: 'network',
    refusal: KERBEROS.get(status) ?? 'other',
    ip: addressOf(event.get('IpAddress')),
  })
}

/**
 * 4776 (NTLM on the validating machine). It names no domain: asked by another machine it is taken for a controller's, whose own
 * name tells the domain; otherwise for the machine's own account.
 */
export const ntlmFailed: Reader = (origin, event) => {
  const name = event.get('TargetUserName')
  const status = hex(event.get('Status'))
  if (status === '' || isNobody(name)) return undefined
  const from = otherHost(event.get('Workstation'), event.host)
  const user = accountOf(name, from === undefined ? undefined : event.domain, event.host)
  if (user === undefined) return undefined
  return observe(origin, 'login', {
    user,
    host: event.host,
    system: 'windows',
    ok: false,
    via: 'network',
    refusal: NTSTATUS.get(status) ?? 'other',
    from,
  })
}
