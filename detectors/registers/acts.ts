import type { Action, Observation } from '../../kernel/event.ts'
import { DAY } from '../../kernel/time.ts'
import type { State } from '../state.ts'

/** The space of the saved state: days since 1970 in UTC by action, and the first day of any under `SINCE`. */
const ACTS = 'register/acts'
const SINCE = 'since'

/** What was heard, and since when anything was: epoch ms of the beginning of a day (UTC); no `since` where nothing was. */
export type Acts = { readonly since: number | undefined; readonly last: ReadonlyMap<Action, number> }
export const NOTHING_HEARD: Acts = { since: undefined, last: new Map() }

/**
 * The last day on which each act was told of, by event time and in any order: an act that nobody tells of blinds the rules that ask for it. What a
 * wrong clock tells is of no day.
 */
export const actsRegister = (state: State) => {
  const space = state.space<number>(ACTS)
  const last = new Map<string, number>(space.entries())
  const keep = (key: string, day: number): void => {
    last.set(key, day)
    space.set(key, day)
  }

  return {
    hear({ action, at, clock }: Observation): void {
      if (clock !== undefined) return
      const day = Math.floor(at / DAY)
      if (day > (last.get(action) ?? -Infinity)) keep(action, day)
      if (day < (last.get(SINCE) ?? Infinity)) keep(SINCE, day)
    },
    heard(): Acts {
      const { [SINCE]: since, ...acts } = Object.fromEntries(last)
      const days = Object.entries(acts).map(([action, day]) => [action as Action, day * DAY] as const) // `hear` put it there
      return { since: since === undefined ? undefined : since * DAY, last: new Map(days) }
    },
  }
}
