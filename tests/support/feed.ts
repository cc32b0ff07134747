import type { Change, State } from '../../detectors/state.ts'
import { createState } from '../../detectors/state.ts'
import { type Action, byTime, type Fields, type Observation } from '../../kernel/event.ts'
import { type Instant, localTime } from '../../kernel/time.ts'
import { observe } from './kinds.ts'

/** `'08:00'` of the plain Monday, `'+3 08:00'` three days later. */
export const clock = (text: string): Instant => {
  const [shift, time] = text.startsWith('+') ? (text.slice(1).split(' ') as [string, string]) : ['0', text]
  return localTime('2026-03-02', time) + Number(shift) * 86_400_000
}

/** An observation at a clock, with just its own fields. */
export const act = <A extends Action>(
  text: string,
  action: A,
  fields: Fields<A>,
  origin: Partial<Pick<Observation, 'code' | 'source' | 'collector'>> = {},
): Observation => ({ ...observe(`${action} ${text}`, action, clock(text), fields), ...origin }) as Observation

/** A register fed in order, its state saved and loaded through JSON after every event: none of it may be lost. */
export const fed = <R extends { accept(o: Observation): void }>(
  make: (state: State) => R,
  events: readonly Observation[],
): R => {
  let saved: readonly Change[] = []
  for (const o of [...events].sort(byTime)) {
    const state = createState(saved)
    make(state).accept(o)
    const changed = state.drain()
    const rest = saved.filter((old) => !changed.some((now) => now.space === old.space && now.key === old.key))
    saved = [...rest, ...changed.filter(({ value }) => value !== undefined)].map(
      (change) => JSON.parse(JSON.stringify(change)) as Change,
    )
  }
  return make(createState(saved))
}
