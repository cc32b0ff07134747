import type { Directory } from '../../kernel/directory/facts.ts'
import type { Row } from '../../kernel/directory/rows.ts'
import { entryOf } from '../../kernel/entry.ts'
import { type Observation, pipelineOf } from '../../kernel/event.ts'
import { DAY, HOUR, MINUTE } from '../../kernel/time.ts'
import { spanOf } from '../conditions/span.ts'
import type { Carriers } from '../machine.ts'
import type { State } from '../state.ts'
import { type Begun, sinceIn, YIELDS, type Yields } from '../yields.ts'

export const PIPELINES = 'register/pipelines'

/** No carrier is silent for longer and alive: a rhythm, or the days off (Tết) of one that owes nothing then. */
export const LONGEST_SILENCE = 14 * DAY

/** Minutes of one hour in which a pipeline stored an event, as two masks of 30 bits. A set: arrival order is not in it. */
type Minutes = readonly [number, number]

const HALF = 2 ** 30 - 1
const EMPTY: Minutes = [0, 0]
const ALL: Minutes = [HALF, HALF]

const isIn = (minutes: Minutes, place: number): boolean =>
  ((place < 30 ? minutes[0] >> place : minutes[1] >> (place - 30)) & 1) === 1
const withMinute = ([low, high]: Minutes, place: number): Minutes =>
  place < 30 ? [low | (1 << place), high] : [low, high | (1 << (place - 30))]

const keyOf = (pipeline: string, hour: number): string => `${pipeline}|${hour}`
const pipelineIn = (key: string): string => key.slice(0, key.lastIndexOf('|'))
const hourOf = (key: string): number => Number(key.slice(key.lastIndexOf('|') + 1))

/** A pipeline and the minute it was marked in last. */
type Marked = { readonly pipeline: string; minute: number }

/** What judging a carrier takes of its row. */
type Carrier = Pick<Row<'pipelines'>, 'collector' | 'source' | 'rhythm' | 'hours' | 'unit'>

/** When each carrier stored events, by event time, and whether it was alive over a span (architecture 4). */
export const pipelinesRegister = (state: State, directory: () => Directory, yields: Yields, lateness: number) => {
  const space = state.space<Minutes>(PIPELINES)
  const since = sinceIn(state.space<Begun>(YIELDS))
  /** What the space holds, by pipeline and hour: a deadline asks for many hours of one pipeline. */
  const heard = new Map<string, Map<number, Minutes>>()
  /** By collector and source the pipeline and its minute marked last: neither is looked up for every event. */
  const marked = new Map<string, Map<string, Marked>>()
  /** The pipelines heard in each hour, so that old hours need not be looked for. */
  const hours = new Map<number, string[]>()
  const hear = (pipeline: string, hour: number, minutes: Minutes): void => {
    const ofPipeline = entryOf(heard, pipeline, () => new Map<number, Minutes>())
    if (!ofPipeline.has(hour)) entryOf(hours, hour, () => []).push(pipeline)
    ofPipeline.set(hour, minutes)
  }
  for (const [key, minutes] of space.entries()) hear(pipelineIn(key), hourOf(key), minutes)
  /** The minutes of an hour in which a carrier owes something; kept, because a deadline before a weekend asks for all of its hours. */
  const working = new Map<string, Map<number, Minutes>>()
  const workingIn = (unit: string, hour: number): Minutes =>
    Array.from({ length: 60 }, (_, place) => place)
      .filter((place) => directory().hours(unit, (hour * 60 + place) * MINUTE).working)
      .reduce(withMinute, EMPTY)

  /**
   * One carrier over [from, to]: dead where it owed something for longer than its rhythm and stored nothing, from a rhythm before `from`
   * up to its first event at or after `to + lateness`, which is what makes it alive. More events only ever make it more alive, so
   * minutes after the watermark may count as silent until they are told of; but death takes minutes that are over.
   */
  const judge = (row: Carrier, from: number, to: number, watermark: number): 'alive' | 'dead' | 'wait' => {
    const rhythm = spanOf(row.rhythm)
    const end = Math.floor((to + lateness) / MINUTE)
    const ofPipeline = heard.get(pipelineOf(row))
    const ofUnit = row.hours === 'always' ? undefined : entryOf(working, row.unit, () => new Map<number, Minutes>())
    const first = Math.floor((from - rhythm) / MINUTE)
    let silence = 0
    for (let hour = Math.floor(first / 60); hour * HOUR <= watermark + DAY; hour++) {
      const spoke = ofPipeline?.get(hour) ?? EMPTY
      const owed = ofUnit ? entryOf(ofUnit, hour, () => workingIn(row.unit, hour)) : ALL
      if (spoke === EMPTY && owed === EMPTY) continue
      for (let place = Math.max(first - hour * 60, 0); place < 60; place++) {
        const minute = hour * 60 + place
        if (isIn(spoke, place)) {
          if (minute >= end) return 'alive'
          silence = 0
        } else if (isIn(owed, place)) silence += MINUTE
        if (silence > rhythm && minute * MINUTE >= from) return (minute + 1) * MINUTE <= watermark ? 'dead' : 'wait'
      }
    }
    return 'wait'
  }

  const markedOf = (o: Observation): Marked => {
    const made = { pipeline: pipelineOf(o), minute: Number.NaN }
    entryOf(marked, o.collector, () => new Map<string, Marked>()).set(o.source, made)
    return made
  }

  return {
    /** Marks the minute of an observation. Returns whether the minute was new. */
    mark(o: Observation): boolean {
      // A clock that is behind does not tell when the carrier spoke.
      if (o.clock !== undefined) return false
      if (o.collector === 'directory' || o.action === 'source.delivery' || o.action === 'host.seen') return false
      const minute = Math.floor(o.at / MINUTE)
      const last = marked.get(o.collector)?.get(o.source) ?? markedOf(o)
      if (last.minute === minute) return false
      last.minute = minute
      const hour = Math.floor(minute / 60)
      const minutes = heard.get(last.pipeline)?.get(hour) ?? EMPTY
      if (isIn(minutes, minute % 60)) return false
      const marks = withMinute(minutes, minute % 60)
      hear(last.pipeline, hour, marks)
      space.set(keyOf(last.pipeline, hour), marks)
      return true
    },

    carriersAt:
      (watermark: () => number): Carriers =>
      (unit, actions, from, to) => {
        if (actions.length === 0) return 'alive'
        if (unit === undefined) return 'none'
        const rows = directory()
          .pipelines(unit, to)
          .filter(({ source }) =>
            // What a source told of before it yielded the action was stored as something else.
            yields.get(source)?.some((action) => actions.includes(action) && since(source, action) <= from),
          )
        if (rows.length === 0) return 'none'
        const verdicts = rows.map((row) => judge(row, from, to, watermark()))
        return verdicts.includes('dead') ? 'dead' : verdicts.includes('wait') ? 'wait' : 'alive'
      },

    /** The last minute in which each pipeline stored an event, epoch ms. */
    last(): ReadonlyMap<string, number> {
      const newest = new Map<string, number>()
      for (const [pipeline, ofPipeline] of heard)
        for (const [hour, [low, high]] of ofPipeline) {
          const place = high === 0 ? 31 - Math.clz32(low) : 61 - Math.clz32(high)
          newest.set(pipeline, Math.max((hour * 60 + place) * MINUTE, newest.get(pipeline) ?? 0))
        }
      return newest
    },

    /** The pipelines that stored an event in the hours of [from, to). */
    heardIn(from: number, to: number): ReadonlySet<string> {
      const found = new Set<string>()
      for (let hour = Math.floor(from / HOUR); hour * HOUR < to; hour++)
        for (const pipeline of hours.get(hour) ?? []) found.add(pipeline)
      return found
    },

    /** Drops hours older than `before`. */
    forget(before: number): void {
      working.clear()
      marked.clear()
      const oldest = Math.floor(before / HOUR)
      for (const [hour, pipelines] of hours) {
        if (hour >= oldest) continue
        for (const pipeline of pipelines) {
          const ofPipeline = heard.get(pipeline)!
          ofPipeline.delete(hour)
          if (ofPipeline.size === 0) heard.delete(pipeline)
          space.set(keyOf(pipeline, hour), undefined)
        }
        hours.delete(hour)
      }
    },
  }
}
