import { remember } from '../../formats/remember.ts'

/** A machine name as the product writes it: lower case, without its domain. Addresses stay whole. */
export const hostOf = remember((name) => {
  const lower = name.trim().toLowerCase()
  return /^[\d.]+$|:/.test(lower) ? lower : lower.replace(/\..*$/, '') || lower
})

/** The second label of a machine's full name in lower case: its AD domain; empty where the name is a short one. */
const domainOf = (name: string): string => name.split('.')[1]?.toLowerCase() ?? ''

/** What a machine's name as written tells: itself, and its AD domain where the name is a full one. */
export const machineOf = remember((name) => ({ host: hostOf(name), domain: domainOf(name) || undefined }))

const SYSMON = 'microsoft-windows-sysmon'
/** Whether a provider is Sysmon, which tells the time of an act itself. */
export const isSysmon = (provider: string): boolean =>
  provider.length === SYSMON.length && provider.toLowerCase() === SYSMON

const NO_DOMAIN = new Set(['', '-', '.', 'workgroup'])
const NETBIOS_LENGTH = 15

/** The realm of an account: the first label of its domain, or the machine for its own accounts. */
export const realmOf = (domain: string | undefined, host: string): string => {
  const label = (domain ?? '').trim().toLowerCase().split('.')[0] ?? ''
  if (NO_DOMAIN.has(label)) return host
  // A NetBIOS name is the machine's name cut to 15 characters.
  return label.length === NETBIOS_LENGTH && host.startsWith(label) ? host : label
}

/** `name@realm` of an account as Windows writes it: name and domain, `DOMAIN\name`, or a UPN `name@domain`. */
export const accountOf = (name: string | undefined, domain: string | undefined, host: string): string | undefined => {
  const written = (name ?? '').trim()
  if (written === '' || written === '-') return undefined
  const slash = written.lastIndexOf('\\')
  if (slash > 0) return accountOf(written.slice(slash + 1), written.slice(0, slash), host)
  const sign = written.lastIndexOf('@')
  if (sign > 0) return `${written.slice(0, sign).toLowerCase()}@${realmOf(written.slice(sign + 1), host)}`
  return `${written.toLowerCase()}@${realmOf(domain, host)}`
}

// Names of built-in accounts are localised, their SIDs are not (well-known SIDs, [MS-DTYP] 2.4.2.4): Anonymous, SYSTEM, LOCAL and
// NETWORK SERVICE, NT SERVICE\*, IIS APPPOOL\*, window manager, font driver host, IUSR.
// The null SID S-1-0-0 is not among them: every 4625 bears it, whoever tried.
const NOBODY_SID = /^S-1-5-(7|17|18|19|20|80-.*|82-.*|83-.*|90-.*|96-.*)$/i
const NOBODY_NAME = /^(system|local service|network service|anonymous logon|iusr|(dwm|umfd)-\d+)$/i
const NOBODY_DOMAIN =
  /^(nt authority|nt service|window manager|font driver host|iis apppool|nt virtual machine|virtual users)$/i

/** Whether an account is the machine's own or a service's: never a person's act. */
export const isNobody = (name: string | undefined, domain?: string, sid?: string): boolean => {
  const written = name ?? ''
  const qualified = written.includes('\\')
  const plain = qualified ? written.trim().replace(/^.*\\/, '') : written.trim()
  const authority = qualified ? written.replace(/\\[^\\]*$/, '') : (domain ?? '')
  return (
    plain === '' ||
    plain === '-' ||
    // `PC-01$`, and `PC-01$@DOMAIN` as Kerberos writes it.
    /\$(@|$)/.test(plain) ||
    NOBODY_NAME.test(plain) ||
    NOBODY_DOMAIN.test(authority.trim()) ||
    NOBODY_SID.test(sid ?? '')
  )
}

/** `name@realm` of a person's account, `undefined` where nobody acted. */
export const personOf = (
  name: string | undefined,
  domain: string | undefined,
  sid: string | undefined,
  host: string,
): string | undefined => (isNobody(name, domain, sid) ? undefined : accountOf(name, domain, host))

/** An address the act came from: IPv4-mapped is unwrapped; `-`, `LOCAL`, loopback and the unspecified address are absent. */
export const addressOf = (written: string | undefined): string | undefined => {
  const address = (written ?? '')
    .trim()
    .toLowerCase()
    .replace(/^::ffff:(?=\d+\.)/, '')
    .replace(/%\w+$/, '')
  if (!/^[0-9a-f.:]+$/.test(address) || !/[.:]/.test(address)) return undefined
  return /^(127\.|0\.0\.0\.0$|::1?$)/.test(address) ? undefined : address
}

/** The other machine an act came from, `undefined` when it is this one. */
export const otherHost = (written: string | undefined, host: string): string | undefined => {
  const name = (written ?? '').trim().replace(/^\\\\/, '')
  if (name === '' || name === '-' || /^local$/i.test(name)) return undefined
  const other = realmOf(name, host)
  return /^[\d.]+$/.test(name) ? name : other === host ? undefined : other
}
