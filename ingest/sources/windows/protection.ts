import type { Origin } from '../../../kernel/event.ts'
import { observe, table } from '../observe.ts'
import { subject, written } from './people.ts'
import type { Reader, WindowsRecord } from './record.ts'

const DEFENDER = 'defender'

/** Defender 5001 (real-time protection), 5010, 5012 (scanning) and 3002 (real-time protection failed) are off; 5000, 5009, 5011 on. */
export const defenderPart =
  (part: 'realtime' | 'antispyware' | 'antivirus', on: boolean): Reader =>
  (origin, event) =>
    observe(origin, 'protection.change', { host: event.host, agent: DEFENDER, part, on })

/** Defender 2000 and 2001: what it recognises malware by was renewed, or could not be. */
export const defenderUpdate =
  (ok: boolean): Reader =>
  (origin, event) =>
    observe(origin, 'protection.update', {
      host: event.host,
      agent: DEFENDER,
      version: event.get('Current security intelligence Version') ?? event.get('Current Signature Version'),
      ok,
    })

/** `HKLM\…\Exclusions\Paths\C:\a = 0x0`: the value that was set, and to what. */
const parted = (setting: string | undefined): { item?: string; value?: string } => {
  const sign = setting?.lastIndexOf(' = ') ?? -1
  if (setting === undefined) return {}
  return sign < 0
    ? { item: setting.trim() }
    : { item: setting.slice(0, sign).trim(), value: setting.slice(sign + 3).trim() }
}

/** Defender 5007. An empty new value takes a setting away: an exclusion that is removed is no exclusion. */
export const defenderSetting: Reader = (origin, event) => {
  const before = parted(event.get('Old Value'))
  const after = parted(event.get('New Value'))
  const item = after.item ?? before.item
  if (item === undefined) return undefined
  return observe(origin, 'config.change', {
    host: event.host,
    user: written(event, 'User'),
    system: 'windows',
    what: after.item === undefined ? 'defender-removed' : 'defender-set',
    item,
    before: before.value,
    value: after.value,
  })
}

const defenderSet = (origin: Origin, event: WindowsRecord, what: string, item: string, value: string | undefined) =>
  observe(origin, 'config.change', {
    ...{ host: event.host, user: written(event, 'User'), system: 'windows', what, item, value },
  })

/** Defender 1009 (given back), 1011 (deleted), 1013 (history deleted): what became of what was found before. */
export const quarantine =
  (what: 'quarantine-restored' | 'quarantine-deleted' | 'history-deleted'): Reader =>
  (origin, event) => {
    const item = what === 'history-deleted' ? 'history' : event.get('Threat Name')
    return item === undefined ? undefined : defenderSet(origin, event, what, item, undefined)
  }

/** Defender 5004: a part of real-time protection was configured otherwise. */
export const realtimeSetting: Reader = (origin, event) => {
  const item = event.get('Feature Name')
  return item === undefined
    ? undefined
    : defenderSet(origin, event, 'defender-realtime', item, event.get('Configuration'))
}

/** Defender 5013: tamper protection blocked or ignored a change: what somebody tried, and nothing that is so. */
export const tampered: Reader = (origin, event) => {
  const { item, value } = parted(event.get('Value'))
  return item === undefined ? undefined : defenderSet(origin, event, 'defender-refused', item, value)
}

const FIREWALL = 'windows-firewall'
const PROFILES = table({ '1': 'domain', '2': 'private', '4': 'public' })
const ENABLE = '1'
const ENABLE_NAMED = /^enable windows (defender )?firewall$/i

const isYes = (value: string | undefined): boolean | undefined => {
  if (/^yes$/i.test(value ?? '')) return true
  return /^no$/i.test(value ?? '') ? false : undefined
}

/**
 * SecurityCenter 15: how a product stands that registered there, told at each start and now and then: its name, then its state. One that is
 * snoozed or expired protects nobody.
 */
export const registered: Reader = (origin, event) => {
  const [agent, state] = [event.get('param1'), event.get('param2')]
  const word = /^SECURITY_PRODUCT_STATE_([A-Z]+)$/.exec(state ?? '')?.[1]
  return agent === undefined || word === undefined
    ? undefined
    : observe(origin, 'protection.change', { host: event.host, agent, part: 'security-center', on: word === 'ON' })
}

/**
 * The firewall's 2003 (2082 in Windows 11): a setting of a profile. Setting 1 is whether it is on, whose value is four bytes, the lowest first; the words beside
 * it are localised.
 */
export const firewallSetting: Reader = (origin, event) => {
  const bytes = event.get('SettingValue')
  const on = /^[0-9a-f]{8}$/i.test(bytes ?? '') ? !/^0+$/.test(bytes ?? '') : isYes(event.get('SettingValueString'))
  if (event.get('SettingType') !== ENABLE || on === undefined) return undefined
  const profile = event.get('Profiles') ?? ''
  return observe(origin, 'protection.change', {
    host: event.host,
    sid: event.get('ModifyingUser'),
    agent: FIREWALL,
    part: PROFILES.get(profile) ?? event.get('Profiles'),
    on,
  })
}

/** Security 4950: the same as the audit tells it, in words. */
export const firewallAudited: Reader = (origin, event) => {
  const [setting, value] = [event.get('SettingType'), event.get('SettingValue')]
  if (setting === undefined) return undefined
  const on = ENABLE_NAMED.test(setting) ? isYes(value) : undefined
  if (on !== undefined) {
    const part = event.get('ProfileChanged')?.toLowerCase()
    return observe(origin, 'protection.change', { host: event.host, user: subject(event), agent: FIREWALL, part, on })
  }
  return observe(origin, 'config.change', {
    host: event.host,
    user: subject(event),
    system: 'windows',
    what: 'firewall-setting',
    item: setting,
    value,
  })
}
