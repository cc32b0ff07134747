import type { Directory } from '../../kernel/directory/facts.ts'
import type { Row } from '../../kernel/directory/rows.ts'
import { entryOf } from '../../kernel/entry.ts'
import { type Action, type Observation, pipelineOf } from '../../kernel/event.ts'
import { DAY, type Duration, HOUR, MINUTE, ms } from '../../kernel/time.ts'
import type { Carriers } from '../machine.ts'
import type { State } from '../state.ts'

export const PIPELINES = 'register/pipelines'

/** No carrier is silent for longer and alive: a rhythm, or the days off (Tết) of one that owes nothing then. */
export const LONGEST_SILENCE = 14 * DAY

/** Minutes of one hour in which a pipeline stored an event, as two masks of 30 bits. A set: arrival order is not in it. */
type Minutes = readonly [number, number]

const HALF = 2 ** 30 - 1
const EMPTY: Minutes = [0, 0]
const ALL: Minutes = [HALF, HALF]

const isIn = ([low, high]: Minutes, place: number): boolean => (((place < 30 ? low : high) >> (place % 30)) & 1) === 1
const withMinute = ([low, high]: Minutes, place: number): Minutes =>
  place < 30 ? [low | (1 << place), high] : [low, high | (1 << (place - 30))]

const hourOf = (key: string): number => Number(key.slice(key.lastIndexOf('|') + 1))

/** What judging a carrier takes of its row. */
type Carrier = Pick<Row<'pipelines'>, 'collector' | 'source' | 'rhythm' | 'hours' | 'unit'>

/** Which sources can witness which actions; the sources say so themselves. */
export type Yields = ReadonlyMap<string, readonly Action[]>

/** When each carrier stored events, by event time, and whether it was alive over a span (architecture 4). */
export const pipelinesRegister = (state: State, directory: () => Directory, yields: Yields, lateness: number) => {
  const space = state.space<Minutes>(PIPELINES)
  const heardIn = (pipeline: string, hour: number): Minutes => space.get(`${pipeline}|${hour}`) ?? EMPTY
  /** By collector and source the minute marked last, and the key of its hour: neither is looked up for every event. */
  const marked = new Map<string, Map<string, { minute: number; hour: number; key: string }>>()
  /** The keys of each hour, so that those of old hours need not be looked for. */
  const hours = new Map<number, string[]>()
  for (const [key] of space.entries()) entryOf(hours, hourOf(key), () => []).push(key)
  /** The minutes of an hour in which a carrier owes something; kept, because a deadline before a weekend asks for all of its hours. */
  const working = new Map<string, Minutes>()
  const owedIn = ({ hours, unit }: Carrier, hour: number): Minutes =>
    hours === 'always'
      ? ALL
      : entryOf(working, `${unit}|${hour}`, () =>
          Array.from({ length: 60 }, (_, place) => place)
            .filter((place) => directory().hours(unit, (hour * 60 + place) * MINUTE).working)
            .reduce(withMinute, EMPTY),
        )

  /**
   * One carrier over [from, to]: dead where it owed something for longer than its rhythm and stored nothing, from a rhythm before `from`
   * up to its first event at or after `to + lateness`, which is what makes it alive. More events only ever make it more alive, so
   * minutes after the watermark may count as silent until they are told of; but death takes minutes that are over.
   */
  const judge = (row: Carrier, from: number, to: number, watermark: number): 'alive' | 'dead' | 'wait' => {
    const rhythm = ms(row.rhythm as Duration)
    const end = Math.floor((to + lateness) / MINUTE)
    let silence = 0
    for (let hour = Math.floor((from - rhythm) / HOUR); hour * HOUR <= watermark + DAY; hour++) {
      const [heard, owed] = [heardIn(pipelineOf(row), hour), owedIn(row, hour)]
      if (heard === EMPTY && owed === EMPTY) continue
      for (let place = 0; place < 60; place++) {
        const minute = hour * 60 + place
        if (minute < Math.floor((from - rhythm) / MINUTE)) continue
        if (isIn(heard, place)) {
          if (minute >= end) return 'alive'
          silence = 0
        } else if (isIn(owed, place)) silence += MINUTE
        if (silence > rhythm && minute * MINUTE >= from) return (minute + 1) * MINUTE <= watermark ? 'dead' : 'wait'
      }
    }
    return 'wait'
  }

  return {
    /** Marks the minute of an observation. Returns whether the minute was new. */
    mark(o: Observation): boolean {
      // A clock that is behind does not tell when the carrier spoke.
      if (o.clock !== undefined) return false
      if (o.collector === 'directory' || o.action === 'source.delivery' || o.action === 'host.seen') return false
      const minute = Math.floor(o.at / MINUTE)
      const hour = Math.floor(minute / 60)
      const ofCollector = entryOf(marked, o.collector, () => new Map())
      const last = entryOf(ofCollector, o.source, () => ({ minute: Number.NaN, hour: Number.NaN, key: '' }))
      if (last.minute === minute) return false
      last.minute = minute
      if (last.hour !== hour) {
        last.hour = hour
        last.key = `${pipelineOf(o)}|${hour}`
      }
      const known = space.get(last.key)
      if (known === undefined) entryOf(hours, hour, () => []).push(last.key)
      const minutes = known ?? EMPTY
      if (isIn(minutes, minute % 60)) return false
      space.set(last.key, withMinute(minutes, minute % 60))
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
      for (const [key, [low, high]] of space.entries()) {
        const cut = key.lastIndexOf('|')
        const place = high === 0 ? 31 - Math.clz32(low) : 61 - Math.clz32(high)
        const minute = (hourOf(key) * 60 + place) * MINUTE
        newest.set(key.slice(0, cut), Math.max(minute, newest.get(key.slice(0, cut)) ?? 0))
      }
      return newest
    },

    /** Drops hours older than `before`. */
    forget(before: number): void {
      working.clear()
      marked.clear()
      const oldest = Math.floor(before / HOUR)
      for (const [hour, keys] of hours) {
        if (hour >= oldest) continue
        for (const key of keys) space.set(key, undefined)
        hours.delete(hour)
      }
    },
  }
}
