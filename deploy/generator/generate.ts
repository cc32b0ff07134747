import type { Instant } from '../../kernel/time.ts'
import { DAY, foldDayStart, HOUR } from '../../kernel/time.ts'
import type { Act } from './acts.ts'
import { datesFrom } from './calendar.ts'
import { type DayPlan, planDay, type World } from './day.ts'
import type { LineStyle } from './formats/line-style.ts'
import type { Delivery } from './model.ts'
import { backgroundNoise, heartbeats, inventories, machineLogon } from './noise.ts'
import { SLICE } from './records.ts'
import { createWriter } from './writer.ts'

export type GenerateOptions = {
  /** What shippers send of a Windows event; `normal` unless said. */
  readonly lines?: LineStyle
  /** Share of lines that come twice, 0 to 1; three of a thousand unless said. */
  readonly twice?: number
  /** How much Windows logs by itself; 1 unless said. */
  readonly noise?: number
  /** A server writes a line at least this often from then on, so that a live page is never still. */
  readonly pulse?: { readonly from: Instant; readonly every: number }
}

const TWICE = 0.003

/** A stopped agent neither beats nor reports its health. */
const isSilenced = ({ do: what, at }: Act, stopped: World['planting']['muted']): boolean =>
  (what === 'beat' || what === 'healthy') && stopped.some(({ from, to }) => at >= from && at < to)

/** The place of the first act at or after a time. */
const firstFrom = (acts: readonly Act[], at: Instant): number => {
  let [low, high] = [0, acts.length]
  while (low < high) {
    const middle = (low + high) >> 1
    if (acts[middle]!.at < at) low = middle + 1
    else high = middle
  }
  return low
}

/** Acts from one time to another: those of the day's plan and what machines do by themselves. */
const actsWithin = (world: World, plan: DayPlan, from: Instant, to: Instant, options: GenerateOptions): Act[] => {
  const { province, planting } = world
  const { pulse, noise = 1 } = options
  const acts = plan.acts.slice(firstFrom(plan.acts, from), firstFrom(plan.acts, to))
  for (const machine of province.machines) {
    const on = plan.on.get(machine.id)
    if (!on || on.length === 0) continue
    const own = [
      ...backgroundNoise(province, machine, { from, to }, on, noise),
      ...heartbeats(province, machine, { from, to }, on),
      ...inventories(province, machine, { from, to }, on, planting.askew),
    ]
    const stopped = planting.muted.filter((mute) => mute.machine.id === machine.id)
    for (const act of own) if (stopped.length === 0 || !isSilenced(act, stopped)) acts.push(act)
  }
  if (pulse)
    for (let at = Math.max(from, pulse.from); at < to; at += pulse.every)
      acts.push(machineLogon(province, province.dc, at, (at % 997) / 997))
  return acts.sort((a, b) => a.at - b.at)
}

/** Above this much noise acts are made, and lines written, by shorter stretches, so that memory holds no more of them. */
const LOUD = 10

/**
 * The deliveries of a world in order of `deliveredAt`, from 05:00 of its first date (Asia/Ho_Chi_Minh) on. Ends with what was
 * still under way after the last day. Same world and options, same bytes.
 */
export function* generate(world: World, options: GenerateOptions = {}): Generator<Delivery> {
  const { lines = 'normal', twice = TWICE, noise = 1 } = options
  const [step, slice] = noise > LOUD ? [SLICE, SLICE / 60] : [HOUR, SLICE]
  const writer = createWriter(world, { lines, twice, slice })
  for (const date of datesFrom(world.from, world.days)) {
    const plan = planDay(world, date)
    const start = foldDayStart(date)
    for (let from = start; from < start + DAY; from += step) {
      const acts = actsWithin(world, plan, from, from + step, options)
      let taken = 0
      for (let end = from + slice; end <= from + step; end += slice) {
        const first = taken
        while (taken < acts.length && acts[taken]!.at < end) taken += 1
        writer.take(acts.slice(first, taken), end)
        yield* writer.flush(end)
      }
    }
  }
  writer.take([], Number.POSITIVE_INFINITY)
  yield* writer.flush(Number.POSITIVE_INFINITY)
}
