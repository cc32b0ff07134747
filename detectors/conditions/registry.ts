import type { Observation } from '../../kernel/event.ts'
import { type Condition, is, type LogEvent } from '../meta.ts'
import { byPersonsAccount } from './directory.ts'

/*
 * Values of Windows's registry that somebody set (Sysmon 13, Security 4657). The new value gives the direction: what is switched on again
 * is written in the same place.
 */

type Setting = Pick<Observation<'config.change'>, 'what' | 'item' | 'value'>

/** A number as Sysmon writes it (`DWORD (0x00000001)`) or as the audit does (`1`). */
const numberOf = (value: string | undefined): number | undefined => {
  const hex = /^[dq]word \(0x([0-9a-f]{1,8})\)$/i.exec(value ?? '')?.[1]
  if (hex !== undefined) return Number.parseInt(hex, 16)
  return /^\d{1,10}$/.test(value ?? '') ? Number(value) : undefined
}

/** Ends of names of values, and which numbers there are meant. */
type Values = readonly { readonly name: RegExp; readonly is: (value: number) => boolean }[]

const setsTo = ({ what, item, value }: Setting, values: Values): boolean => {
  const number = what === 'registry-set' ? numberOf(value) : undefined
  return number !== undefined && item !== undefined && values.some(({ name, is }) => name.test(item) && is(number))
}

const byPerson = (e: LogEvent<'config.change'>): boolean => e.user !== undefined && byPersonsAccount.test(e, {})

/** What people change settings with; installers and services write them by themselves. */
const TOOLS =
  /(?:^|[\\/])(?:regedit|reg|powershell|powershell_ise|pwsh|cmd|mmc|wscript|cscript|systemsettings|systempropertiesremote)\.exe$/i

/** Group Policy, services and installers of a deployment write as the system, which is no account of the observation. */
export const setByHand: Condition<'config.change'> = is(
  'do tài khoản của người đặt, bằng công cụ sửa cấu hình (regedit, PowerShell …)',
  'set under a person’s account with a tool for settings (regedit, PowerShell …)',
  (e) => byPerson(e) && TOOLS.test(e.process ?? ''),
)

/** What keeps Windows safe: account control, credentials, updates, old protocols, remote access, the firewall's own values. */
const WEAKER: Values = [
  { name: /\\policies\\system\\(enablelua|consentpromptbehavioradmin|promptonsecuredesktop)$/i, is: (n) => n === 0 },
  { name: /\\policies\\system\\localaccounttokenfilterpolicy$/i, is: (n) => n === 1 },
  { name: /\\securityproviders\\wdigest\\uselogoncredential$/i, is: (n) => n === 1 },
  { name: /\\control\\lsa\\(runasppl|limitblankpassworduse)$/i, is: (n) => n === 0 },
  { name: /\\control\\terminal server\\fdenytsconnections$/i, is: (n) => n === 0 },
  { name: /\\windowsupdate\\au\\noautoupdate$/i, is: (n) => n === 1 },
  { name: /\\lanmanserver\\parameters\\smb1$/i, is: (n) => n === 1 },
  { name: /\\policies\\microsoft\\windows\\system\\enablesmartscreen$/i, is: (n) => n === 0 },
  { name: /\\firewallpolicy\\(domain|standard|public)profile\\enablefirewall$/i, is: (n) => n === 0 },
  // What stands under it is not looked at, whatever its number.
  { name: /\\windows defender\\exclusions\\(paths|extensions|processes)\\./i, is: () => true },
]

/**
 * `MinPasswordLength=0, LockoutThreshold=0`: those that have a new value, and no event tells the old one. Nought was something before; any
 * other number may as well be more than it was.
 */
const weakensPasswords = (value: string | undefined): boolean => {
  const set = (value ?? '').split(', ')
  const isNought = (name: string): boolean =>
    set.some((one) => /^0+$/.test(one.slice(name.length + 1)) && one.startsWith(`${name}=`))
  return isNought('LockoutThreshold') || isNought('MinPasswordLength')
}

/** Policy that a server or Group Policy applies has the machine's own account, which is nobody's. */
export const weakened: Condition<'config.change'> = is(
  'cấu hình an toàn bị làm yếu đi do tài khoản của người thực hiện (kiểm toán, mật khẩu, khóa đăng ký)',
  'a person’s account made the machine less safe: audit, passwords, values of the registry',
  (e) => {
    switch (e.what) {
      case 'audit-policy':
        return byPerson(e) && /\b(success|failure) removed\b/.test(e.value ?? '')
      case 'domain-policy':
        return byPerson(e) && weakensPasswords(e.value)
      default:
        return setByHand.test(e, {}) && setsTo(e, WEAKER)
    }
  },
)

/** Removable drives and CD-ROMs ([MS] NoDriveTypeAutoRun): other sorts bring nothing from outside. */
const CARRIED = 0x24

const AUTOPLAY_ON: Values = [
  { name: /\\policies\\explorer\\nodrivetypeautorun$/i, is: (n) => (n & CARRIED) !== CARRIED },
  { name: /\\explorer\\autoplayhandlers\\disableautoplay$/i, is: (n) => n === 0 },
]

export const autoplayOn: Condition<'config.change'> = is(
  'bật tự động thực thi cho ổ đĩa tháo lắp hoặc đĩa quang',
  'autoplay switched on for removable drives or CD-ROMs',
  (e) =>
    setsTo(e, AUTOPLAY_ON) ||
    (e.what === 'registry-deleted' && /\\policies\\explorer\\nodrivetypeautorun$/i.test(e.item ?? '')),
)
