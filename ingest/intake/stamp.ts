import type { Observation } from '../../kernel/event.ts'
import type { StoredRecord } from '../../kernel/ports.ts'
import { MINUTE } from '../../kernel/time.ts'

/** A line that comes later than this after its time is late, or its machine's clock is wrong; up to it, neither matters. */
export const WRONG = 5 * MINUTE
/** Lines of one machine are on their way equally long, within this. */
export const SPREAD = 2 * MINUTE
const AT_ONCE = 15 * MINUTE

/**
 * Lags of one machine that lie further apart than this show that it catches up: a collector that sends once in a quarter of an hour
 * does not. Of a lag of minutes it is a part.
 */
export const lateBeyond = (lag: number): number => Math.max(SPREAD, Math.min(AT_ONCE, lag / 4))

/**
 * Who catches up tells of so many times, each nearer to now. Twice is not enough: what was left from yesterday comes just before the first
 * lines of a morning in which the clock is wrong.
 */
export const LEVELS = 3

/** `behind`: its clock is known to be so far behind ours, ms. `late`: it is known to catch up. */
export type KnownClock = { readonly behind?: number; readonly late: boolean }

/** What is known of machines whose lines do not come at once, by `keyOf`. */
export type KnownClocks = ReadonlyMap<string, KnownClock>

/** One machine may be told of by several sources, each with a clock of its own. */
export const keyOf = (source: string, host: string): string => `${source} ${host}`

/** What is to be said of the clock behind a line that came `lag` ms after the time it tells. */
export const stampOf = (lag: number, known: KnownClock | undefined): Observation['clock'] => {
  if (lag <= WRONG) return undefined
  const { behind, late = false } = known ?? {}
  if (behind !== undefined && Math.abs(lag - behind) <= SPREAD) return behind
  return late ? behind : 'open'
}

/** The record with a word about the clock that told its times. */
export const stamped = (record: StoredRecord, clock: Observation['clock']): StoredRecord =>
  clock === undefined ? record : { ...record, observations: record.observations.map((o) => ({ ...o, clock })) }
