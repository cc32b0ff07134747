import type { ActOf, IamCode } from '../acts.ts'
import {
  accountSubject,
  DOMAIN,
  machineSubject,
  security,
  subjectLines,
  type WindowsEvent,
  wording,
} from './windows-event.ts'

const headlines: Readonly<Record<IamCode, string>> = {
  4720: 'A user account was created.',
  4722: 'A user account was enabled.',
  4723: "An attempt was made to change an account's password.",
  4724: "An attempt was made to reset an account's password.",
  4725: 'A user account was disabled.',
  4738: 'A user account was changed.',
  4740: 'A user account was locked out.',
  4767: 'A user account was unlocked.',
}

const extra = (code: IamCode, name: string): Readonly<Record<string, string>> => {
  if (code !== 4720 && code !== 4738) return {}
  return {
    PrivilegeList: '-',
    SamAccountName: code === 4720 ? name : '-',
    DisplayName: '-',
    UserPrincipalName: code === 4720 ? `${name}@tinh.example` : '-',
    PasswordLastSet: code === 4720 ? '%%1794' : '-',
    OldUacValue: code === 4720 ? '0x0' : '0x10',
    NewUacValue: code === 4720 ? '0x15' : '0x10',
    UserAccountControl: code === 4720 ? '\n\t\t%%2080\n\t\t%%2082\n\t\t%%2084' : '-',
  }
}

/** Account management on the domain controller. In 4740 TargetDomainName is the machine the failures came from. */
export const accountManagement = ({ at, machine, code, by, target, from }: ActOf<'iam'>): WindowsEvent[] => {
  const lockout = code === 4740
  const data = {
    TargetUserName: target.name,
    TargetDomainName: lockout ? (from?.name ?? '') : DOMAIN,
    TargetSid: target.sid,
    ...(lockout ? machineSubject(machine) : accountSubject(by, '0x5e3a1f')),
    ...extra(code, target.name),
  }
  const message = wording(headlines[code], [
    subjectLines(data),
    [
      'Target Account',
      [
        ['Security ID', target.sid],
        ['Account Name', target.name],
        ['Account Domain', data.TargetDomainName],
      ],
    ],
  ])
  return [security({ at, machine, code, task: ['User Account Management', 13824], data, message })]
}

/** An account is put into a group: a domain names it by its distinguished name. */
export const membership = ({ at, machine, by, member, group }: ActOf<'member'>): WindowsEvent[] => {
  const { name, sid, code } = group
  const domain = code === 4728 ? DOMAIN : 'Builtin'
  const subject = by ? accountSubject(by, '0x5e3a1f') : machineSubject(machine)
  const data = {
    MemberName: `CN=${member.name},OU=Can bo,DC=${DOMAIN.toLowerCase()},DC=example`,
    MemberSid: member.sid,
    TargetUserName: name,
    TargetDomainName: domain,
    TargetSid: sid,
    ...subject,
    PrivilegeList: '-',
  }
  const kind = code === 4728 ? 'global' : 'local'
  const message = wording(`A member was added to a security-enabled ${kind} group.`, [
    subjectLines(data),
    [
      'Member',
      [
        ['Security ID', data.MemberSid],
        ['Account Name', data.MemberName],
      ],
    ],
    [
      'Group',
      [
        ['Security ID', sid],
        ['Group Name', name],
        ['Group Domain', domain],
      ],
    ],
  ])
  return [security({ at, machine, code, task: ['Security Group Management', 13826], data, message })]
}
