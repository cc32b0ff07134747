import type { Instant, LocalDate } from '../../kernel/time.ts'
import { DAY, foldDayStart, HOUR, SECOND } from '../../kernel/time.ts'
import type { Act } from './acts.ts'
import { datesFrom } from './calendar.ts'
import { type DayPlan, planDay, type World } from './day.ts'
import { windowsEvents } from './formats/windows.ts'
import type { WindowsEvent } from './formats/windows-event.ts'
import type { Delivery } from './model.ts'
import { backgroundNoise, heartbeats, machineLogon } from './noise.ts'
import { type Due, otherDue, repeated, SLICE, sliceOf, windowsDue } from './records.ts'

export type GenerateOptions = {
  /** A server writes a line at least this often from then on, so that a live page is never still. */
  readonly pulse?: { readonly from: Instant; readonly every: number }
}

const SETTLE = SECOND

/** Turns acts into lines slice by slice: the only state of a run. Memory holds one slice, and what late laptops still owe. */
const createWriter = (world: World) => {
  const { province, planting } = world
  const recordIds = new Map<string, number>()
  const buckets = new Map<number, Due[]>()
  let waiting: WindowsEvent[] = []

  const isLost = ({ collector, source, happened }: Due): boolean =>
    planting.lost.some(
      (gap) => gap.collector === collector && gap.source === source && happened >= gap.from && happened < gap.to,
    )
  const put = (due: Due, place: number): void => {
    if (isLost(due)) return
    for (const one of repeated(province, due, place)) {
      const slice = sliceOf(one.deliveredAt)
      const bucket = buckets.get(slice)
      if (bucket) bucket.push(one)
      else buckets.set(slice, [one])
    }
  }
  const number = ({ machine, channel }: WindowsEvent): number => {
    const key = `${machine.id}/${channel}`
    const next = (recordIds.get(key) ?? 1_000 + ((key.length * 7_919) % 90_000)) + 1
    recordIds.set(key, next)
    return next
  }

  return {
    /** Takes the acts of one slice; acts may still cast events into the next. */
    take(acts: readonly Act[], end: Instant): void {
      for (const act of acts) {
        waiting.push(...windowsEvents(act, province.dc))
        otherDue(province, act).forEach(put)
      }
      waiting.sort((a, b) => a.at - b.at)
      const ready = waiting.filter(({ at }) => at < end - SETTLE)
      waiting = waiting.slice(ready.length)
      ready.forEach((event, i) => {
        put(windowsDue(province, event, number(event)), i)
      })
    },
    /** Hands out, in order of delivery, what is due up to a slice. */
    *flush(upTo: number): Generator<Due> {
      const slices = [...buckets.keys()].filter((slice) => slice <= upTo).sort((a, b) => a - b)
      for (const slice of slices) {
        const bucket = buckets.get(slice)!
        buckets.delete(slice)
        yield* bucket.sort((a, b) => a.deliveredAt - b.deliveredAt)
      }
    },
  }
}

/** A stopped agent neither beats nor reports its health. */
const isSilenced = ({ do: what, at }: Act, stopped: World['planting']['muted']): boolean =>
  (what === 'beat' || what === 'healthy') && stopped.some(({ from, to }) => at >= from && at < to)

/** Acts of one hour: those of the day's plan and what machines do by themselves. */
const hourActs = (world: World, plan: DayPlan, hour: Instant, options: GenerateOptions): Act[] => {
  const { province, planting } = world
  const acts = plan.acts.filter(({ at }) => at >= hour && at < hour + HOUR)
  for (const machine of province.machines) {
    const on = plan.on.get(machine.id)
    if (!on || on.length === 0) continue
    const own = [...backgroundNoise(province, machine, hour, on), ...heartbeats(province, machine, hour, on)]
    const stopped = planting.muted.filter((mute) => mute.machine.id === machine.id)
    acts.push(...(stopped.length > 0 ? own.filter((act) => !isSilenced(act, stopped)) : own))
  }
  const { pulse } = options
  if (pulse)
    for (let at = Math.max(hour, pulse.from); at < hour + HOUR; at += pulse.every)
      acts.push(machineLogon(province, province.dc, at, (at % 997) / 997))
  return acts
}

/**
 * The deliveries of a world in order of `deliveredAt`, from 05:00 of its first date (Asia/Ho_Chi_Minh) on. Ends with what was
 * still under way after the last day. Same world, same bytes.
 */
export function* generate(world: World, options: GenerateOptions = {}): Generator<Delivery> {
  const writer = createWriter(world)
  const write = function* (upTo: number): Generator<Delivery> {
    for (const due of writer.flush(upTo)) {
      const { at, deliveredAt, collector, source } = due
      yield { at, deliveredAt, collector, source, line: due.line() }
    }
  }
  for (const date of datesFrom(world.from, world.days)) {
    const plan = planDay(world, date)
    const start = foldDayStart(date)
    for (let hour = start; hour < start + DAY; hour += HOUR) {
      const acts = hourActs(world, plan, hour, options).sort((a, b) => a.at - b.at)
      let taken = 0
      for (let end = hour + SLICE; end <= hour + HOUR; end += SLICE) {
        const first = taken
        while (taken < acts.length && acts[taken]!.at < end) taken += 1
        writer.take(acts.slice(first, taken), end)
        yield* write(sliceOf(end - 1))
      }
    }
  }
  writer.take([], Number.POSITIVE_INFINITY)
  yield* write(Number.POSITIVE_INFINITY)
}

/** The deliveries of one fold day of a world, for small worlds: a list. */
export const generateDay = (world: World, date: LocalDate): Delivery[] => [
  ...generate({ ...world, from: date, days: 1 }),
]
