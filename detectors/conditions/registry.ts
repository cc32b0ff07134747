import type { Observation } from '../../kernel/event.ts'
import { type Condition, is } from '../meta.ts'

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
export type Values = readonly { readonly name: RegExp; readonly is: (value: number) => boolean }[]

export const setsTo = ({ what, item, value }: Setting, values: Values): boolean => {
  const number = what === 'registry-set' ? numberOf(value) : undefined
  return number !== undefined && item !== undefined && values.some(({ name, is }) => name.test(item) && is(number))
}

/** What people change settings with; installers and services write them by themselves. */
const TOOLS =
  /(?:^|[\\/])(?:regedit|reg|powershell|powershell_ise|pwsh|cmd|mmc|wscript|cscript|systempropertiesremote)\.exe$/i

/** Group Policy, services and installers of a deployment write as the system, which is no account of the observation. */
export const setByHand: Condition<'config.change'> = is(
  'do tài khoản của người đặt, bằng công cụ sửa cấu hình (regedit, PowerShell …)',
  'set under a person’s account with a tool for settings (regedit, PowerShell …)',
  ({ user, process, facts }) =>
    user !== undefined &&
    (facts.account === undefined || !['service', 'machine'].includes(facts.account.kind)) &&
    TOOLS.test(process ?? ''),
)

/** Runs once for each sort of product: names of services, without those of updaters and of consoles. */
const SERVICES =
  'windefend|wdnissvc|wdfilter|wdboot|sense|securityhealthservice|wscsvc|bkav\\w*|klnagent|avp[\\w.]*|ekrn|epfw|ntrtscan|tmlisten|sophos[\\w %]*|csagent|sentinelagent'

/** Protection against malware: switched off, or kept from starting. */
const PROTECTION_OFF: Values = [
  { name: /\\windows defender\\disableanti(spyware|virus)$/i, is: (n) => n === 1 },
  {
    name: /\\windows defender\\real-time protection\\disable(realtimemonitoring|behaviormonitoring|onaccessprotection|scanonrealtimeenable|ioavprotection)$/i,
    is: (n) => n === 1,
  },
  // 4: never started.
  { name: new RegExp(`\\\\services\\\\(${SERVICES})\\\\start$`, 'i'), is: (n) => n === 4 },
]

export const protectionSetOff: Condition<'config.change'> = is(
  'đặt giá trị tắt phần mềm bảo vệ, hoặc không cho dịch vụ của nó khởi động',
  'a value that switches the protection off, or keeps its service from starting',
  (e) => setsTo(e, PROTECTION_OFF),
)
