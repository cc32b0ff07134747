import type { Derived } from '../../kernel/directory/join.ts'
import { type Action, actionNames, type Observation } from '../../kernel/event.ts'
import type { State } from '../state.ts'
import { closuresRegister } from './closures.ts'
import { credentialsRegister } from './credentials.ts'
import { leasesRegister } from './leases.ts'
import { sessionsRegister } from './sessions.ts'

/** All derived registers over one state: fed in event-time order, asked as of an event. */
export const derivedRegisters = (
  state: State,
): {
  accept(o: Observation): void
  /** Those that an action can change. */
  listening(action: Action): readonly { accept(o: Observation): void }[]
  readonly derived: Derived
} => {
  const sessions = sessionsRegister(state)
  const leases = leasesRegister(state)
  const credentials = credentialsRegister(state)
  const closures = closuresRegister(state)
  const all = [sessions, leases, credentials, closures]
  const listening = new Map(actionNames.map((action) => [action, all.filter(({ on }) => on.has(action))]))
  return {
    accept(o) {
      for (const register of listening.get(o.action)!) register.accept(o)
    },
    listening: (action) => listening.get(action)!,
    derived: {
      signedIn: sessions.signedIn,
      hostOf: leases.hostOf,
      credentialChange: credentials.credentialChange,
      closedSince: closures.closedSince,
    },
  }
}
