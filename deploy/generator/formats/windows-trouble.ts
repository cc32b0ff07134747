import type { ActOf } from '../acts.ts'
import { accountSubject, DOMAIN, type WindowsEvent, wording } from './windows-event.ts'
import { defender } from './windows-health.ts'

const SECOND = 1_000

/** Defender 1116, and, where it acts, 1117 right after it. */
export const malware = ({ at, machine, threat, path, acted }: ActOf<'malware'>): WindowsEvent[] => {
  const data = {
    Product_Name: 'Microsoft Defender Antivirus',
    Detection_ID: `{${(at % 0xfffffff).toString(16).padStart(8, '0')}-0000-4000-8000-000000000000}`,
    Threat_ID: String(2_147_000_000 + (at % 900_000)),
    Threat_Name: threat,
    Severity_Name: 'Severe',
    Category_Name: 'Trojan',
    Path: `file:_${path}`,
    Detection_User: 'NT AUTHORITY\\SYSTEM',
    Error_Code: '0x00000000',
  }
  const event = (after: number, code: number, headline: string): WindowsEvent =>
    defender({
      at: at + after,
      machine,
      code,
      data,
      message: `${headline}\n \tName: ${threat}\n \tPath: file:_${path}\n \tDetection User: NT AUTHORITY\\SYSTEM`,
    })
  return [
    event(0, 1116, 'Microsoft Defender Antivirus has detected malware or other potentially unwanted software.'),
    ...(acted
      ? [
          event(
            2 * SECOND,
            1117,
            'Microsoft Defender Antivirus has taken action to protect this machine from malware or other potentially unwanted software.',
          ),
        ]
      : []),
  ]
}

/** 1102 in the log that was cleared, 104 in System for any other. Who did it stands in UserData. */
export const cleared = ({ at, machine, log, session }: ActOf<'clear'>): WindowsEvent[] => {
  const { SubjectUserSid = '', SubjectUserName = '' } = accountSubject(session.account, session.id)
  const subject = { SubjectUserName, SubjectDomainName: DOMAIN }
  const isAudit = log === 'Security'
  return [
    {
      at,
      machine,
      channel: isAudit ? 'Security' : 'System',
      provider: 'Microsoft-Windows-Eventlog',
      guid: '{fc65ddd8-d6ef-4962-83d5-6e5cfe9ce148}',
      code: isAudit ? 1102 : 104,
      task: ['Log clear', 104],
      pid: 1_184,
      data: {},
      userData: isAudit
        ? { SubjectUserSid, ...subject, SubjectLogonId: session.id }
        : { ...subject, Channel: log, BackupPath: '' },
      message: isAudit
        ? wording('The audit log was cleared.', [
            [
              'Subject',
              [
                ['Security ID', SubjectUserSid],
                ['Account Name', SubjectUserName],
                ['Domain Name', DOMAIN],
                ['Logon ID', session.id],
              ],
            ],
          ])
        : `The ${log} log file was cleared.`,
    },
  ]
}

/** Sysmon 22: a program asked for a name. */
export const resolved = ({ at, machine, session, name }: ActOf<'resolve'>): WindowsEvent[] => [
  {
    at,
    machine,
    channel: 'Microsoft-Windows-Sysmon/Operational',
    provider: 'Microsoft-Windows-Sysmon',
    guid: '{5770385f-c22a-43e0-bf4c-06f5698ffbd9}',
    code: 22,
    task: ['Dns query (rule: DnsQuery)', 22],
    pid: 3_120,
    data: {
      UtcTime: new Date(at + machine.skew).toISOString().replace('T', ' ').replace('Z', ''),
      ProcessId: '5120',
      QueryName: name,
      QueryStatus: '0',
      QueryResults: '::ffff:203.0.113.80;',
      Image: 'C:\\Users\\Public\\svc.exe',
      User: `${DOMAIN}\\${session.account.name}`,
    },
    message: `Dns query:\nQueryName: ${name}`,
  },
]
