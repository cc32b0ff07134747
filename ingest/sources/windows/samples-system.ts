import type { Sample } from '../../source.ts'
import { type Parts, winlog } from './sample.ts'

const operational = (provider: string): Parts => ({
  provider_name: `Microsoft-Windows-${provider}`,
  channel: `Microsoft-Windows-${provider}/Operational`,
})
const system = (provider_name: string, channel = 'System'): Parts => ({ provider_name, channel })
const event = (id: number, parts: Parts, data: Readonly<Record<string, unknown>>, userData?: unknown): string =>
  winlog(id, data, userData === undefined ? parts : { ...parts, user_data: userData })

const SYSMON = operational('Sysmon')
const DEFENDER = operational('Windows Defender')
const FIREWALL: Parts = {
  provider_name: 'Microsoft-Windows-Windows Firewall With Advanced Security',
  channel: 'Microsoft-Windows-Windows Firewall With Advanced Security/Firewall',
}
const SECURITY: Parts = { provider_name: 'Microsoft-Windows-Security-Auditing', channel: 'Security' }
const ADMIN = { SubjectUserName: 'Quantri', SubjectDomainName: 'TINH', SubjectUserSid: 'S-1-5-21-1-2-3-500' }
const UTC = { UtcTime: '2026-03-02 01:00:00.500', User: String.raw`TINH\an.nv` }
const at = Date.UTC(2026, 2, 2, 1, 0, 0, 500)

/** What is read of the providers beside logins, accounts and media, by example. */
export const systemSamples: Readonly<Record<string, Sample>> = {
  'a process, as Sysmon tells it': {
    line: event(1, SYSMON, {
      ...UTC,
      Image: String.raw`C:\Tools\a.exe`,
      CommandLine: 'a.exe /x',
      ParentImage: String.raw`C:\Windows\explorer.exe`,
      Company: 'Example',
      Hashes: `MD5=00,SHA256=${'AB'.repeat(32)}`,
    }),
    yields: [
      {
        ...{ action: 'program.start', at, host: 'pc-01', user: 'an.nv@tinh', path: String.raw`C:\Tools\a.exe` },
        ...{
          command: 'a.exe /x',
          parent: String.raw`C:\Windows\explorer.exe`,
          vendor: 'Example',
          hash: 'ab'.repeat(32),
        },
      },
    ],
  },
  'a connection': {
    line: event(3, SYSMON, {
      ...{ ...UTC, Image: String.raw`C:\a.exe`, Protocol: 'tcp', SourceIp: '192.0.2.7' },
      ...{ DestinationIp: '198.51.100.9', DestinationPort: '443', DestinationHostname: 'a.example' },
    }),
    yields: [
      { action: 'net.connect', ip: '192.0.2.7', to: '198.51.100.9', port: 443, domain: 'a.example', allowed: true },
    ],
  },
  'a name asked for': {
    line: event(22, SYSMON, { ...UTC, QueryName: 'A.Example.', QueryResults: '198.51.100.9;' }),
    yields: [{ action: 'dns.query', host: 'pc-01', domain: 'a.example', answer: '198.51.100.9;' }],
  },
  'autoplay is switched on for some drives': {
    line: event(13, SYSMON, {
      ...{ ...UTC, EventType: 'SetValue', Details: 'DWORD (0x00000091)' },
      TargetObject: String.raw`HKLM\SOFTWARE\Microsoft\Windows\CurrentVersion\Policies\Explorer\NoDriveTypeAutoRun`,
    }),
    yields: [{ action: 'config.change', what: 'registry-set', value: 'DWORD (0x00000091)', user: 'an.nv@tinh' }],
  },
  'a download, by the mark a browser leaves': {
    line: event(15, SYSMON, {
      ...{ ...UTC, TargetFilename: String.raw`C:\Users\an\Downloads\a.exe` },
      Contents: '[ZoneTransfer]  ZoneId=3  HostUrl=https://a.example/a.exe',
    }),
    yields: [{ action: 'file.change', what: 'downloaded', url: 'https://a.example/a.exe' }],
  },
  'a stream that is no download': {
    line: event(15, SYSMON, { ...UTC, TargetFilename: String.raw`C:\a.exe`, Contents: '-' }),
    yields: [{ action: 'other' }],
  },
  'a script block': {
    line: event(4104, operational('PowerShell'), { ScriptBlockText: 'Get-Date', Path: '' }),
    yields: [{ action: 'script.run', engine: 'powershell', script: 'Get-Date' }],
  },
  'the protection in real time is switched off': {
    line: event(5001, DEFENDER, {}),
    yields: [{ action: 'protection.change', host: 'pc-01', agent: 'defender', part: 'realtime', on: false }],
  },
  'an exclusion is added': {
    line: event(5007, DEFENDER, {
      Old_Value: '',
      New_Value: String.raw`HKLM\SOFTWARE\Microsoft\Windows Defender\Exclusions\Paths\C:\a = 0x0`,
    }),
    yields: [
      {
        ...{ action: 'config.change', what: 'defender-set', value: '0x0' },
        item: String.raw`HKLM\SOFTWARE\Microsoft\Windows Defender\Exclusions\Paths\C:\a`,
      },
    ],
  },
  'and taken away': {
    line: event(5007, DEFENDER, {
      Old_Value: String.raw`HKLM\SOFTWARE\Microsoft\Windows Defender\Exclusions\Paths\C:\a = 0x0`,
    }),
    yields: [{ action: 'config.change', what: 'defender-removed' }],
  },
  'signatures could not be renewed': {
    line: event(2001, DEFENDER, { Error_Code: '0x80072ee7' }),
    yields: [{ action: 'protection.update', agent: 'defender', ok: false }],
  },
  'an action of the antivirus that failed handled nothing': {
    line: event(1119, DEFENDER, { Threat_Name: 'Virus:DOS/EICAR_Test_File', Error_Code: '0x80508023' }),
    yields: [{ action: 'malware.found', handled: false }],
  },
  'the hourly report of its health tells the age of its signatures': {
    line: event(1151, DEFENDER, { Last_AV_security_intelligence_age: '3' }),
    yields: [{ action: 'heartbeat', agent: 'defender', age: 3 }],
  },
  'the firewall of a profile is switched off, whatever the language': {
    line: event(2003, FIREWALL, {
      Profiles: '2',
      SettingType: '1',
      SettingValue: '00000000',
      SettingValueString: 'Không',
      ModifyingUser: 'S-1-5-21-1-2-3-1104',
    }),
    yields: [
      {
        ...{ action: 'protection.change', agent: 'windows-firewall', part: 'private', on: false },
        sid: 'S-1-5-21-1-2-3-1104',
      },
    ],
  },
  'a product that registered with Security Center is on': {
    line: event(15, system('SecurityCenter', 'Application'), {
      param1: 'Windows Defender',
      param2: 'SECURITY_PRODUCT_STATE_ON',
    }),
    yields: [{ action: 'protection.change', agent: 'Windows Defender', part: 'security-center', on: true }],
  },
  'one that is snoozed is off': {
    line: event(15, system('SecurityCenter', 'Application'), {
      param1: 'Windows Defender',
      param2: 'SECURITY_PRODUCT_STATE_SNOOZED',
    }),
    yields: [{ action: 'protection.change', part: 'security-center', on: false }],
  },
  'another setting of the firewall is not its being on': {
    line: event(2003, FIREWALL, { Profiles: '2', SettingType: '2', SettingValue: '00000000' }),
    yields: [{ action: 'other' }],
  },
  'a rule of the firewall': {
    line: event(2004, FIREWALL, { RuleName: 'Any', Direction: '1', Action: '3' }),
    yields: [{ action: 'config.change', what: 'firewall-rule-added', item: 'Any', value: 'Direction=1, Action=3' }],
  },
  'auditing of failures is taken away': {
    line: event(4719, SECURITY, { ...ADMIN, SubcategoryGuid: '{0CCE9215}', AuditPolicyChanges: '%%8448, %%8450' }),
    yields: [
      {
        ...{ action: 'config.change', what: 'audit-policy', user: 'quantri@tinh', item: '0cce9215' },
        value: 'success removed, failure removed',
      },
    ],
  },
  'the clock service sets the time: nobody did': {
    line: event(4616, SECURITY, {
      ...{ SubjectUserName: 'LOCAL SERVICE', SubjectDomainName: 'NT AUTHORITY', SubjectUserSid: 'S-1-5-19' },
      ...{ PreviousTime: '2026-03-02T01:00:00Z', NewTime: '2026-03-02T01:00:01Z' },
    }),
    yields: [{ action: 'config.change', what: 'time', before: '2026-03-02T01:00:00Z' }],
  },
  'a service is installed': {
    line: event(7045, system('Service Control Manager'), { ServiceName: 'A', ImagePath: String.raw`C:\a.exe` }),
    yields: [{ action: 'service.install', service: 'A', path: String.raw`C:\a.exe` }],
  },
  'a service stops': {
    line: event(7036, system('Service Control Manager'), { param1: 'BkavService', param2: 'stopped' }),
    yields: [{ action: 'service.state', service: 'BkavService', running: false }],
  },
  'in a language nobody knows its state is not known': {
    line: event(7036, system('Service Control Manager'), { param1: 'A', param2: 'en cours d’exécution' }),
    yields: [{ action: 'other' }],
  },
  'a package is installed': {
    line: event(1033, system('MsiInstaller', 'Application'), {
      ...{ param1: 'UltraViewer', param2: '6.6', param3: '1033', param4: '0', param5: 'Example', param6: '(NULL)' },
    }),
    yields: [{ action: 'software.install', product: 'UltraViewer', version: '6.6', vendor: 'Example', ok: true }],
  },
  'and could not be removed': {
    line: event(
      1034,
      {
        ...system('MsiInstaller', 'Application'),
        user: { identifier: 'S-1-5-21-1-2-3-1104', name: 'an.nv', domain: 'TINH', type: 'User' },
      },
      { param1: 'A', param4: '1603' },
    ),
    yields: [{ action: 'software.remove', user: 'an.nv@tinh', product: 'A', ok: false }],
  },
  'an update of the system': {
    line: event(19, system('Microsoft-Windows-WindowsUpdateClient'), { updateTitle: 'KB5000001' }),
    yields: [{ action: 'update.install', update: 'KB5000001', ok: true }],
  },
  'a document is printed; without the policy nobody knows its title': {
    line: event(
      307,
      operational('PrintService'),
      {},
      {
        DocumentPrinted: {
          ...{ Param1: '45', Param2: 'Print Document', Param3: 'an.nv', Param4: String.raw`\\PC-01`, Param5: 'PDF' },
          ...{ Param6: String.raw`F:\a.pdf`, Param7: '110128', Param8: '2' },
        },
      },
    ),
    yields: [
      {
        ...{ action: 'document.print', user: 'an.nv@tinh', printer: 'PDF', path: String.raw`F:\a.pdf` },
        ...{ pages: 2, bytes: 110_128 },
      },
    ],
  },
  'a wireless network': {
    line: event(8001, operational('WLAN-AutoConfig'), { SSID: 'Khach', ProfileName: 'Khach' }),
    yields: [{ action: 'wifi.connect', host: 'pc-01', ssid: 'Khach' }],
  },
  'a remote session, beside the login that the Security log tells': {
    line: event(
      21,
      operational('TerminalServices-LocalSessionManager'),
      {},
      {
        EventXML: { User: String.raw`TINH\an.nv`, SessionID: '2', Address: '192.0.2.7' },
      },
    ),
    yields: [{ action: 'session.event', user: 'an.nv@tinh', host: 'pc-01', ip: '192.0.2.7', what: 'logon', ok: true }],
  },
  'a task is registered': {
    line: event(106, operational('TaskScheduler'), { TaskName: String.raw`\A`, UserContext: String.raw`TINH\an.nv` }),
    yields: [{ action: 'config.change', what: 'task-created', item: String.raw`\A`, user: 'an.nv@tinh' }],
  },
  'a file of a share is written': {
    line: event(5145, SECURITY, {
      ...{ SubjectUserName: 'an.nv', SubjectDomainName: 'TINH', IpAddress: '192.0.2.7', AccessMask: '0x2' },
      ...{ ShareName: String.raw`\\*\Chung`, RelativeTargetName: 'a.docx' },
    }),
    yields: [{ action: 'share.access', user: 'an.nv@tinh', path: 'a.docx', write: true }],
  },
  'pipes are no files': {
    line: event(5145, SECURITY, { ...ADMIN, ShareName: String.raw`\\*\IPC$`, RelativeTargetName: 'srvsvc' }),
    yields: [{ action: 'other' }],
  },
  'a backup fails': {
    line: event(5, { provider_name: 'Microsoft-Windows-Backup', channel: 'Microsoft-Windows-Backup' }, {}),
    yields: [{ action: 'backup.run', agent: 'windows-backup', ok: false }],
  },
}
