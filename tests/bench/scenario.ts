import type { DatasetName } from './data/datasets.ts'
import type { JobOptions } from './spawn.ts'

/** What a job measured of itself. Times in ms, sizes in bytes. */
export type Measured = {
  readonly events: number
  readonly wall: number
  /** CPU time of the measured section, all threads of the process. */
  readonly cpu: number
  /** The highest resident size of the process up to now. */
  readonly rss: number
  /** Figures of its own: bytes stored, milliseconds waited, CPU of a sender. */
  readonly extra?: Readonly<Record<string, number>>
}

/** A target of the issue: the figure or the ratio must be at least, or at most, this. */
export type Aim = { readonly of: 'value' | 'ratio'; readonly is: 'least' | 'most'; readonly bound: number }

export type Unit = 'events/s' | 'MiB' | 'bytes/event' | 'µs/event' | 'ms' | 's' | '%' | 'count'

/** One line of the table. */
export type Row = {
  readonly what: string
  /** NaN where nothing could be measured; `note` says why. */
  readonly value: number
  readonly unit: Unit
  /** Events a CPU second, where `value` is events a second. */
  readonly perCpu?: number
  /** The figure against another of the same interleaved rounds; by wall time, and by CPU time. */
  readonly ratio?: { readonly to: string; readonly wall: number; readonly cpu?: number }
  readonly aim?: Aim
  /** Peak memory of the process that did it, bytes. */
  readonly rss?: number
  /** The limit that explains a missed aim, what a figure leaves out, why there is none. */
  readonly note?: string
  /** How many rounds it is the median of. */
  readonly rounds?: number
}

export type Context = {
  readonly quick: boolean
  /** Interleaved rounds; figures are medians over them. */
  readonly rounds: number
  /** A folder for data and for what a run leaves behind. */
  readonly scratch: string
  say(line: string): void
  /** The folder of a generated data set, made when first asked for. */
  dataset(name: DatasetName): Promise<string>
  /** Runs one job in a process of its own. */
  job(name: string, params: object, options?: JobOptions): Promise<Measured>
}

/** One file of `scenarios/`. A row may stand in another section than its scenario: limits are measured beside what they limit. */
export type Scenario = {
  readonly name: string
  readonly section: 'A. Limits, and Vọng Gác beside them' | 'B. Vọng Gác' | 'C. Peers'
  readonly title: string
  run(context: Context): Promise<readonly Row[]>
}
