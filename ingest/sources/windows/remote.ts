import { observe } from '../observe.ts'
import { addressOf, personOf } from './names.ts'
import { written } from './people.ts'
import type { Reader } from './record.ts'

type What = 'logon' | 'logoff' | 'disconnect' | 'reconnect'

/**
 * TerminalServices-LocalSessionManager 21, 23, 24, 25. Security 4624, 4634, 4779 and 4778 tell the same where they are audited, and with
 * them whether the screen is locked; so this is an action of its own and no second login, and no session that nobody sees locked.
 */
export const session =
  (what: What): Reader =>
  (origin, event) => {
    const user = written(event, 'User')
    if (user === undefined) return undefined
    const ip = addressOf(event.get('Address'))
    return observe(origin, 'session.event', { user, host: event.host, system: 'windows', ip, what, ok: true })
  }

/** TerminalServices-RemoteConnectionManager 1149: account, domain, address. Written before the login itself. */
export const authenticated: Reader = (origin, event) => {
  const user = personOf(event.get('Param1'), event.get('Param2'), undefined, event.host)
  if (user === undefined) return undefined
  const ip = addressOf(event.get('Param3'))
  return observe(origin, 'session.event', {
    ...{ user, host: event.host, system: 'windows', ip },
    what: 'authenticated',
    ok: true,
  })
}
