import type { SessionAct } from '../acts.ts'
import { DOMAIN, security, type WindowsEvent, wording } from './windows-event.ts'
import { loggedOff, loggedOn, special, userLogoff } from './windows-logon.ts'

/** 4800, and for 4801 the short-lived type 7 logon that unlocking makes (two for an administrator). */
export const lockOrUnlock = (act: SessionAct): WindowsEvent[] => {
  const { at, session } = act
  const { machine, account, id, twin } = session
  const data = {
    TargetUserSid: account.sid,
    TargetUserName: account.name,
    TargetDomainName: DOMAIN,
    TargetLogonId: id,
    SessionId: '1',
  }
  const locked = act.do === 'lock'
  const message = wording(`The workstation was ${locked ? 'locked' : 'unlocked'}.`, [
    [
      'Subject',
      [
        ['Security ID', account.sid],
        ['Account Name', account.name],
        ['Account Domain', DOMAIN],
        ['Logon ID', id],
        ['Session ID', '1'],
      ],
    ],
  ])
  const event = security({
    at,
    machine,
    code: locked ? 4800 : 4801,
    task: ['Other Logon/Logoff Events', 12551],
    data,
    message,
  })
  if (locked) return [event]
  const short = `0x${(at % 0xfffffff).toString(16)}`
  const shortTwin = `0x${((at + 77) % 0xfffffff).toString(16)}`
  const base = { at: at - 60, machine, who: account, type: 7 }
  return [
    loggedOn({ ...base, id: short, elevated: twin !== undefined, ...(twin ? { linked: shortTwin } : {}) }),
    ...(twin
      ? [
          loggedOn({ ...base, id: shortTwin, linked: short, elevated: false }),
          special(at - 60, machine, account, short),
        ]
      : []),
    loggedOff(at - 20, machine, account, short, 7),
    ...(twin ? [loggedOff(at - 20, machine, account, shortTwin, 7)] : []),
    event,
  ]
}

/** A person's logon: one 4624, or two in the same instant and a 4672 for an administrator under UAC. */
export const sessionLogon = ({ at, session }: SessionAct): WindowsEvent[] => {
  const { machine, account, id, twin, type, from } = session
  const base = { at, machine, who: account, type, ...(from ? { ip: from.ip, workstation: from.name } : {}) }
  if (!twin) return [loggedOn({ ...base, id, elevated: false })]
  return [
    loggedOn({ ...base, id: twin, linked: id, elevated: true }),
    loggedOn({ ...base, id, linked: twin, elevated: false }),
    special(at, machine, account, twin),
  ]
}

export const sessionLogoff = ({ at, session }: SessionAct): WindowsEvent[] => {
  const { machine, account, id, twin, type } = session
  const ends = [id, ...(twin ? [twin] : [])].map((one) => loggedOff(at + 90, machine, account, one, type))
  return [userLogoff(at, session), ...ends]
}
