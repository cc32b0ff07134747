import type { ActOf } from '../acts.ts'
import type { Machine } from '../model.ts'
import {
  accountSubject,
  DOMAIN,
  machineSubject,
  security,
  subjectLines,
  type WindowsEvent,
  wording,
} from './windows-event.ts'
import { serviceTicket } from './windows-kerberos.ts'
import { loggedOff, loggedOn, special } from './windows-logon.ts'

type Created = {
  readonly at: number
  readonly machine: Machine
  readonly subject: Record<string, string>
  readonly image: string
  readonly parent: string
  readonly command?: string
}

/** 4688 with its command line. */
export const created = ({ at, machine, subject, image, parent, command }: Created): WindowsEvent => {
  const data = {
    ...subject,
    NewProcessId: `0x${(0x800 + (at % 0x3fff)).toString(16)}`,
    NewProcessName: image,
    TokenElevationType: '%%1938',
    ProcessId: '0x1a2c',
    CommandLine: command ?? `"${image}"`,
    TargetUserSid: 'S-1-0-0',
    TargetUserName: '-',
    TargetDomainName: '-',
    TargetLogonId: '0x0',
    ParentProcessName: parent,
    MandatoryLabel: 'S-1-16-8192',
  }
  const message = wording('A new process has been created.', [
    ['Creator Subject', subjectLines(data)[1]],
    [
      'Target Subject',
      [
        ['Security ID', 'S-1-0-0'],
        ['Account Name', '-'],
        ['Account Domain', '-'],
        ['Logon ID', '0x0'],
      ],
    ],
    [
      'Process Information',
      [
        ['New Process ID', data.NewProcessId],
        ['New Process Name', image],
        ['Token Elevation Type', '%%1938'],
        ['Mandatory Label', data.MandatoryLabel],
        ['Creator Process Name', parent],
        ['Process Command Line', data.CommandLine],
      ],
    ],
  ])
  return security({ at, machine, code: 4688, version: 2, pid: 4, task: ['Process Creation', 13312], data, message })
}

export const personProcess = ({ at, machine, session, image }: ActOf<'process'>): WindowsEvent[] => [
  created({
    at,
    machine,
    image,
    subject: accountSubject(session.account, session.id),
    parent: 'C:\\Windows\\explorer.exe',
  }),
]

/** A network logon, its ticket from the controller `dc` before it, ended after some seconds. */
export const networkLogon = (act: ActOf<'network'>, dc: Machine): WindowsEvent[] => {
  const { at, machine, account, from } = act
  const id = `0x${((at * 7) % 0xfffffff).toString(16)}`
  const who = { name: account.name, sid: account.sid, domain: `${DOMAIN}.EXAMPLE` }
  return [
    serviceTicket(act, dc),
    loggedOn({ at, machine, who, id, type: 3, elevated: false, ip: from.ip }),
    loggedOff(at + 9_000 + (at % 7_000), machine, { ...who, domain: DOMAIN }, id, 3),
  ]
}

/** A service account starts its work (type 5). */
export const serviceLogon = ({ at, machine, account }: ActOf<'service'>): WindowsEvent[] => [
  loggedOn({ at, machine, who: account, id: `0x${(at % 0xfffffff).toString(16)}`, type: 5, elevated: true }),
]

/** What Windows does by itself all day long. */
export const background = ({ at, machine, what, detail }: ActOf<'background'>): WindowsEvent[] => {
  switch (what) {
    case 'service-logon': {
      const who = { name: 'SYSTEM', sid: 'S-1-5-18', domain: 'NT AUTHORITY' }
      return [loggedOn({ at, machine, who, id: '0x3e7', type: 5, elevated: true }), special(at, machine, who, '0x3e7')]
    }
    case 'svchost':
      return [
        created({
          at,
          machine,
          subject: machineSubject(machine),
          image: detail,
          parent: 'C:\\Windows\\System32\\services.exe',
          command: `${detail} -k netsvcs -p`,
        }),
      ]
    case 'service-state':
      return [
        {
          at,
          machine,
          channel: 'System',
          provider: 'Service Control Manager',
          guid: '{555908d1-a6d7-4695-8e1e-26931d2012f4}',
          code: 7036,
          pid: 812,
          data: { param1: detail, param2: at % 2 === 0 ? 'running' : 'stopped' },
          message: `The ${detail} service entered the ${at % 2 === 0 ? 'running' : 'stopped'} state.`,
        },
      ]
    default:
      throw new Error(`no such background: ${what satisfies never}`)
  }
}
