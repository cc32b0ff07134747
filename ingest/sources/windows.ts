import type { Action, Observation, Origin } from '../../kernel/event.ts'
import { remember } from '../formats/remember.ts'
import type { LineContext } from '../source.ts'
import { lineId, lineSeq, observe } from './observe.ts'
import * as accounts from './windows/accounts.ts'
import * as defender from './windows/defender.ts'
import * as logon from './windows/logon.ts'
import * as media from './windows/media.ts'
import * as power from './windows/power.ts'
import type { Reader, WindowsRecord } from './windows/record.ts'
import { serviceState } from './windows/services.ts'
import * as session from './windows/session.ts'

const SECURITY: Readonly<Record<string, Reader>> = {
  '4624': logon.loggedOn,
  '4625': logon.logonFailed,
  '4634': session.loggedOff,
  '4647': session.loggedOff,
  '4648': session.active,
  '4663': media.fileOpened,
  '4672': session.privileged,
  '4688': session.active,
  '4720': accounts.account('account.create'),
  '4722': accounts.account('account.enable'),
  '4723': accounts.password,
  '4724': accounts.password,
  '4725': accounts.account('account.disable'),
  '4726': accounts.account('account.delete'),
  '4728': accounts.membership('group.add'),
  '4729': accounts.membership('group.remove'),
  '4732': accounts.membership('group.add'),
  '4733': accounts.membership('group.remove'),
  '4738': accounts.changed,
  '4740': accounts.lockedOut,
  '4756': accounts.membership('group.add'),
  '4757': accounts.membership('group.remove'),
  '4767': accounts.account('account.unlock'),
  '4768': logon.kerberosFailed,
  '4771': logon.kerberosFailed,
  '4776': logon.ntlmFailed,
  '4778': session.connection('session.connect'),
  '4779': session.connection('session.disconnect'),
  '4781': accounts.renamed,
  '4800': session.lock('session.lock'),
  '4801': session.lock('session.unlock'),
  '6416': media.recognised,
}
const EVENTLOG_SYSTEM = { '6005': power.poweredOn, '6006': power.poweredOff, '6008': power.poweredOn }
const DEFENDER = {
  '1000': defender.scanned,
  '1001': defender.scanned,
  '1116': defender.malware,
  '1117': defender.malware,
  '1150': defender.healthy,
  '1151': defender.healthy,
}

/**
 * What each Windows event means to us, by provider and channel and then id, all compared in lower case: an id alone means
 * nothing (2003 is three things). 6008 and Kernel-Power 41 tell of a crash, but they are written at the start that followed it.
 */
const byChannel: Readonly<Record<string, Readonly<Record<string, Reader>>>> = {
  'microsoft-windows-security-auditing|security': SECURITY,
  'microsoft-windows-eventlog|security': { '1102': power.logCleared },
  'microsoft-windows-eventlog|system': { '104': power.logCleared, ...EVENTLOG_SYSTEM },
  'eventlog|system': EVENTLOG_SYSTEM,
  'user32|system': { '1074': power.poweredOff },
  'microsoft-windows-kernel-general|system': { '12': power.poweredOn, '13': power.poweredOff },
  'microsoft-windows-kernel-power|system': { '41': power.poweredOn, '42': power.asleep, '107': power.poweredOn },
  'service control manager|system': { '7036': serviceState },
  'microsoft-windows-windows defender|microsoft-windows-windows defender/operational': DEFENDER,
  'microsoft-windows-driverframeworks-usermode|microsoft-windows-driverframeworks-usermode/operational': {
    '2003': media.arrived,
    '2100': media.requested,
    '2102': media.requested,
  },
  'microsoft-windows-kernel-pnp|microsoft-windows-kernel-pnp/configuration': {
    '400': media.started,
    '410': media.started,
  },
  'microsoft-windows-partition|microsoft-windows-partition/diagnostic': { '1006': media.partitioned },
}

// What a Windows machine has is far below; more are forgotten.
const MOST_PROVIDERS = 2_048
const MOST_CHANNELS = 32

type Channel = { readonly name: string; readonly readers: ReadonlyMap<string, Reader> | undefined }

const readers: ReadonlyMap<string, ReadonlyMap<string, Reader>> = new Map(
  Object.entries(byChannel).map(([channel, ids]) => [channel, new Map(Object.entries(ids))]),
)

/** A channel of a provider, by their names as written: its own in lower case, and who reads its events. */
const channelOf = remember(
  (provider): ((channel: string) => Channel) =>
    remember((channel) => {
      const name = channel.toLowerCase()
      return { name, readers: readers.get(`${provider.toLowerCase()}|${name}`) }
    }, MOST_CHANNELS),
  MOST_PROVIDERS,
)

/** The actions Windows events can witness. */
export const windowsYields: readonly Action[] = [
  'login',
  'logout',
  'session.lock',
  'session.unlock',
  'session.connect',
  'session.disconnect',
  'activity',
  'account.create',
  'account.enable',
  'account.disable',
  'account.delete',
  'account.unlock',
  'account.lock',
  'account.change',
  'password.change',
  'group.add',
  'group.remove',
  'privilege',
  'power.on',
  'power.off',
  'heartbeat',
  'malware.found',
  'media.attach',
  'media.detach',
  'media.scan',
  'file.open',
  'log.clear',
  'other',
]

const originOf = (event: WindowsRecord, channel: Channel, source: string, context: LineContext): Origin => {
  const { received, collector, digest } = context
  const { at, recordId, code, provider } = event
  if (recordId === undefined)
    return { id: lineId(context), at, received, source, collector, digest, ...lineSeq(context.place), code, provider }
  const id = `${event.host}/${channel.name}/${recordId}/${Math.floor(at / 1000)}`
  const seq = Number(recordId)
  return Number.isSafeInteger(seq)
    ? { id, at, received, source, collector, digest, seq, code, provider }
    : { id, at, received, source, collector, digest, code, provider }
}

/**
 * Reads a Windows event whatever its envelope. Everything yields one observation: what we do not know is `other`, a sign of
 * life of the machine and of its pipeline.
 */
export const readWindows = (event: WindowsRecord, source: string, context: LineContext): Observation => {
  const channel = channelOf(event.provider)(event.channel)
  const origin = originOf(event, channel, source, context)
  return (
    channel.readers?.get(event.code)?.(origin, event) ??
    observe(origin, 'other', { host: event.host, code: event.code, provider: event.provider })
  )
}
