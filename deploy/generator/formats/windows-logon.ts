import type { Session } from '../acts.ts'
import type { Account, Machine } from '../model.ts'
import {
  accountSubject,
  DOMAIN,
  machineSubject,
  nobody,
  security,
  subjectLines,
  type WindowsEvent,
  wording,
} from './windows-event.ts'

const EXPLANATION =
  'This event is generated when a logon session is created. It is generated on the computer that was accessed.\n\nThe subject fields indicate the account on the local system which requested the logon. This is most commonly a service such as the Server service, or a local process such as Winlogon.exe or Services.exe.\n\nThe logon type field indicates the kind of logon that occurred. The most common types are 2 (interactive) and 3 (network).'
const PRIVILEGES =
  'SeSecurityPrivilege\n\t\t\tSeBackupPrivilege\n\t\t\tSeRestorePrivilege\n\t\t\tSeTakeOwnershipPrivilege\n\t\t\tSeDebugPrivilege\n\t\t\tSeSystemEnvironmentPrivilege\n\t\t\tSeLoadDriverPrivilege\n\t\t\tSeImpersonatePrivilege'

type Who = Pick<Account, 'name' | 'sid'> & { readonly domain?: string }
type Logon = {
  readonly at: number
  readonly machine: Machine
  readonly who: Who
  readonly id: string
  readonly type: number
  readonly linked?: string
  readonly elevated: boolean
  readonly ip?: string
  readonly workstation?: string
}

const process = (type: number): readonly [logonProcess: string, packages: string, name: string] => {
  if (type === 3) return ['Kerberos', 'Kerberos', '-']
  if (type === 5) return ['Advapi  ', 'Negotiate', 'C:\\Windows\\System32\\services.exe']
  return ['User32 ', 'Negotiate', 'C:\\Windows\\System32\\svchost.exe']
}

const logonMessage = (data: Readonly<Record<string, string>>): string =>
  wording(
    'An account was successfully logged on.',
    [
      subjectLines(data),
      [
        'Logon Information',
        [
          ['Logon Type', data['LogonType']],
          ['Restricted Admin Mode', '-'],
          ['Virtual Account', 'No'],
          ['Elevated Token', data['ElevatedToken'] === '%%1842' ? 'Yes' : 'No'],
        ],
      ],
      [
        'New Logon',
        [
          ['Security ID', data['TargetUserSid']],
          ['Account Name', data['TargetUserName']],
          ['Account Domain', data['TargetDomainName']],
          ['Logon ID', data['TargetLogonId']],
          ['Linked Logon ID', data['TargetLinkedLogonId']],
        ],
      ],
      [
        'Process Information',
        [
          ['Process ID', data['ProcessId']],
          ['Process Name', data['ProcessName']],
        ],
      ],
      [
        'Network Information',
        [
          ['Workstation Name', data['WorkstationName']],
          ['Source Network Address', data['IpAddress']],
          ['Source Port', data['IpPort']],
        ],
      ],
    ],
    EXPLANATION,
  )

/** One 4624. */
export const loggedOn = (logon: Logon): WindowsEvent => {
  const { at, machine, who, id, type, linked, elevated, ip, workstation } = logon
  const [LogonProcessName, AuthenticationPackageName, ProcessName] = process(type)
  const data = {
    ...(type === 3 ? nobody : machineSubject(machine)),
    TargetUserSid: who.sid,
    TargetUserName: who.name,
    TargetDomainName: who.domain ?? DOMAIN,
    TargetLogonId: id,
    LogonType: String(type),
    LogonProcessName,
    AuthenticationPackageName,
    WorkstationName: workstation ?? (type === 3 ? '-' : machine.name),
    LogonGuid: '{00000000-0000-0000-0000-000000000000}',
    TransmittedServices: '-',
    LmPackageName: '-',
    KeyLength: '0',
    ProcessId: type === 3 ? '0x0' : '0x5f4',
    ProcessName,
    IpAddress: ip ?? (type === 2 || type === 7 ? '127.0.0.1' : '-'),
    IpPort: ip ? String(49_152 + (at % 16_000)) : type === 5 ? '-' : '0',
    ImpersonationLevel: '%%1833',
    RestrictedAdminMode: '-',
    TargetOutboundUserName: '-',
    TargetOutboundDomainName: '-',
    VirtualAccount: '%%1843',
    TargetLinkedLogonId: linked ?? '0x0',
    ElevatedToken: elevated ? '%%1842' : '%%1843',
  }
  return security({ at, machine, code: 4624, version: 2, task: ['Logon', 12544], data, message: logonMessage(data) })
}

/** 4672 beside a logon with administrator rights. */
export const special = (at: number, machine: Machine, who: Who, id: string): WindowsEvent => {
  const data = { ...accountSubject(who, id), SubjectDomainName: who.domain ?? DOMAIN, PrivilegeList: PRIVILEGES }
  const message = wording(
    'Special privileges assigned to new logon.',
    [subjectLines(data)],
    `Privileges:\t\t${PRIVILEGES}`,
  )
  return security({ at, machine, code: 4672, task: ['Special Logon', 12548], data, message })
}

/** One 4634. */
export const loggedOff = (at: number, machine: Machine, who: Who, id: string, type: number): WindowsEvent => {
  const data = {
    TargetUserSid: who.sid,
    TargetUserName: who.name,
    TargetDomainName: who.domain ?? DOMAIN,
    TargetLogonId: id,
    LogonType: String(type),
  }
  const message = wording(
    'An account was logged off.',
    [
      [
        'Subject',
        [
          ['Security ID', who.sid],
          ['Account Name', who.name],
          ['Account Domain', data.TargetDomainName],
          ['Logon ID', id],
        ],
      ],
      ['Logon Type', [['Type', data.LogonType]]],
    ],
    'This event is generated when a logon session is destroyed. It may be positively correlated with a logon event using the Logon ID value.',
  )
  return security({ at, machine, code: 4634, task: ['Logoff', 12545], data, message })
}

/** 4647: the user asked for it. */
export const userLogoff = (at: number, session: Session): WindowsEvent => {
  const { account, machine, id } = session
  const data = { TargetUserSid: account.sid, TargetUserName: account.name, TargetDomainName: DOMAIN, TargetLogonId: id }
  const message = wording('User initiated logoff:', [
    [
      'Subject',
      [
        ['Security ID', account.sid],
        ['Account Name', account.name],
        ['Account Domain', DOMAIN],
        ['Logon ID', id],
      ],
    ],
  ])
  return security({ at, machine, code: 4647, task: ['Logoff', 12545], data, message })
}
