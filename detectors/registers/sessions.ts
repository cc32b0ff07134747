import type { Action, Observation } from '../../kernel/event.ts'
import { HOUR } from '../../kernel/time.ts'
import type { State } from '../state.ts'

/**
 * A stay of one account at one machine: from its first log-on, last renewed at `seen`; `to` is absent while it lasts. `remote`: the last
 * renewal came from another machine. `away`: locked or disconnected since. `logon`: its last log-on, without which a reconnection renews
 * nothing a session’s age later; so a slice need read no further back than two of them.
 */
type Stay = {
  readonly user: string
  readonly from: number
  readonly seen: number
  readonly logon: number
  readonly to?: number
  readonly remote: boolean
  readonly away?: true
}

export const SESSIONS = 'register/sessions'

/** No session is believed to last longer unrenewed: whoever left without a log-out is no longer there the day after. */
export const SESSION_AGE = 16 * HOUR

/** A stay is looked up by events that come after it, at most a session's age later. */
const KEEP = 2 * SESSION_AGE

/** What can change the register. */
export const sessionActions: ReadonlySet<Action> = new Set<Action>([
  'login',
  'session.connect',
  'session.disconnect',
  'session.lock',
  'session.unlock',
  'logout',
  'power.on',
  'power.off',
])
const sitting = new Set(['interactive', 'remote', 'unlock'])
/** The log-off of an unlock (4634 of type 7) or of a share ends nobody's stay. */
const leaving = new Set(['interactive', 'remote', undefined])

const endOf = (stay: Stay): number => stay.to ?? stay.seen + SESSION_AGE

/** Who was signed in at which machine: intervals folded from log-ons, log-offs and shut-downs, in event-time order. */
export const sessionsRegister = (state: State) => {
  const ofHost = state.space<readonly Stay[]>(SESSIONS)
  const change = (host: string, at: number, edit: (stays: readonly Stay[]) => readonly Stay[]): void => {
    const kept = (ofHost.get(host) ?? []).filter((stay) => endOf(stay) >= at - KEEP)
    const next = edit(kept)
    ofHost.set(host, next.length > 0 ? next : undefined)
  }
  const isOpen = (stay: Stay, user: string | undefined, at: number): boolean =>
    stay.to === undefined && at <= endOf(stay) && (user === undefined || stay.user === user)
  const end = (host: string, at: number, user?: string): void =>
    change(host, at, (stays) => stays.map((stay) => (isOpen(stay, user, at) ? { ...stay, to: at } : stay)))
  const renew = (host: string, at: number, user: string, remote: boolean, logsOn: boolean): void =>
    change(host, at, (stays) => {
      const open = stays.find((stay) => isOpen(stay, user, at))
      if (!open) return logsOn ? [...stays, { user, from: at, seen: at, logon: at, remote }] : stays
      const { away: _, ...there } = open
      const seen = logsOn || at - open.logon <= SESSION_AGE ? at : open.seen
      return stays.map((stay) => (stay === open ? { ...there, seen, remote, ...(logsOn && { logon: at }) } : stay))
    })
  /** A screen that is locked or left keeps the stay and nobody at it; `renew` and an unlock bring its user back. */
  const leave = (host: string, at: number, user: string, away: boolean): void =>
    change(host, at, (stays) =>
      stays.map((stay) => {
        if (!isOpen(stay, user, at)) return stay
        const { away: _, ...there } = stay
        return away ? { ...there, away } : there
      }),
    )

  return {
    on: sessionActions,
    accept(o: Observation): void {
      switch (o.action) {
        case 'login':
          if (!o.ok || o.host === undefined || !sitting.has(o.via)) return
          renew(o.host, o.at, o.user, isRemote(o), true)
          return
        case 'session.connect':
          renew(o.host, o.at, o.user, isRemote(o), false)
          return
        case 'session.disconnect':
        case 'session.lock':
          leave(o.host, o.at, o.user, true)
          return
        case 'session.unlock':
          leave(o.host, o.at, o.user, false)
          return
        case 'logout':
          if (o.host !== undefined && leaving.has(o.via)) end(o.host, o.at, o.user)
          return
        case 'power.on':
          end(o.host, o.at)
          return
        case 'power.off':
          if (!o.sleep) end(o.host, o.at)
          return
        default:
      }
    },

    /** The one account signed in at `host`; two candidates or none means: not attributed. */
    signedIn(
      host: string,
      at: number,
    ): { readonly user: string; readonly remote: boolean; readonly away?: true } | undefined {
      const stays = (ofHost.get(host) ?? []).filter((stay) => stay.from <= at && at <= endOf(stay))
      const users = new Set(stays.map(({ user }) => user))
      if (users.size !== 1) return undefined
      const { user, remote, away } = stays.at(-1)!
      return { user, remote, ...(away && { away }) }
    },
  }
}

/** From another machine: by Remote Desktop, or an unlock or reconnection that names where it came from. */
const isRemote = ({
  via,
  from,
  ip,
}: {
  readonly via?: string
  readonly from?: string | undefined
  readonly ip?: string | undefined
}): boolean => via === 'remote' || (via !== 'interactive' && (from !== undefined || ip !== undefined))
