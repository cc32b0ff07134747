import type { Instant } from '../../../kernel/time.ts'
import type { Account, Machine } from '../model.ts'

/** One event as the Windows event log keeps it, whatever shipper reads it. */
export type WindowsEvent = {
  readonly at: Instant
  readonly machine: Machine
  readonly channel: string
  readonly provider: string
  readonly guid?: string
  readonly code: number
  readonly version?: number
  /** Task category as Windows words it, and its number. */
  readonly task?: readonly [name: string, number: number]
  readonly outcome?: 'success' | 'failure'
  readonly pid: number
  readonly data: Readonly<Record<string, string>>
  /** Under whose account it was written, where the provider says so. */
  readonly user?: Pick<Account, 'name' | 'sid'>
  /** UserData instead of EventData. */
  readonly userData?: Readonly<Record<string, string>>
  readonly message: string
}

export const DOMAIN = 'TINH'
export const SUFFIX = 'tinh.example'

/** `PC-XA01-007.tinh.example` */
export const fullName = (machine: Machine): string => `${machine.name}.${SUFFIX}`

export const SYSTEM = { sid: 'S-1-5-18', logonId: '0x3e7' } as const

/** The machine itself as Subject of its own security events. */
export const machineSubject = (machine: Machine): Record<string, string> => ({
  SubjectUserSid: SYSTEM.sid,
  SubjectUserName: `${machine.name}$`,
  SubjectDomainName: DOMAIN,
  SubjectLogonId: SYSTEM.logonId,
})

export const nobody: Readonly<Record<string, string>> = {
  SubjectUserSid: 'S-1-0-0',
  SubjectUserName: '-',
  SubjectDomainName: '-',
  SubjectLogonId: '0x0',
}

export const accountSubject = (account: Pick<Account, 'name' | 'sid'>, logonId: string): Record<string, string> => ({
  SubjectUserSid: account.sid,
  SubjectUserName: account.name,
  SubjectDomainName: DOMAIN,
  SubjectLogonId: logonId,
})

type Section = readonly [title: string, lines: readonly (readonly [label: string, value: string | undefined])[]]

/** A message as Windows words it: headline, then titled lists of tabbed values. */
export const wording = (headline: string, sections: readonly Section[], tail = ''): string =>
  [
    headline,
    ...sections.map(([title, lines]) =>
      [`${title}:`, ...lines.map(([label, value]) => `\t${label}:\t\t${value ?? '-'}`)].join('\n'),
    ),
    ...(tail === '' ? [] : [tail]),
  ].join('\n\n')

export const subjectLines = (data: Readonly<Record<string, string>>): Section => [
  'Subject',
  [
    ['Security ID', data['SubjectUserSid']],
    ['Account Name', data['SubjectUserName']],
    ['Account Domain', data['SubjectDomainName']],
    ['Logon ID', data['SubjectLogonId']?.toUpperCase().replace('0X', '0x')],
  ],
]

type SecurityEvent = Pick<WindowsEvent, 'at' | 'machine' | 'code' | 'task' | 'data' | 'message'> & Partial<WindowsEvent>

/** A record of the Security channel; audit success unless it says otherwise. */
export const security = (event: SecurityEvent): WindowsEvent => ({
  channel: 'Security',
  provider: 'Microsoft-Windows-Security-Auditing',
  guid: '{54849625-5478-4994-a5ba-3e3b0328c30d}',
  outcome: 'success',
  pid: 712,
  version: 0,
  ...event,
})

type SystemEvent = Pick<WindowsEvent, 'at' | 'machine' | 'provider' | 'code' | 'message'> & Partial<WindowsEvent>

/** A record of the System channel unless it names another. */
export const system = (event: SystemEvent): WindowsEvent => ({ channel: 'System', pid: 4, data: {}, ...event })
