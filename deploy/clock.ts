import { uptime } from 'node:os'
import type { Clock } from '../kernel/ports.ts'
import { DAY, SECOND } from '../kernel/time.ts'

/** A clock that says when it does not believe the machine's. */
export type SteadyClock = Clock & { readonly jumped: boolean }

/** Time since the machine started, ms. Unlike `performance.now` on Linux it counts the time a machine slept. */
export const sinceBoot = (): number => uptime() * SECOND

/**
 * The wall clock, unless it leaps ahead of the monotonic clock by more than a day between two looks (a dead battery, a wrong year
 * typed in, a bad time server): what is judged then, as overdue or silent, could never be taken back. Such a leap is not followed;
 * time goes on by the monotonic clock until the wall comes back, or the process starts anew. Every other change of the wall is
 * followed. A virtual machine that was frozen for more than a day looks the same, and needs the restart.
 */
export const steadyClock = (wall: () => number = Date.now, mono: () => number = sinceBoot): SteadyClock => {
  let [told, seen] = [wall(), mono()]
  let jumped = false
  const now = (): number => {
    const [w, m] = [wall(), mono()]
    const expected = told + (m - seen)
    jumped = w > expected + DAY
    told = jumped ? expected : w
    seen = m
    return Math.round(told)
  }
  return {
    now,
    get jumped() {
      return jumped
    },
  }
}
