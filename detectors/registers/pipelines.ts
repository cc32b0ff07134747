import type { Directory } from '../../kernel/directory/facts.ts'
import type { Action, Observation } from '../../kernel/event.ts'
import { pipelineOf } from '../../kernel/event.ts'
import { type Duration, HOUR, MINUTE, ms } from '../../kernel/time.ts'
import type { Carriers } from '../machine.ts'
import type { State } from '../state.ts'

const SPACE = 'register/pipelines'

/** Minutes of one hour in which a pipeline stored an event, as two masks of 30 bits. A set: arrival order is not in it. */
type Minutes = readonly [number, number]

const EMPTY: Minutes = [0, 0]

/** Which sources can witness which actions; the sources say so themselves. */
export type Yields = ReadonlyMap<string, readonly Action[]>

/** When each carrier stored events, by event time, and whether it was alive over a span (architecture 4). */
export const pipelinesRegister = (state: State, directory: () => Directory, yields: Yields, lateness: number) => {
  const has = (pipeline: string, minute: number): boolean => {
    const mask = state.get<Minutes>(SPACE, `${pipeline}|${Math.floor(minute / 60)}`) ?? EMPTY
    const place = minute % 60
    return ((mask[place < 30 ? 0 : 1] >> (place % 30)) & 1) === 1
  }

  /** One carrier: a gap longer than its rhythm is death; too little time after `to` is `wait`. */
  const judge = (
    row: { collector: string; source: string; rhythm: string; hours: string; unit: string },
    from: number,
    to: number,
    watermark: number,
  ) => {
    const rhythm = ms(row.rhythm as Duration)
    const counts = (minute: number): boolean =>
      row.hours === 'always' || directory().hours(row.unit, minute * MINUTE).working
    let silence = 0
    const end = Math.floor((to + lateness) / MINUTE)
    for (let minute = Math.floor((from - rhythm) / MINUTE); minute <= end; minute++) {
      if (has(pipelineOf(row), minute)) silence = 0
      else if (counts(minute)) silence += MINUTE
      if (silence > rhythm && minute * MINUTE >= from) return minute * MINUTE < watermark ? 'dead' : 'wait'
    }
    // Events up to `to + lateness` must have been stored: one at or after it, at most a rhythm later.
    for (let minute = end; minute <= end + Math.ceil(rhythm / MINUTE); minute++)
      if (has(pipelineOf(row), minute)) return 'alive'
    return watermark >= to + lateness + rhythm ? 'dead' : 'wait'
  }

  return {
    /** Marks the minute of an observation. Returns whether the minute was new. */
    mark(o: Observation): boolean {
      if (o.collector === 'directory' || o.action === 'source.delivery' || o.action === 'host.seen') return false
      const minute = Math.floor(o.at / MINUTE)
      const key = `${pipelineOf(o)}|${Math.floor(minute / 60)}`
      const mask = state.get<Minutes>(SPACE, key) ?? EMPTY
      const place = minute % 60
      const bit = 1 << (place % 30)
      const half = place < 30 ? 0 : 1
      if ((mask[half] & bit) !== 0) return false
      state.set(SPACE, key, half === 0 ? [mask[0] | bit, mask[1]] : [mask[0], mask[1] | bit])
      return true
    },

    carriersAt:
      (watermark: () => number): Carriers =>
      (unit, actions, from, to) => {
        if (actions.length === 0) return 'alive'
        if (unit === undefined) return 'none'
        const rows = directory()
          .pipelines(unit, to)
          .filter((row) => yields.get(row.source)?.some((action) => actions.includes(action)))
        if (rows.length === 0) return 'none'
        const verdicts = rows.map((row) => judge(row, from, to, watermark()))
        return verdicts.includes('dead') ? 'dead' : verdicts.includes('wait') ? 'wait' : 'alive'
      },

    /** The last minute in which each pipeline stored an event, epoch ms. */
    last(): ReadonlyMap<string, number> {
      const newest = new Map<string, number>()
      for (const [key, value] of state.entries(SPACE)) {
        const cut = key.lastIndexOf('|')
        const [low, high] = value as Minutes
        const place = high === 0 ? 31 - Math.clz32(low) : 61 - Math.clz32(high)
        const minute = (Number(key.slice(cut + 1)) * 60 + place) * MINUTE
        newest.set(key.slice(0, cut), Math.max(minute, newest.get(key.slice(0, cut)) ?? 0))
      }
      return newest
    },

    /** Drops hours older than `before`. */
    forget(before: number): void {
      const oldest = Math.floor(before / HOUR)
      for (const [key] of state.entries(SPACE))
        if (Number(key.slice(key.lastIndexOf('|') + 1)) < oldest) state.set(SPACE, key, undefined)
    },
  }
}
