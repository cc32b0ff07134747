import type { Derived } from '../../kernel/directory/join.ts'
import type { Observation } from '../../kernel/event.ts'
import type { State } from '../state.ts'
import { closuresRegister } from './closures.ts'
import { credentialsRegister } from './credentials.ts'
import { leasesRegister } from './leases.ts'
import { sessionsRegister } from './sessions.ts'

/** All derived registers over one state: fed in event-time order, asked as of an event. */
export const derivedRegisters = (state: State): { accept(o: Observation): void; readonly derived: Derived } => {
  const sessions = sessionsRegister(state)
  const leases = leasesRegister(state)
  const credentials = credentialsRegister(state)
  const closures = closuresRegister(state)
  return {
    accept(o) {
      sessions.accept(o)
      leases.accept(o)
      credentials.accept(o)
      closures.accept(o)
    },
    derived: {
      signedIn: sessions.signedIn,
      hostOf: leases.hostOf,
      credentialChange: credentials.credentialChange,
      closedSince: closures.closedSince,
    },
  }
}
