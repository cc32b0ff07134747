import { describe, expect, test } from 'vitest'
import { byChannel } from '../../../../ingest/sources/windows/readers.ts'
import { windowsXml } from '../../../../ingest/sources/windows-xml.ts'
import { winlogbeat } from '../../../../ingest/sources/winlogbeat.ts'
import { type Action, actions } from '../../../../kernel/event.ts'
import { contextOf } from '../support.ts'

type Data = Readonly<Record<string, string>>
/** Of a provider and its channel: which numbers become which action, by which data. */
type Listed = readonly [ids: string, action: Action, data?: Data]

const SUBJECT = { SubjectUserName: 'quantri', SubjectDomainName: 'TINH', SubjectUserSid: 'S-1-5-21-1-2-3-500' }
const TARGET = { TargetUserName: 'an.nv', TargetDomainName: 'TINH', TargetUserSid: 'S-1-5-21-1-2-3-1001' }
const MEMBER = { ...SUBJECT, TargetUserName: 'Administrators', TargetSid: 'S-1-5-32-544', MemberName: 'CN=An,DC=tinh' }
const TASK = { ...SUBJECT, TaskName: String.raw`\A` }
const RULE = { RuleName: 'Any', RuleId: 'x' }
const SHARE = { ...SUBJECT, ShareName: String.raw`\\*\Chung`, IpAddress: '192.0.2.7', AccessMask: '0x1' }
const PACKET = { SourceAddress: '192.0.2.7', DestAddress: '198.51.100.9', DestPort: '443', Protocol: '6' }
const USB = String.raw`USBSTOR\Disk&Ven_Example&Prod_A&Rev_1\12345678AB&0`
const THREAT = { 'Threat Name': 'HackTool:Win32/A', Path: String.raw`file:_E:\a.exe`, 'Error Code': '0x00000000' }
const UTC = { UtcTime: '2026-03-02 01:00:00.500', Image: String.raw`C:\a.exe`, User: String.raw`TINH\an.nv` }
const REGISTRY = { ...UTC, EventType: 'SetValue', TargetObject: String.raw`HKLM\a` }
const SESSION = { User: String.raw`TINH\an.nv`, SessionID: '2', Address: '192.0.2.7' }

const SYSTEM: readonly (readonly [key: string, listed: readonly Listed[]])[] = [
  [
    'microsoft-windows-security-auditing|security',
    [
      ['4608', 'power.on'],
      ['4609', 'power.off'],
      ['4616', 'config.change', { ...SUBJECT, PreviousTime: 'a', NewTime: 'b' }],
      ['4624', 'login', { ...TARGET, LogonType: '2' }],
      ['4625', 'login', { ...TARGET, LogonType: '2', SubStatus: '0xc000006a' }],
      ['4634 4647', 'logout', TARGET],
      ['4648', 'activity', { ...SUBJECT, TargetUserName: 'b', ProcessName: String.raw`C:\a.exe` }],
      ['4657', 'config.change', { ...SUBJECT, ObjectName: String.raw`\REGISTRY\MACHINE\a` }],
      ['4672', 'privilege', SUBJECT],
      ['4688', 'activity', { ...SUBJECT, NewProcessName: String.raw`C:\a.exe` }],
      ['4697', 'service.install', { ...SUBJECT, ServiceName: 'A', ServiceFileName: String.raw`C:\a.exe` }],
      ['4698 4699 4700 4701 4702', 'config.change', TASK],
      ['4719', 'config.change', { ...SUBJECT, SubcategoryGuid: '{0CCE9215}', AuditPolicyChanges: '%%8448' }],
      ['4720', 'account.create', { ...SUBJECT, ...TARGET, TargetSid: 'S-1-5-21-1-2-3-1001' }],
      ['4722', 'account.enable', { ...SUBJECT, ...TARGET }],
      ['4723 4724', 'password.change', { ...SUBJECT, ...TARGET }],
      ['4725', 'account.disable', { ...SUBJECT, ...TARGET }],
      ['4726', 'account.delete', { ...SUBJECT, ...TARGET }],
      ['4728 4732 4756', 'group.add', MEMBER],
      ['4729 4733 4757', 'group.remove', MEMBER],
      ['4738', 'account.change', { ...SUBJECT, ...TARGET }],
      ['4739', 'config.change', { ...SUBJECT, DomainName: 'TINH', MinPasswordLength: '4' }],
      ['4740', 'account.lock', { ...TARGET, TargetDomainName: 'PC-07' }],
      ['4767', 'account.unlock', { ...SUBJECT, ...TARGET }],
      ['4768 4771', 'login', { ...TARGET, Status: '0x18', IpAddress: '::ffff:192.0.2.7' }],
      ['4776', 'login', { TargetUserName: 'an.nv', Workstation: 'PC-07', Status: '0xc000006a' }],
      ['4778', 'session.connect', { AccountName: 'an.nv', AccountDomain: 'TINH', ClientAddress: '192.0.2.7' }],
      ['4779', 'session.disconnect', { AccountName: 'an.nv', AccountDomain: 'TINH', ClientAddress: 'LOCAL' }],
      [
        '4781',
        'account.change',
        { ...SUBJECT, OldTargetUserName: 'a', NewTargetUserName: 'b', TargetDomainName: 'TINH' },
      ],
      ['4800', 'session.lock', TARGET],
      ['4801', 'session.unlock', TARGET],
      ['4946 4947 4948', 'config.change', RULE],
      [
        '4950',
        'protection.change',
        { SettingType: 'Enable Windows Firewall', SettingValue: 'No', ProfileChanged: 'Domain' },
      ],
      ['5140 5145', 'share.access', SHARE],
      ['5152 5157', 'net.connect', PACKET],
      ['6416', 'media.attach', { DeviceId: USB, ClassName: 'DiskDrive' }],
    ],
  ],
  ['microsoft-windows-eventlog|security', [['1102', 'log.clear', SUBJECT]]],
  [
    'microsoft-windows-eventlog|system',
    [
      ['104', 'log.clear', { ...SUBJECT, Channel: 'Application' }],
      ['6005 6008', 'power.on'],
      ['6006', 'power.off'],
    ],
  ],
  [
    'eventlog|system',
    [
      ['6005 6008', 'power.on'],
      ['6006', 'power.off'],
    ],
  ],
  ['user32|system', [['1074', 'power.off', { param5: 'restart' }]]],
  [
    'microsoft-windows-kernel-general|system',
    [
      ['12', 'power.on'],
      ['13', 'power.off'],
    ],
  ],
  [
    'microsoft-windows-kernel-power|system',
    [
      ['41 107', 'power.on'],
      ['42', 'power.off'],
    ],
  ],
  [
    'service control manager|system',
    [
      ['7036', 'service.state', { param1: 'A', param2: 'stopped' }],
      ['7040', 'config.change', { param1: 'A', param2: 'auto start', param3: 'disabled', param4: 'A' }],
      ['7045', 'service.install', { ServiceName: 'A', ImagePath: String.raw`C:\a.exe` }],
    ],
  ],
  ['microsoft-windows-windowsupdateclient|system', [['19 20', 'update.install', { updateTitle: 'KB1' }]]],
  [
    'msiinstaller|application',
    [
      ['1033', 'software.install', { param1: 'A', param4: '0' }],
      ['1034', 'software.remove', { param1: 'A', param4: '0' }],
    ],
  ],
  [
    'securitycenter|application',
    [['15', 'protection.change', { param1: 'Windows Defender', param2: 'SECURITY_PRODUCT_STATE_ON' }]],
  ],
  ['microsoft-windows-backup|microsoft-windows-backup', [['4 5', 'backup.run']]],
  ['microsoft-windows-backup|application', [['517 546', 'backup.run']]],
  [
    'microsoft-windows-security-spp|application',
    [
      ['8198', 'config.change', { param1: 'hr=0x80072EE7', param2: 'RuleId=a;Action=AutoActivate' }],
      ['12288', 'config.change', { param1: '0x0, 0x8, KMS.Example:1688, 08c3bda0, 2026/3/2 1:00, 1, 2, 40123' }],
    ],
  ],
]

const MACHINE: typeof SYSTEM = [
  [
    'microsoft-windows-windows firewall with advanced security|microsoft-windows-windows firewall with advanced security/firewall',
    [
      ['2003 2082', 'protection.change', { Profiles: '1', SettingType: '1', SettingValueString: 'No' }],
      ['2004 2005 2006 2097', 'config.change', RULE],
    ],
  ],
  [
    'microsoft-windows-kernel-pnp|microsoft-windows-kernel-pnp/configuration',
    [['400 410', 'media.attach', { DeviceInstanceId: USB }]],
  ],
  [
    'microsoft-windows-userpnp|system',
    [['20001', 'media.attach', { DeviceInstanceID: USB, InstallStatus: '0x0', UpgradeDevice: 'false' }]],
  ],
  [
    'microsoft-windows-partition|microsoft-windows-partition/diagnostic',
    [['1006', 'media.attach', { BusType: '7', Capacity: '8000000', SerialNumber: '12345678AB', ParentId: USB }]],
  ],
  [
    'microsoft-windows-driverframeworks-usermode|microsoft-windows-driverframeworks-usermode/operational',
    [
      [
        '2003',
        'media.attach',
        { instance: String.raw`SWD\WPDBUSENUM\_??_USBSTOR#DISK&VEN_A&PROD_B&REV_1#12345678AB&0#{53F56307}` },
      ],
      ['2100 2102', 'media.detach', { instance: USB, major: '27', minor: '23' }],
    ],
  ],
  [
    'microsoft-windows-windows defender|microsoft-windows-windows defender/operational',
    [
      ['1000 1001', 'media.scan', { 'Scan Resources': String.raw`E:\ ` }],
      ['1006 1007 1008 1015 1116 1117 1118 1119', 'malware.found', THREAT],
      ['1009 1011 1013', 'config.change', THREAT],
      ['1150 1151', 'heartbeat'],
      ['2000 2001 2003', 'protection.update'],
      ['3002 5000 5001 5009 5010 5011 5012', 'protection.change'],
      ['5004', 'config.change', { 'Feature Name': 'On Access', Configuration: '0' }],
      ['5007', 'config.change', { 'New Value': String.raw`HKLM\a = 0x1`, 'Old Value': '' }],
      [
        '5013',
        'config.change',
        { 'Changed Type': 'Blocked', Value: String.raw`HKLM\a\DisableRealtimeMonitoring = 0x1` },
      ],
    ],
  ],
  [
    'microsoft-windows-sysmon|microsoft-windows-sysmon/operational',
    [
      ['1', 'program.start', UTC],
      ['3', 'net.connect', { ...UTC, DestinationIp: '198.51.100.9' }],
      ['11 23 26', 'file.change', { ...UTC, TargetFilename: String.raw`E:\a` }],
      ['12 13 14', 'config.change', REGISTRY],
      ['15', 'file.change', { ...UTC, TargetFilename: 'a', Contents: 'HostUrl=https://a.example/b' }],
      ['22', 'dns.query', { ...UTC, QueryName: 'a.example' }],
    ],
  ],
  [
    'powershell|windows powershell',
    [
      [
        '400',
        'script.run',
        { param1: 'Available', param3: 'HostName=ConsoleHost\n\tHostApplication=powershell.exe -c a' },
      ],
      ['800', 'script.run', { param1: 'Get-A' }],
    ],
  ],
  ...(['microsoft-windows-powershell', 'powershellcore'] as const).map(
    (provider) =>
      [
        `${provider}|${provider}/operational`,
        [
          ['4103', 'script.run', { Payload: 'Get-A' }],
          ['4104', 'script.run', { ScriptBlockText: 'Get-A' }],
        ],
      ] satisfies (typeof SYSTEM)[number],
  ),
  [
    'microsoft-windows-printservice|microsoft-windows-printservice/operational',
    [['307', 'document.print', { Param2: 'A', Param3: 'an.nv', Param5: 'P' }]],
  ],
  [
    'microsoft-windows-wlan-autoconfig|microsoft-windows-wlan-autoconfig/operational',
    [['8001', 'wifi.connect', { SSID: 'A' }]],
  ],
  [
    'microsoft-windows-taskscheduler|microsoft-windows-taskscheduler/operational',
    [['106 140 141 142', 'config.change', TASK]],
  ],
  [
    'microsoft-windows-terminalservices-localsessionmanager|microsoft-windows-terminalservices-localsessionmanager/operational',
    [['21 23 24 25', 'session.event', SESSION]],
  ],
  [
    'microsoft-windows-terminalservices-remoteconnectionmanager|microsoft-windows-terminalservices-remoteconnectionmanager/operational',
    [['1149', 'session.event', { Param1: 'an.nv', Param2: 'TINH', Param3: '192.0.2.7' }]],
  ],
]

/** Of the published list of formats: numbers that are read as a sign of life of their machine and no more, and why. */
const SIGNS: readonly (readonly [key: string, ids: string, why: string])[] = [
  [
    'microsoft-windows-security-auditing|security',
    '4656 4658 4660',
    'a handle that is asked for; 4663 tells what was done with it',
  ],
  ['microsoft-windows-security-auditing|security', '4663', 'a file, but for the audit of removable media'],
  ['microsoft-windows-security-auditing|security', '4689', 'a program that ends by itself'],
  ['microsoft-windows-security-auditing|security', '4769', 'a ticket for a service is no sign-in of anybody'],
  [
    'microsoft-windows-security-auditing|security',
    '4802 4803',
    'a screen saver locks nothing; where it does, 4800 tells',
  ],
  [
    'microsoft-windows-security-auditing|security',
    '5156',
    'what the firewall lets through goes on by itself; Sysmon 3 tells it with the program and the person',
  ],
  ['microsoft-windows-eventlog|security', '1100 1104 1105', 'the log’s own doing; what is missing SRC-01 finds'],
  ['eventlog|system', '6013', 'how long it has been on'],
  ['service control manager|system', '7000 7009 7031 7034', 'a crash is nobody’s act; the state it leaves 7036 tells'],
  ['msiinstaller|application', '11707 11724', 'the same package as 1033 and 1034, in words'],
  ['microsoft-windows-windowsupdateclient|system', '43 44', 'an update that began'],
  ['microsoft-windows-security-spp|application', '1003 12289', 'a text about licences that names no server'],
  ['netlogon|system', '5719 5722 5723 5805 5827 5828 5829 5830 5831', 'of another machine, which may be off'],
  [
    'microsoft-windows-terminalservices-localsessionmanager|microsoft-windows-terminalservices-localsessionmanager/operational',
    '22 39 40',
    'beside 21, 24 and 25, without the person',
  ],
  [
    'microsoft-windows-windows firewall with advanced security|microsoft-windows-windows firewall with advanced security/firewall',
    '2009',
    'a policy that could not be loaded',
  ],
  [
    'microsoft-windows-wlan-autoconfig|microsoft-windows-wlan-autoconfig/operational',
    '8003',
    'a network that was left',
  ],
  ['microsoft-windows-backup|microsoft-windows-backup', '14', 'a run that ended, either way; 4 and 5 tell which'],
  [
    'microsoft-windows-driverframeworks-usermode|microsoft-windows-driverframeworks-usermode/operational',
    '2010 2101 2105 2106',
    'steps of what 2003, 2100 and 2102 tell',
  ],
  [
    'microsoft-windows-kernel-pnp|microsoft-windows-kernel-pnp/configuration',
    '411 420 430 442',
    'a device that does not work, or is forgotten',
  ],
  ['microsoft-windows-userpnp|system', '20003', 'the driver’s service, beside 20001'],
  [
    'microsoft-windows-windows defender|microsoft-windows-windows defender/operational',
    '5008',
    'a crash is nobody’s act',
  ],
  [
    'microsoft-windows-sysmon|microsoft-windows-sysmon/operational',
    '5 6 7 10 24 27 28 29',
    'too common to mean anything by itself, or of Sysmon',
  ],
  ['powershell|windows powershell', '403', 'an engine that ended'],
]

const CASE: Readonly<Record<string, string>> = { 'msiinstaller|application': 'MsiInstaller|Application' }
const named = (key: string): readonly [provider: string, channel: string] => {
  const [provider = '', channel = ''] = (CASE[key] ?? key).split('|')
  return [provider, channel]
}
const RECEIVED = '2026-03-02T01:02:00Z'

const asJson = (key: string, id: string, data: Data): string => {
  const [provider_name, channel] = named(key)
  const winlog = { provider_name, channel, event_id: id, record_id: 7, computer_name: 'PC-01.tinh.example' }
  return JSON.stringify({ '@timestamp': '2026-03-02T01:00:00.500Z', winlog: { ...winlog, event_data: data } })
}
const escaped = (text: string): string => text.replace(/&/g, '&amp;').replace(/</g, '&lt;').replace(/"/g, '&quot;')
const asXml = (key: string, id: string, data: Data): string => {
  const [provider, channel] = named(key)
  const values = Object.entries(data).map(([name, value]) =>
    // Unnamed values stand in their order.
    /^param\d$/.test(name) ? '' : `<Data Name="${name}">${escaped(value)}</Data>`,
  )
  const last = Math.max(0, ...Object.keys(data).map((name) => Number(/^param(\d)$/.exec(name)?.[1] ?? 0)))
  const unnamed = Array.from({ length: last }, (_, i) => `<Data>${escaped(data[`param${i + 1}`] ?? '')}</Data>`)
  return `<Event xmlns="http://schemas.microsoft.com/win/2004/08/events/event"><System><Provider Name="${provider}"/><EventID>${id}</EventID><TimeCreated SystemTime="2026-03-02T01:00:00.5000000Z"/><EventRecordID>7</EventRecordID><Channel>${channel}</Channel><Computer>PC-01.tinh.example</Computer></System><EventData>${[...values, ...unnamed].join('')}</EventData></Event>`
}

const observed = (key: string, id: string, data: Data) => {
  const context = contextOf({ received: RECEIVED })
  const results = [winlogbeat.parse(asJson(key, id, data), context), windowsXml.parse(asXml(key, id, data), context)]
  return results.map((result) => {
    if (!result.ok) throw new Error(`${key} ${id}: ${result.error.detail}`)
    const { source: _source, digest: _digest, ...rest } = result.value[0]!
    return rest
  })
}

const LISTED = [...SYSTEM, ...MACHINE].flatMap(([key, rows]) =>
  rows.flatMap(([ids, action, data = {}]) => ids.split(' ').map((id) => ({ key, id, action, data }))),
)

describe('every event of Windows that is listed', () => {
  test.each(LISTED)('$key $id is $action, whatever brings it', ({ key, id, action, data }) => {
    const [json, xml] = observed(key, id, data)
    expect(json).toMatchObject({ action, host: 'pc-01', code: id })
    expect(actions[action].safeParse(json).error).toBeUndefined()
    expect(xml).toEqual(json)
  })

  test('stands in this table, and this table holds no other', () => {
    const read = Object.entries(byChannel).flatMap(([key, ids]) => Object.keys(ids).map((id) => `${key} ${id}`))
    // Of 4663 only the audit of removable media is read, which its task tells.
    const here = [...LISTED.map(({ key, id }) => `${key} ${id}`), 'microsoft-windows-security-auditing|security 4663']
    expect([...here].sort()).toEqual([...read].sort())
  })

  test.each(SIGNS)('%s %s: a sign of life, since it is %s', (key, ids) => {
    for (const id of ids.split(' '))
      for (const observation of observed(key, id, { ...SUBJECT, ...TARGET, param1: 'A', param2: 'stopped' }))
        expect(observation).toMatchObject({ action: 'other', host: 'pc-01', code: id })
  })

  test('the same number of another provider or channel is none of them', () => {
    for (const { key, id, data } of LISTED) {
      const [provider, channel] = key.split('|')
      for (const other of [`another|${channel}`, `${provider}|another`])
        for (const observation of observed(other, id, data))
          expect(observation, `${other} ${id}`).toMatchObject({ action: 'other' })
    }
  })
})

test('a driver that is only renewed attaches nothing, and a server of activation is told as it was asked', () => {
  const renewed = { DeviceInstanceID: USB, InstallStatus: '0x0', UpgradeDevice: 'true' }
  expect(observed('microsoft-windows-userpnp|system', '20001', renewed)[0]).toMatchObject({ action: 'other' })
  const asked = { param1: '0x0, 0x8, KMS.Example:1688, 08c3bda0, 2026/3/2 1:00, 1, 2, 40123' }
  expect(observed('microsoft-windows-security-spp|application', '12288', asked)[0]).toMatchObject({
    ...{ what: 'activation-asked', item: 'kms.example:1688' },
  })
  const refused = { 'Changed Type': 'Blocked', Value: String.raw`HKLM\a\DisableRealtimeMonitoring = 0x1` }
  const [defender = ''] = MACHINE.map(([key]) => key).filter((key) => key.includes('windows defender'))
  expect(observed(defender, '5013', refused)[0]).toMatchObject({
    ...{ what: 'defender-refused', item: String.raw`HKLM\a\DisableRealtimeMonitoring`, value: '0x1' },
  })
})
