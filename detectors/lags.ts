import type { Observation } from '../kernel/event.ts'
import { MINUTE } from '../kernel/time.ts'
import type { State } from './state.ts'

/** The spaces of the saved state: the furthest that each clock was behind; of each record whose clock is open, its machine and how late it came. */
const [BEHIND, OPEN] = ['clock/behind', 'clock/open']
/** Whatever tells of no machine, and what is beyond the most that is kept apart. */
const OTHERS = ''
/** Names and records out of logs cannot fill memory beyond this: of further ones it is known how far they are behind, and no longer which. */
const MOST = 10_000

type Late = readonly [host: string, lag: number]
/** How far behind ours the clocks of machines were told to be, ms, by the names that logs call them; `''`: whoever else. */
export type Lags = readonly Late[]

/**
 * What a clock that is behind tells is excused by what holds at its time by our clock, too (ADR 11): rows of the directory that are changed
 * later touch it, though it stands before them. What is open is looked at as of its receipt, until it is settled under the same id.
 */
export const createLags = (state: State) => {
  const behind = state.space<number>(BEHIND)
  const open = state.space<Late>(OPEN)
  const kept = { behind: [...behind.entries()].length, open: [...open.entries()].length }

  const fallBehind = (host: string, lag: number): void => {
    const isNew = behind.get(host) === undefined
    const name = isNew && kept.behind >= MOST ? OTHERS : host
    if (lag <= (behind.get(name) ?? 0)) return
    if (behind.get(name) === undefined) kept.behind++
    behind.set(name, lag)
  }

  return {
    note(o: Observation): void {
      const { id, clock, at, received, host = OTHERS } = o as Observation & { readonly host?: string }
      if (clock === undefined && kept.open === 0) return
      const before = open.get(id)
      if (clock === 'open') {
        if (before !== undefined) return
        if (kept.open >= MOST) fallBehind(OTHERS, minutes(received - at))
        else {
          open.set(id, [host, minutes(received - at)])
          kept.open++
        }
        return
      }
      if (before !== undefined) {
        open.set(id, undefined)
        kept.open--
      }
      if (clock !== undefined) fallBehind(host, minutes(clock))
    },

    all(): Lags {
      const all = new Map(behind.entries())
      for (const [, [host, lag]] of open.entries()) all.set(host, Math.max(lag, all.get(host) ?? 0))
      return [...all]
    },
  }
}

const minutes = (ms: number): number => Math.ceil(ms / MINUTE) * MINUTE
