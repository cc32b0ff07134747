import { observe } from '../observe.ts'
import { KINDS, sessionOf, target } from './logon.ts'
import { addressOf, otherHost, personOf } from './names.ts'
import { subject } from './people.ts'
import type { Reader } from './record.ts'

/** 4634 (also sent for network logons) and 4647. */
export const loggedOff: Reader = (origin, event) => {
  const user = target(event)
  if (user === undefined) return undefined
  const via = KINDS.get(event.get('LogonType') ?? '')
  return observe(origin, 'logout', {
    user,
    host: event.host,
    system: 'windows',
    session: sessionOf(event.get('TargetLogonId')),
    ...(via === undefined ? {} : { via }),
  })
}

/** 4648 and 4688: a person did something at the machine. `what` is the program, by its file name. */
export const active: Reader = (origin, event) => {
  // 4688 has a Target when the process runs as somebody else than its creator.
  const user = (event.code === '4688' ? target(event) : undefined) ?? subject(event)
  if (user === undefined) return undefined
  const program = event.get('NewProcessName') ?? event.get('ProcessName')
  const what = program?.replace(/^.*[\\/]/, '').toLowerCase() || `windows-${event.code}`
  return observe(origin, 'activity', {
    user,
    host: event.host,
    system: 'windows',
    ip: addressOf(event.get('IpAddress')),
    what,
  })
}

/** 4672: special privileges at logon. */
export const privileged: Reader = (origin, event) => {
  const user = subject(event)
  if (user === undefined) return undefined
  return observe(origin, 'privilege', {
    user,
    host: event.host,
    system: 'windows',
    ok: true,
    what: 'logged-in-special',
  })
}

/** 4778 and 4779: a session joined or left, at the screen or over the network. */
export const connection =
  (action: 'session.connect' | 'session.disconnect'): Reader =>
  (origin, event) => {
    const user = personOf(event.get('AccountName'), event.get('AccountDomain'), undefined, event.host)
    if (user === undefined) return undefined
    return observe(origin, action, {
      user,
      host: event.host,
      ip: addressOf(event.get('ClientAddress')),
      from: otherHost(event.get('ClientName'), event.host),
    })
  }

/** 4800 and 4801. */
export const lock =
  (action: 'session.lock' | 'session.unlock'): Reader =>
  (origin, event) => {
    const user = target(event)
    return user === undefined ? undefined : observe(origin, action, { user, host: event.host })
  }
