import type { Observation } from '../../kernel/event.ts'
import { HOUR } from '../../kernel/time.ts'
import type { State } from '../state.ts'

/** A stay of one account at one machine; `to` is absent while it lasts. */
type Stay = { readonly user: string; readonly from: number; readonly to?: number; readonly remote: boolean }

const SPACE = 'register/sessions'

/** No session is believed to last longer: whoever left without a log-out is no longer there the day after. */
export const SESSION_AGE = 16 * HOUR

/** A stay is looked up by events that come after it, at most a session's age later. */
const KEEP = 2 * SESSION_AGE

const sitting = new Set(['interactive', 'remote', 'unlock'])

/** Who was signed in at which machine: intervals folded from log-ons, log-offs and shut-downs, in event-time order. */
export const sessionsRegister = (state: State) => {
  const change = (host: string, at: number, edit: (stays: readonly Stay[]) => readonly Stay[]): void => {
    const kept = (state.get<readonly Stay[]>(SPACE, host) ?? []).filter(
      (stay) => (stay.to ?? stay.from + SESSION_AGE) >= at - KEEP,
    )
    const next = edit(kept)
    state.set(SPACE, host, next.length > 0 ? next : undefined)
  }
  const end = (stays: readonly Stay[], at: number, user?: string): readonly Stay[] =>
    stays.map((stay) =>
      stay.to === undefined && (user === undefined || stay.user === user) ? { ...stay, to: at } : stay,
    )

  return {
    accept(o: Observation): void {
      switch (o.action) {
        case 'login':
          if (o.ok && o.host !== undefined && sitting.has(o.via)) {
            const { user, at } = o
            const remote = o.via === 'remote'
            change(o.host, at, (stays) =>
              stays.some((s) => s.to === undefined && s.user === user && at - s.from < SESSION_AGE)
                ? stays
                : [...stays, { user, from: at, remote }],
            )
          }
          return
        case 'logout':
          if (o.host !== undefined && o.via !== 'network') change(o.host, o.at, (stays) => end(stays, o.at, o.user))
          return
        case 'power.on':
        case 'power.off':
          if (!(o.action === 'power.off' && o.sleep)) change(o.host, o.at, (stays) => end(stays, o.at))
          return
        default:
      }
    },

    /** The one account signed in at `host`; two candidates or none means: not attributed. */
    signedIn(host: string, at: number): { readonly user: string; readonly remote: boolean } | undefined {
      const stays = (state.get<readonly Stay[]>(SPACE, host) ?? []).filter(
        (stay) => stay.from <= at && at <= (stay.to ?? stay.from + SESSION_AGE),
      )
      const users = new Set(stays.map(({ user }) => user))
      return users.size === 1 ? { user: stays[0]!.user, remote: stays.every((stay) => stay.remote) } : undefined
    },
  }
}
