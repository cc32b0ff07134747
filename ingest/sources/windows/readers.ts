import * as defender from './defender.ts'
import * as licence from './licence.ts'
import * as media from './media.ts'
import * as power from './power.ts'
import * as protection from './protection.ts'
import type { Readers } from './record.ts'
import * as remote from './remote.ts'
import * as scripts from './scripts.ts'
import { SECURITY } from './security.ts'
import { serviceState } from './services.ts'
import * as settings from './settings.ts'
import * as software from './software.ts'
import * as sysmon from './sysmon.ts'
import * as uses from './uses.ts'

const EVENTLOG_SYSTEM: Readers = { '6005': power.poweredOn, '6006': power.poweredOff, '6008': power.poweredOn }
const DEFENDER: Readers = {
  '1000': defender.scanned,
  '1001': defender.scanned,
  '1006': defender.malware,
  '1007': defender.malware,
  '1008': defender.malware,
  '1009': protection.quarantine('quarantine-restored'),
  '1011': protection.quarantine('quarantine-deleted'),
  '1013': protection.quarantine('history-deleted'),
  '1015': defender.malware,
  '1116': defender.malware,
  '1117': defender.malware,
  '1118': defender.malware,
  '1119': defender.malware,
  '1150': defender.healthy,
  '1151': defender.healthy,
  '2000': protection.defenderUpdate(true),
  '2001': protection.defenderUpdate(false),
  '2003': protection.defenderUpdate(false),
  '3002': protection.defenderPart('realtime', false),
  '5000': protection.defenderPart('realtime', true),
  '5001': protection.defenderPart('realtime', false),
  '5004': protection.realtimeSetting,
  '5007': protection.defenderSetting,
  '5009': protection.defenderPart('antispyware', true),
  '5010': protection.defenderPart('antispyware', false),
  '5011': protection.defenderPart('antivirus', true),
  '5012': protection.defenderPart('antivirus', false),
  '5013': protection.tampered,
}
const FIREWALL: Readers = {
  '2003': protection.firewallSetting,
  '2082': protection.firewallSetting,
  '2004': settings.firewallRule('firewall-rule-added'),
  '2005': settings.firewallRule('firewall-rule-changed'),
  '2006': settings.firewallRule('firewall-rule-deleted'),
  '2097': settings.firewallRule('firewall-rule-added'),
}
const SYSMON: Readers = {
  '1': sysmon.processStarted,
  '3': sysmon.connected,
  '11': sysmon.fileChanged('created'),
  '12': sysmon.registryChanged,
  '13': sysmon.registryChanged,
  '14': sysmon.registryChanged,
  '15': sysmon.fileChanged('downloaded'),
  '22': sysmon.asked,
  '23': sysmon.fileChanged('deleted'),
  '26': sysmon.fileChanged('deleted'),
}
const POWERSHELL: Readers = { '4103': scripts.pipeline, '4104': scripts.scriptBlock }
const UPDATE: Readers = { '19': software.updated(true), '20': software.updated(false) }
const BACKUP: Readers = { '4': software.backedUp(true), '5': software.backedUp(false) }
const SERVICES: Readers = {
  '7036': serviceState,
  '7040': settings.serviceStart,
  '7045': software.serviceInstalled,
}
const TASKS: Readers = {
  '106': settings.task('task-created'),
  '140': settings.task('task-updated'),
  '141': settings.task('task-deleted'),
  '142': settings.task('task-disabled'),
}
const SESSIONS: Readers = {
  '21': remote.session('logon'),
  '23': remote.session('logoff'),
  '24': remote.session('disconnect'),
  '25': remote.session('reconnect'),
}

/** A provider whose operational channel bears its name. */
const operational = (provider: string, readers: Readers): Readonly<Record<string, Readers>> => ({
  [`${provider}|${provider}/operational`]: readers,
})

/**
 * What each Windows event means to us, by provider and channel and then id, all in lower case: an id alone means nothing (2003 is three
 * things). 6008 and Kernel-Power 41 tell of a crash, but they are written at the start that followed it.
 */
export const byChannel: Readonly<Record<string, Readers>> = {
  'microsoft-windows-security-auditing|security': SECURITY,
  'microsoft-windows-eventlog|security': { '1102': power.logCleared },
  'microsoft-windows-eventlog|system': { '104': power.logCleared, ...EVENTLOG_SYSTEM },
  'eventlog|system': EVENTLOG_SYSTEM,
  'user32|system': { '1074': power.poweredOff },
  'microsoft-windows-kernel-general|system': { '12': power.poweredOn, '13': power.poweredOff },
  'microsoft-windows-kernel-power|system': { '41': power.poweredOn, '42': power.asleep, '107': power.poweredOn },
  'service control manager|system': SERVICES,
  'microsoft-windows-windowsupdateclient|system': UPDATE,
  'msiinstaller|application': {
    '1033': software.packaged('software.install'),
    '1034': software.packaged('software.remove'),
  },
  'securitycenter|application': { '15': protection.registered },
  'microsoft-windows-backup|microsoft-windows-backup': BACKUP,
  'microsoft-windows-backup|application': { '517': software.backedUp(false), '546': software.backedUp(false) },
  'microsoft-windows-windows firewall with advanced security|microsoft-windows-windows firewall with advanced security/firewall':
    FIREWALL,
  'microsoft-windows-kernel-pnp|microsoft-windows-kernel-pnp/configuration': {
    '400': media.started,
    '410': media.started,
  },
  'microsoft-windows-partition|microsoft-windows-partition/diagnostic': { '1006': media.partitioned },
  'microsoft-windows-userpnp|system': { '20001': media.installed },
  'microsoft-windows-security-spp|application': {
    '8198': licence.activationFailed,
    '12288': licence.activationAsked,
  },
  'powershell|windows powershell': { '400': scripts.engineStarted, '800': scripts.oldPipeline },
  ...operational('microsoft-windows-windows defender', DEFENDER),
  ...operational('microsoft-windows-driverframeworks-usermode', {
    '2003': media.arrived,
    '2100': media.requested,
    '2102': media.requested,
  }),
  ...operational('microsoft-windows-sysmon', SYSMON),
  ...operational('microsoft-windows-powershell', POWERSHELL),
  ...operational('powershellcore', POWERSHELL),
  ...operational('microsoft-windows-printservice', { '307': uses.printed }),
  ...operational('microsoft-windows-wlan-autoconfig', { '8001': uses.joinedWifi }),
  ...operational('microsoft-windows-taskscheduler', TASKS),
  ...operational('microsoft-windows-terminalservices-localsessionmanager', SESSIONS),
  ...operational('microsoft-windows-terminalservices-remoteconnectionmanager', { '1149': remote.authenticated }),
}
