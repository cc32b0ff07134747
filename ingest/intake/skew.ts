import { entryOf } from '../../kernel/entry.ts'
import type { Observation } from '../../kernel/event.ts'
import { HOUR, MINUTE } from '../../kernel/time.ts'
import { type KnownClock, type KnownClocks, keyOf, LEVELS, lateBeyond, SPREAD, WRONG } from './stamp.ts'

/** How far a machine's times lie from ours. */
export type Skew = {
  readonly collector: string
  readonly source: string
  readonly host: string
  /**
   * Median of receipt minus event time over the last minutes in which it spoke, ms: below zero its clock is ahead of ours; above,
   * it is behind, or its lines are long on their way.
   */
  readonly ms: number
  /** Its clock is known to be so far behind ours, ms: event time and receipt went on side by side. */
  readonly behind?: number
}

/** The lines of one machine in one delivery: the first and the last time they tell, epoch ms, and how often that went on. */
export type Heard = {
  readonly source: string
  readonly host: string
  readonly first: number
  readonly last: number
  readonly levels: number
}

type Told = {
  readonly collector: string
  readonly received: number
  readonly heard: readonly Heard[]
  /** What was stored with an `open` clock: it is settled when the machine has been heard for a while. */
  readonly open: readonly Observation[]
}

type Sample = { readonly received: number; readonly at: number }
type Machine = {
  readonly collector: string
  readonly source: string
  readonly host: string
  /** The newest line of each of the last minutes of receipt in which it spoke. */
  samples: readonly Sample[]
  behind?: number | undefined
  late: boolean
  /** How often its lag has become less since it was last heard at once, or set anew; and what it was then. */
  levels: number
  least?: number | undefined
  /** The greatest since then. */
  most?: number | undefined
  /** Its last line that came at once. */
  good?: Sample | undefined
  /** What waits: with an `open` clock to be settled, otherwise settled and to be stored so. */
  open: readonly Observation[]
}

/** What is kept over a restart: of the machines that are late or wrong, everything; of the others, when they were right last. */
export type SavedClocks = readonly Readonly<Machine>[]

/** What is said of the clock of an observation that waited. */
type ClockOf = (o: Observation) => Observation['clock']

const SAMPLES = 9
/** More machines than any province has; names out of the lines cannot fill memory beyond this. */
const MACHINES = 50_000
/** Of one machine and of all together, so many observations wait to be settled; what is beyond stays open. */
const [OPEN, ALL_OPEN] = [500, 50_000]
/** Event time and receipt must go on side by side over so many minutes of receipt, and for so long. */
const [ENOUGH, SIDE_BY_SIDE] = [3, 5 * MINUTE]
/** A machine whose lines came at once so short a time before a late one had the right time: nobody sets a clock back and forth again. */
const RIGHT_BEFORE = 4 * HOUR

const NOTHING: KnownClocks = new Map()

const lagOf = ({ received, at }: Sample): number => received - at

/**
 * Measures clocks by what comes in live, one line a machine and minute, and tells a clock that is behind from lines that are late:
 * of a clock that is behind, event time and receipt go on side by side; who catches up tells of hours within minutes.
 */
export const createSkews = (saved: SavedClocks = []) => {
  const collectors = new Map<string, Map<string, Machine>>()
  const known = new Map<string, Map<string, KnownClock>>()
  let [machines, waiting] = [0, 0]
  const counters = { unsettled: 0 }

  const machineOf = (collector: string, source: string, host: string): Machine | undefined => {
    const ofCollector = entryOf(collectors, collector, () => new Map<string, Machine>())
    const key = keyOf(source, host)
    const known = ofCollector.get(key)
    if (known !== undefined || machines >= MACHINES) return known
    machines++
    const fresh = { collector, source, host, samples: [], late: false, levels: 0, open: [] }
    ofCollector.set(key, fresh)
    return fresh
  }
  const publish = ({ collector, source, host, behind, late }: Machine): void => {
    const ofCollector = entryOf(known, collector, () => new Map<string, KnownClock>())
    if (behind === undefined && !late) ofCollector.delete(keyOf(source, host))
    else ofCollector.set(keyOf(source, host), { ...(behind !== undefined && { behind }), late })
  }
  const hold = (machine: Machine, open: readonly Observation[]): void => {
    const room = Math.max(0, Math.min(OPEN - machine.open.length, ALL_OPEN - waiting))
    counters.unsettled += Math.max(0, open.length - room)
    if (open.length === 0 || room === 0) return
    machine.open = [...machine.open, ...open.slice(0, room)]
    waiting += Math.min(open.length, room)
  }
  for (const one of saved) {
    const machine = machineOf(one.collector, one.source, one.host)
    if (!machine) continue
    Object.assign(machine, { ...one, open: [] })
    hold(machine, one.open)
    publish(machine)
  }
  const keep = (machine: Machine, open: readonly Observation[]): void => {
    waiting -= machine.open.length - open.length
    machine.open = open
  }
  /** What was open, as it is told from here on, and waits to be stored so; what cannot be said stays open for good. */
  const settle = (machine: Machine, clockOf: ClockOf): readonly Observation[] => {
    const settled = machine.open.flatMap((one): readonly Observation[] => {
      if (one.clock !== 'open') return [one] // settled before, and not stored yet
      const { clock: _, ...o } = one
      const clock = clockOf(o as Observation) // it was one, and only the clock is missing
      return clock === 'open' ? [] : [{ ...o, ...(clock !== undefined && { clock }) } as Observation]
    })
    counters.unsettled += machine.open.length - settled.length
    keep(machine, settled)
    return settled
  }

  return {
    /**
     * Takes note of what one delivery told. Returns what is settled by it: to be stored once more, under the same ids, and given
     * again until `stored` is told.
     */
    note({ collector, received, heard, open }: Told): readonly Observation[] {
      const waits = Map.groupBy(open, (o) => keyOf(o.source, hostOf(o)))
      return heard.flatMap((one) => {
        const machine = machineOf(collector, one.source, one.host)
        if (!machine) return []
        hold(machine, waits.get(keyOf(one.source, one.host)) ?? [])
        const sample = { received, at: one.last }
        const clockOf = lagOf(sample) <= WRONG ? heardAtOnce(machine, sample) : heardLate(machine, sample, one)
        publish(machine)
        return clockOf ? settle(machine, clockOf) : []
      })
    },

    /** What was settled is durable, and forgotten. */
    stored(settled: readonly Observation[]): void {
      const gone = new Set(settled)
      for (const [first] of Map.groupBy(settled, (o) => `${o.collector}\n${keyOf(o.source, hostOf(o))}`).values()) {
        const machine = first && collectors.get(first.collector)?.get(keyOf(first.source, hostOf(first)))
        if (machine)
          keep(
            machine,
            machine.open.filter((o) => !gone.has(o)),
          )
      }
    },

    /** What is known of the machines behind a collector, by `keyOf`; those whose lines come at once are left out. */
    known: (collector: string): KnownClocks => known.get(collector) ?? NOTHING,

    /** Every machine heard, the worst clock first. */
    list: (): readonly Skew[] =>
      all(collectors)
        .filter(({ samples }) => samples.length > 0)
        .map(({ collector, source, host, samples, behind }) => {
          return { collector, source, host, ms: median(samples.map(lagOf)), ...(behind !== undefined && { behind }) }
        })
        .sort((a, b) => Math.abs(b.ms) - Math.abs(a.ms)),

    saved: (): SavedClocks => {
      const machines = all(collectors)
      const newest = machines.reduce((latest, { good }) => Math.max(latest, good?.received ?? 0), 0)
      const isWrong = ({ behind, late, open }: Machine): boolean => behind !== undefined || late || open.length > 0
      const wasRight = ({ good }: Machine): boolean => good !== undefined && newest - good.received <= RIGHT_BEFORE
      return machines.flatMap((one) => (isWrong(one) ? [one] : wasRight(one) ? [{ ...one, samples: [] }] : []))
    },
    counters,
  }
}

const all = (collectors: ReadonlyMap<string, ReadonlyMap<string, Machine>>): readonly Machine[] =>
  [...collectors.values()].flatMap((ofCollector) => [...ofCollector.values()])

const hostOf = (o: Observation): string => ('host' in o && o.host) || ''

/** One a minute of receipt: the line that was on its way the shortest. */
const withSample = (samples: readonly Sample[], sample: Sample): readonly Sample[] => {
  const last = samples.at(-1)
  const same = last !== undefined && Math.floor(last.received / MINUTE) === Math.floor(sample.received / MINUTE)
  if (same) return lagOf(sample) < lagOf(last) ? [...samples.slice(0, -1), sample] : samples
  return [...samples, sample].slice(-SAMPLES)
}

/** Its clock is right, or was set right. What waits was late if the clock was right before, too. */
const heardAtOnce = (machine: Machine, sample: Sample): ClockOf => {
  const { good } = machine
  machine.samples = withSample(machine.samples, sample)
  machine.behind = undefined
  machine.late = false
  startAnew(machine)
  machine.good = sample
  return ({ at, received }) =>
    good !== undefined && received - good.received <= RIGHT_BEFORE && at >= good.at - SPREAD ? undefined : 'open'
}

const startAnew = (machine: Machine): void => {
  machine.levels = 0
  machine.least = undefined
  machine.most = undefined
}

/** What late lines add: once it is known why they are late, what that says of those that wait. */
const heardLate = (machine: Machine, sample: Sample, { first: oldest, levels }: Heard): ClockOf | undefined => {
  const lag = lagOf(sample)
  const longest = sample.received - oldest
  const behind = machine.behind !== undefined && lag >= machine.behind - SPREAD ? machine.behind : undefined
  const before = machine.samples.at(-1)
  // A time that goes back, or is nearer than the clock was: somebody set it. A line that comes twice goes back less than the machine lags.
  const setBack = before !== undefined && sample.at < before.at - SPREAD && lag > (machine.most ?? Infinity) + SPREAD
  const isAnew = setBack || behind !== machine.behind
  if (isAnew) {
    machine.late = false
    startAnew(machine)
  }
  if (machine.least === undefined || lag < machine.least - SPREAD) {
    machine.levels += levels
    machine.least = lag
  }
  machine.most = Math.max(longest, machine.most ?? 0)
  machine.samples = withSample(isAnew ? [] : machine.samples, sample)
  machine.behind = behind
  const run = machine.samples.slice(machine.samples.findLastIndex((one) => lagOf(one) <= WRONG) + 1)
  const least = Math.min(...run.map(lagOf), lag)
  const steady = run.slice(run.findLastIndex((one) => Math.abs(lagOf(one) - lag) > SPREAD) + 1)
  const [first = sample, last = sample] = [steady[0], steady.at(-1)]
  const goesOn = last.received - first.received >= SIDE_BY_SIDE && last.at - first.at >= SIDE_BY_SIDE
  if (steady.length >= ENOUGH && goesOn && longest - lag <= lateBeyond(lag)) {
    machine.behind = Math.min(...steady.map(lagOf))
    machine.late = false
  } else if (machine.levels >= LEVELS && machine.most - least > lateBeyond(least)) machine.late = true
  else if (!machine.late && (machine.behind === undefined || lag > machine.behind + SPREAD)) return undefined
  const clock = machine.behind
  // By a clock so far behind, and on its way for a while besides.
  return ({ at, received }) => (clock !== undefined && received - at < clock - SPREAD ? 'open' : clock)
}

const median = (values: readonly number[]): number => values.toSorted((a, b) => a - b)[values.length >> 1] ?? 0
