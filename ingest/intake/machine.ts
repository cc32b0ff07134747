import type { Observation } from '../../kernel/event.ts'
import { HOUR, MINUTE } from '../../kernel/time.ts'
import { type Cell, linesOf, recent, withLines } from './cells.ts'
import { lateAmong } from './late.ts'
import { lagOf, type Sample, SPREAD, TOGETHER, WRONG } from './sample.ts'
import { stampOf } from './stamp.ts'

/** The lines of one machine in one delivery: the first and the last time they tell, epoch ms, and those that look late. */
export type Heard = {
  readonly source: string
  readonly host: string
  readonly first: number
  readonly last: number
  readonly late: readonly Cell[]
}

/** What is known of one machine's clock. */
export type Machine = {
  readonly collector: string
  readonly source: string
  readonly host: string
  /** The newest line of each of the last minutes of receipt in which it spoke. */
  samples: readonly Sample[]
  /** Its clock is known to be so far behind ours, ms. */
  behind?: number | undefined
  /** Its last line that came at once. */
  good?: Sample | undefined
  /** Its lines of the last minutes that look late. */
  cells: readonly Cell[]
  /** What waits: with an `open` clock to be settled, otherwise settled and to be stored so. */
  open: readonly Observation[]
}

/** Minutes of receipt by which a clock is measured. */
const SAMPLES = 9
/** Event time and receipt must go on side by side over so many minutes of receipt, and for so long. */
const [ENOUGH, SIDE_BY_SIDE] = [3, 5 * MINUTE]
/** A machine whose lines came at once so short a time before a late one had the right time: nobody sets a clock back and forth again. */
export const RIGHT_BEFORE = 4 * HOUR
const AT_ONCE = 15 * MINUTE

/** Lines of one delivery are of one time within this, of a lag of minutes a part: a collector may send once in a quarter of an hour. */
const togetherWithin = (lag: number): number => Math.max(SPREAD, Math.min(AT_ONCE, lag / 4))

/** Takes note of what one delivery told of the machine's clock. Returns whether that shows it to be behind. */
export const hear = (machine: Machine, received: number, { first, last, late }: Heard): boolean => {
  const sample = { received, at: last }
  machine.cells = recent(withLines(machine.cells, linesOf(late)), received)
  if (lagOf(sample) > WRONG) return hearLate(machine, sample, received - first)
  hearAtOnce(machine, sample)
  return false
}

/** Its clock is right, or was set right. */
const hearAtOnce = (machine: Machine, sample: Sample): void => {
  machine.samples = withSample(machine.samples, sample)
  machine.behind = undefined
  machine.open = machine.open.map((o) =>
    o.clock === 'open' && wasRight(o, machine.good) ? withClock(o, undefined) : o,
  )
  machine.good = sample
}

/** `longest`: the greatest lag of the delivery whose newest line of the machine this is. */
const hearLate = (machine: Machine, sample: Sample, longest: number): boolean => {
  const lag = lagOf(sample)
  // A time that lies nearer than the clock was known to be: somebody set it.
  const isSet = machine.behind !== undefined && lag < machine.behind - SPREAD
  if (isSet) machine.behind = undefined
  machine.samples = withSample(isSet ? [] : machine.samples, sample)
  const run = machine.samples.slice(machine.samples.findLastIndex((one) => lagOf(one) <= WRONG) + 1)
  const steady = run.slice(run.findLastIndex((one) => Math.abs(lagOf(one) - lag) > SPREAD) + 1)
  const [begin = sample, end = sample] = [steady[0], steady.at(-1)]
  const goesOn = end.received - begin.received >= SIDE_BY_SIDE && end.at - begin.at >= SIDE_BY_SIDE
  if (steady.length < ENOUGH || !goesOn || longest - lag > togetherWithin(lag)) return false
  machine.behind = Math.min(...steady.map(lagOf))
  return true
}

/** One a minute of receipt: the line that was on its way the shortest. */
const withSample = (samples: readonly Sample[], sample: Sample): readonly Sample[] => {
  const last = samples.at(-1)
  const same = last !== undefined && Math.floor(last.received / MINUTE) === Math.floor(sample.received / MINUTE)
  if (same) return lagOf(sample) < lagOf(last) ? [...samples.slice(0, -1), sample] : samples
  return [...samples, sample].slice(-SAMPLES)
}

/**
 * Whether a line was not written by a wrong clock: shortly before it the machine had the right time, and what it tells lies after that.
 * Asked when it is heard at once again. `good`: its last line that came at once before the one in question.
 */
export const wasRight = ({ at, received }: Sample, good: Sample | undefined): boolean =>
  good !== undefined && received >= good.received && received - good.received <= RIGHT_BEFORE && at >= good.at - SPREAD

/** The observation, with this said of its clock. */
export const withClock = (observation: Observation, told: Observation['clock']): Observation => {
  const { clock: _, ...o } = observation
  return { ...o, ...(told !== undefined && { clock: told }) } as Observation // it was one, and only the clock is another
}

/**
 * What is said by now of what waits. `now`: receipt of the last delivery; `isShown`: it showed the clock to be behind. `never`: what nobody will ever be
 * able to say.
 */
export const settle = (
  machine: Machine,
  now: number,
  isShown: boolean,
): { readonly settled: readonly Observation[]; readonly open: readonly Observation[]; readonly never: number } => {
  const { behind, good } = machine
  const late = linesOf(machine.cells)
  const isLate = lateAmong(late)
  const settled: Observation[] = []
  const open: Observation[] = []
  let never = 0
  for (const o of machine.open) {
    const isBefore = good !== undefined && good.received >= o.received
    // By a clock so far behind; what comes later than that was on its way for a while besides.
    const isBehind = isShown && behind !== undefined && !isBefore && lagOf(o) >= behind - SPREAD
    const clock =
      o.clock !== 'open'
        ? o.clock
        : isBehind
          ? behind
          : stampOf(o, { late, ...(behind !== undefined && !isBefore && { behind }) }, isLate)
    if (clock !== 'open') settled.push(o.clock === 'open' ? withClock(o, clock) : o)
    else if (isBefore && now - o.received > TOGETHER) never++
    else open.push(o)
  }
  return { settled, open, never }
}
