import type { Observation } from '../kernel/event.ts'
import { type Duration, ms } from '../kernel/time.ts'
import type { Policy } from './meta.ts'

/** How often an observation happened: «message repeated N times» is N events at one instant. */
export const weightOf = ({ count = 1 }: Observation): number => count

export const weigh = (events: readonly Observation[]): number => events.reduce((sum, event) => sum + weightOf(event), 0)

/** The shortest tail of `events` that holds `count` of them, repetitions counted; all of them where there are fewer. */
export const lastOf = (events: readonly Observation[], count: number): readonly Observation[] => {
  let first = events.length
  for (let held = 0; first > 0 && held < count; ) held += weightOf(events[--first]!)
  return first === 0 ? events : events.slice(first)
}

/** `events` (oldest first) without those before `from`; the same array where there are none. */
export const since = <T extends { readonly at: number }>(events: readonly T[], from: number): readonly T[] => {
  const first = events.findIndex(({ at }) => at >= from)
  if (first === 0) return events
  return first < 0 ? [] : events.slice(first)
}

/** Those of `sorted` (by time, oldest first) in [from, to). */
export const between = <T extends { readonly at: number }>(
  sorted: readonly T[],
  from: number,
  to: number,
): readonly T[] => {
  const first = placeOf(sorted, from)
  return first === sorted.length || sorted[first]!.at >= to ? [] : sorted.slice(first, placeOf(sorted, to))
}

/** The place of the first that is not before `at`. */
const placeOf = (sorted: readonly { readonly at: number }[], at: number): number => {
  let low = 0
  let high = sorted.length
  while (low < high) {
    const middle = (low + high) >> 1
    if (sorted[middle]!.at < at) low = middle + 1
    else high = middle
  }
  return low
}

/** The spans of a policy number (a duration) over all policies in force: of one of them, and the longest, both in ms. */
export const spansOf = (name: string, policies: readonly Policy[]) => {
  const read = (policy: Policy): number => {
    const value = policy[name]
    // Constructors and the check of overrides saw to the form; a rule without this number has no such span.
    return value === undefined ? 0 : ms(value as Duration)
  }
  const known = new Map(policies.map((policy) => [policy, read(policy)]))
  return {
    of: (policy: Policy): number => known.get(policy) ?? read(policy),
    longest: Math.max(...known.values()),
  }
}

/** The greatest value of a policy number over all policies in force. */
export const greatest = (name: string, policies: readonly Policy[]): number =>
  Math.max(...policies.map((policy) => Number(policy[name])))
