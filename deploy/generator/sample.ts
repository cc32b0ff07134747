import type { Instant, LocalDate } from '../../kernel/time.ts'
import { addDays, DAY, foldDay, foldDayStart } from '../../kernel/time.ts'
import { datesFrom, isPlainWorkday } from './calendar.ts'
import type { World } from './day.ts'
import { generate } from './generate.ts'
import type { Delivery, Truth } from './model.ts'
import { buildRegisters } from './registers.ts'
import { buildWorld } from './world.ts'

/** The province that `npm start` shows when nobody has connected one. */
export type Sample = {
  readonly world: World
  readonly now: Instant
  /** File name → text of the directory folder. */
  readonly registers: ReadonlyMap<string, string>
  /** When the registers count as known: long before the first log, as if the product had been running. */
  readonly knownAt: Instant
  readonly truth: readonly Truth[]
  /** What was delivered up to `now`, in order. Once only: `future` goes on with the same stream. */
  history(): Generator<Delivery>
  /** What is delivered after `now`, endless; a history not read is passed over. */
  future(): Generator<Delivery>
}

/** Seven days, or more where holidays leave fewer than four working days before today. */
const firstDay = (today: LocalDate): LocalDate => {
  let from = addDays(today, -6)
  const workdays = (): number => datesFrom(from, 21).filter((date) => date < today && isPlainWorkday(date)).length
  while (workdays() < 4) from = addDays(from, -1)
  return from
}

/** One line of the domain controller at least this often: a page that shows logs is never still, not even at night. */
const PULSE = 700
const FOREVER = 36_500

/** The small province over the week up to `now` (epoch ms), with violations planted. Same seed and fold day, same week. */
export const sampleProvince = (seed: number, now: Instant): Sample => {
  const today = foldDay(now)
  const from = firstDay(today)
  const days = Math.round((foldDayStart(today) - foldDayStart(from)) / DAY) + 1
  const world = buildWorld({ seed, size: 'small', from, days, plant: true })
  const endless = generate({ ...world, days: FOREVER }, { pulse: { from: now, every: PULSE } })
  // A `for` loop that returns would close the generator itself.
  const stream = { [Symbol.iterator]: () => ({ next: () => endless.next() }) }
  let first: Delivery | undefined
  return {
    world,
    now,
    registers: buildRegisters(world),
    knownAt: foldDayStart(addDays(from, -90)),
    truth: world.planting.truth,
    *history() {
      for (const delivery of stream) {
        if (delivery.deliveredAt > now) {
          first = delivery
          return
        }
        yield delivery
      }
    },
    *future() {
      if (first) yield first
      for (const delivery of stream) if (delivery.deliveredAt > now) yield delivery
    },
  }
}

export type LiveClock = {
  now(): Instant
  /** Resolves after so many milliseconds. */
  wait(ms: number): Promise<void>
}

/**
 * The sample goes on from where its history ended, in real time: each delivery is handed out when the clock reaches it.
 * Ends only when its reader stops.
 */
export async function* liveFrom(sample: Sample, clock: LiveClock): AsyncGenerator<Delivery> {
  for (const delivery of sample.future()) {
    const early = delivery.deliveredAt - clock.now()
    if (early > 0) await clock.wait(early)
    yield delivery
  }
}
