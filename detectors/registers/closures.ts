import type { Action, Observation } from '../../kernel/event.ts'
import { DAY } from '../../kernel/time.ts'
import type { State } from '../state.ts'

type Turn = { readonly at: number; readonly closed: boolean }

export const CLOSURES = 'register/closures'

/** A closing is remembered for thirty days; after that the account register must say it. */
export const CLOSURE_AGE = 30 * DAY

const closing: ReadonlySet<Action> = new Set<Action>(['account.disable', 'account.delete', 'account.lock'])
const opening: ReadonlySet<Action> = new Set<Action>(['account.enable', 'account.unlock', 'account.create'])
/** What can change the register. */
export const closureActions: ReadonlySet<Action> = new Set([...closing, ...opening])

/** Windows 4740: locked out for a while by wrong passwords. No decision, and it opens by itself. */
export const isLockout = (o: Observation): boolean => o.action === 'account.lock' && o.code === '4740'

/** Since when an account stands closed by events, as of a moment. Expects event-time order. */
export const closuresRegister = (state: State) => {
  const ofUser = state.space<readonly Turn[]>(CLOSURES)
  return {
    on: closureActions,
    accept(o: Observation): void {
      const closed = closing.has(o.action) && !isLockout(o)
      if ((!closed && !opening.has(o.action)) || !('user' in o) || o.user === undefined) return
      const turns = (ofUser.get(o.user) ?? []).filter(({ at }) => at >= o.at - 2 * CLOSURE_AGE)
      ofUser.set(o.user, [...turns, { at: o.at, closed }])
    },

    /** The first closing since the last opening, of the last thirty days alone: so a slice need read no further back. */
    closedSince(user: string, at: number): number | undefined {
      const turns = (ofUser.get(user) ?? []).filter((turn) => turn.at <= at && at - turn.at <= CLOSURE_AGE)
      return turns[turns.findLastIndex(({ closed }) => !closed) + 1]?.at
    },
  }
}
