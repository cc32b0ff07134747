import type { ActOf } from '../acts.ts'
import type { Account, Machine } from '../model.ts'
import { DOMAIN, security, type WindowsEvent, wording } from './windows-event.ts'

type Ticket = {
  readonly at: number
  readonly dc: Machine
  readonly who: Pick<Account, 'name' | 'sid'>
  readonly from: Machine
  /** What the ticket is for: `krbtgt`, or a machine. */
  readonly service: string
}

const NO_GUID = '{00000000-0000-0000-0000-000000000000}'

/** 4768 for a ticket-granting ticket, 4769 for one of a service: the controller hands it out, and that is all that it says. */
const ticket = ({ at, dc, who, from, service }: Ticket): WindowsEvent => {
  const granting = service === 'krbtgt'
  const TargetDomainName = granting ? DOMAIN : `${DOMAIN}.EXAMPLE`
  const data = {
    TargetUserName: granting ? who.name : `${who.name}@${DOMAIN}.EXAMPLE`,
    TargetDomainName,
    ...(granting ? { TargetSid: who.sid } : {}),
    ServiceName: service,
    ServiceSid: granting ? 'S-1-5-21-1-1-1-502' : 'S-1-5-21-1-1-1-1001',
    TicketOptions: granting ? '0x40810010' : '0x40810000',
    Status: '0x0',
    TicketEncryptionType: '0x12',
    ...(granting ? { PreAuthType: '2' } : { LogonGuid: NO_GUID, TransmittedServices: '-' }),
    IpAddress: `::ffff:${from.ip}`,
    IpPort: String(49_152 + (at % 16_000)),
  }
  const headline = granting
    ? 'A Kerberos authentication ticket (TGT) was requested.'
    : 'A Kerberos service ticket was requested.'
  const message = wording(headline, [
    [
      'Account Information',
      [
        ['Account Name', data.TargetUserName],
        ['Account Domain', TargetDomainName],
      ],
    ],
    ['Service Information', [['Service Name', service]]],
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
        ['Ticket Encryption Type', '0x12'],
        ['Failure Code', '0x0'],
      ],
    ],
  ])
  const task = granting
    ? (['Kerberos Authentication Service', 14339] as const)
    : (['Kerberos Service Ticket Operations', 14337] as const)
  return security({ at, machine: dc, code: granting ? 4768 : 4769, version: granting ? 1 : 0, task, data, message })
}

/** The ticket that a network logon shows. */
export const serviceTicket = ({ at, machine, account, from }: ActOf<'network'>, dc: Machine): WindowsEvent =>
  ticket({ at: at - 40, dc, who: account, from, service: `${machine.name}$` })

/** The ticket that a person gets at signing in. */
export const grantingTicket = (
  { at, machine, session }: ActOf<'logon' | 'logoff' | 'lock' | 'unlock'>,
  dc: Machine,
): WindowsEvent => ticket({ at: at - 70, dc, who: session.account, from: machine, service: 'krbtgt' })
