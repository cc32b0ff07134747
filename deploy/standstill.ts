import { SECOND } from '../kernel/time.ts'
import { sinceBoot } from './clock.ts'

/** Who said nothing for so long was away, ms of real time: the machine slept or stood still, or the bus could not be written. */
const AWAY = 30 * SECOND
/** So many ticks must be missing besides: a hand that moves seldom is no absence. */
const TICKS = 3

export type Standstill = {
  /** Whether it was away since it last spoke; never before it first did. */
  readonly wasAway: boolean
  /** It spoke: somebody watches. */
  spoke(): void
}

/**
 * Tells that nobody watched, which no other clock does: the wall is set, and on Linux the process's own clock stands still while the
 * machine sleeps. `every`: ms between two ticks; `elapsed`: ms of real time that count sleep too.
 */
export const watchStandstill = (every: number = SECOND, elapsed: () => number = sinceBoot): Standstill => {
  let last: number | undefined
  return {
    get wasAway() {
      return last !== undefined && elapsed() - last > Math.max(AWAY, TICKS * every)
    },
    spoke() {
      last = elapsed()
    },
  }
}
