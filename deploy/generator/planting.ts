import type { Instant, LocalDate } from '../../kernel/time.ts'
import { foldDay } from '../../kernel/time.ts'
import type { Act } from './acts.ts'
import type { Absent, Machine, Stick, Truth } from './model.ts'
import type { Cells } from './sheet.ts'

/** Everything that planted violations change about a run. Built up plant by plant, then only read. */
export type Planting = {
  /** By fold day. */
  readonly acts: Map<LocalDate, Act[]>
  readonly truth: Truth[]
  /** `person/date`: goes home with the session open and the screen unlocked. */
  readonly leftOpen: Set<string>
  /** `person/date`: not at the own machine. */
  readonly away: Set<string>
  /** Machines whose agent is stopped. */
  readonly muted: { readonly machine: Machine; readonly from: Instant; readonly to: Instant }[]
  /** Machines whose state is not as it should be. */
  readonly askew: {
    readonly machine: Machine
    readonly from: Instant
    readonly to: Instant
    readonly wrong: 'screen' | 'os'
  }[]
  /** What a collector never delivers. */
  readonly lost: { readonly collector: string; readonly source: string; readonly from: Instant; readonly to: Instant }[]
  /** A collector that hands over nothing for hours or days, and then everything. */
  readonly held: { readonly collector: string; readonly from: Instant; readonly to: Instant }[]
  readonly absent: Absent[]
  readonly sticks: Stick[]
  /** Rows of registers besides those of the province, by file. */
  readonly rows: { readonly [F in 'machines' | 'devices' | 'systems' | 'records' | 'networks' | 'people']: Cells[] }
}

export const nothingPlanted = (): Planting => ({
  acts: new Map(),
  truth: [],
  leftOpen: new Set(),
  away: new Set(),
  muted: [],
  askew: [],
  lost: [],
  held: [],
  absent: [],
  sticks: [],
  rows: { machines: [], devices: [], systems: [], records: [], networks: [], people: [] },
})

export const addActs = (planting: Planting, acts: readonly Act[]): void => {
  for (const act of acts) {
    const day = foldDay(act.at)
    planting.acts.set(day, [...(planting.acts.get(day) ?? []), act])
  }
}

export const addTruth = (planting: Planting, truth: Omit<Truth, 'day'> & { readonly day?: LocalDate }): void => {
  planting.truth.push({ ...truth, day: truth.day ?? foldDay(truth.at) })
}
