import type { Action, Observation } from '../../kernel/event.ts'
import { DAY } from '../../kernel/time.ts'
import type { State } from '../state.ts'

export const CREDENTIALS = 'register/credentials'

/** ACC-11 asks about the last 24 hours; twice that bounds what is kept. */
export const CREDENTIAL_AGE = 2 * DAY

/** What can change the register. */
export const credentialActions: ReadonlySet<Action> = new Set<Action>([
  'password.change',
  'account.unlock',
  'account.enable',
  'account.create',
])

/** When an account's password was last changed, reset or the account unlocked: a stored old password then fails by itself. */
export const credentialsRegister = (state: State) => {
  const ofUser = state.space<readonly number[]>(CREDENTIALS)
  return {
    on: credentialActions,
    accept(o: Observation): void {
      if (!credentialActions.has(o.action) || !('user' in o) || o.user === undefined) return
      if (o.action === 'password.change' && !o.ok) return
      const times = ofUser.get(o.user) ?? []
      ofUser.set(o.user, [...times.filter((t) => t >= o.at - 2 * CREDENTIAL_AGE), o.at])
    },

    credentialChange: (user: string, at: number): number | undefined =>
      ofUser.get(user)?.findLast((t) => t <= at && at - t <= CREDENTIAL_AGE),
  }
}
