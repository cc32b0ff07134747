import type { Observation } from '../../kernel/event.ts'
import type { StoredRecord } from '../../kernel/ports.ts'
import { lateAmong } from './late.ts'
import { lagOf, type Sample, SPREAD, WRONG } from './sample.ts'

/**
 * `behind`: its clock is known to be so far behind ours, ms. `late`: some of its lines that came long after their time lately, which
 * prove that what lies near them is late.
 */
export type KnownClock = { readonly behind?: number; readonly late: readonly Sample[] }

/** What is known of machines whose lines do not come at once, by `keyOf`. */
export type KnownClocks = ReadonlyMap<string, KnownClock>

/** What is to be said of the clock behind a line, by what is known of its machine; `isLate`: by what came with it, too. */
export const stampOf = (
  line: Sample,
  known: KnownClock | undefined,
  isLate: (line: Sample) => boolean = lateAmong(known?.late ?? []),
): Observation['clock'] => {
  const lag = lagOf(line)
  if (lag <= WRONG) return undefined
  const behind = known?.behind
  if (behind !== undefined && Math.abs(lag - behind) <= SPREAD) return behind
  if (!isLate(line)) return 'open'
  return behind !== undefined && lag > behind ? behind : undefined
}

/** The record with a word about the clock that told its times. */
export const stamped = (record: StoredRecord, clock: Observation['clock']): StoredRecord =>
  clock === undefined ? record : { ...record, observations: record.observations.map((o) => ({ ...o, clock })) }
