import type { ActOf } from '../acts.ts'
import type { Machine } from '../model.ts'
import { DOMAIN, machineSubject, nobody, security, subjectLines, type WindowsEvent, wording } from './windows-event.ts'

const FAILURE: Readonly<Record<ActOf<'wrong'>['why'], string>> = {
  '0xc000006a': '%%2313',
  '0xc0000064': '%%2313',
  '0xc0000072': '%%2310',
}

const refusalMessage = (data: Readonly<Record<string, string>>): string =>
  wording('An account failed to log on.', [
    subjectLines(data),
    ['Logon Type', [['Type', data['LogonType']]]],
    [
      'Account For Which Logon Failed',
      [
        ['Security ID', 'S-1-0-0'],
        ['Account Name', data['TargetUserName']],
        ['Account Domain', DOMAIN],
      ],
    ],
    [
      'Failure Information',
      [
        [
          'Failure Reason',
          data['SubStatus'] === '0xc0000072' ? 'Account currently disabled.' : 'Unknown user name or bad password.',
        ],
        ['Status', data['Status']],
        ['Sub Status', data['SubStatus']],
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
  ])

/** 4625 on the machine that refused, and for a mistyped domain password the 4771 of the domain controller. */
export const refused = (act: ActOf<'wrong'>, dc: Machine): WindowsEvent[] => {
  const { at, machine, name, type, ip, workstation, why } = act
  const data = {
    ...(type === 3 ? nobody : machineSubject(machine)),
    TargetUserSid: 'S-1-0-0',
    TargetUserName: name,
    TargetDomainName: DOMAIN,
    Status: why === '0xc0000072' ? '0xc000006e' : '0xc000006d',
    FailureReason: FAILURE[why],
    SubStatus: why,
    LogonType: String(type),
    LogonProcessName: type === 3 ? 'NtLmSsp ' : 'User32 ',
    AuthenticationPackageName: type === 3 ? 'NTLM' : 'Negotiate',
    WorkstationName: workstation ?? machine.name,
    TransmittedServices: '-',
    LmPackageName: '-',
    KeyLength: '0',
    ProcessId: '0x5f4',
    ProcessName: type === 3 ? '-' : 'C:\\Windows\\System32\\svchost.exe',
    IpAddress: ip ?? '127.0.0.1',
    IpPort: ip ? String(49_152 + (at % 16_000)) : '0',
  }
  const local = security({
    at,
    machine,
    code: 4625,
    task: ['Logon', 12544],
    outcome: 'failure',
    data,
    message: refusalMessage(data),
  })
  return type === 2 && why === '0xc000006a' ? [preauthentication(act, dc), local] : [local]
}

const preauthentication = ({ at, machine, name, sid }: ActOf<'wrong'>, dc: Machine): WindowsEvent => {
  const data = {
    TargetUserName: name,
    TargetSid: sid,
    ServiceName: `krbtgt/${DOMAIN}`,
    TicketOptions: '0x40810010',
    Status: '0x18',
    PreAuthType: '2',
    IpAddress: `::ffff:${machine.ip}`,
    IpPort: String(49_152 + (at % 16_000)),
  }
  const message = wording('Kerberos pre-authentication failed.', [
    [
      'Account Information',
      [
        ['Security ID', data.TargetSid],
        ['Account Name', name],
      ],
    ],
    ['Service Information', [['Service Name', data.ServiceName]]],
    [
      'Network Information',
      [
        ['Client Address', data.IpAddress],
        ['Client Port', data.IpPort],
      ],
    ],
    [
      'Additional Information',
      [
        ['Ticket Options', data.TicketOptions],
        ['Failure Code', '0x18'],
        ['Pre-Authentication Type', '2'],
      ],
    ],
  ])
  return security({
    at,
    machine: dc,
    code: 4771,
    task: ['Kerberos Authentication Service', 14339],
    outcome: 'failure',
    data,
    message,
  })
}
