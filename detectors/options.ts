import type { Observation } from '../kernel/event.ts'
import type { World } from './detection.ts'
import type { Rule } from './meta.ts'
import type { Override } from './policy.ts'
import type { Change } from './state.ts'
import type { Only } from './target.ts'
import type { Yields } from './yields.ts'

export type EngineOptions = {
  readonly rules: readonly Rule[]
  readonly overrides: readonly Override[]
  readonly world: World
  readonly yields: Yields
  readonly lateness: number
  /** Observations of the registers' own rows, sorted by time. */
  readonly register: readonly Observation[]
  readonly saved: Iterable<Change>
  readonly sample: boolean
  /** This engine's share of the work: of each rule (by id) the entities it judges. Others judge the rest; registers are kept by all of them. */
  readonly only?: Only
}
