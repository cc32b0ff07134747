import type { Observation } from '../kernel/event.ts'
import type { Compile } from './compile.ts'
import type { Carriers } from './machine.ts'
import type { EngineOptions } from './options.ts'
import type { Change } from './state.ts'

/** What a slice is told of the stream. */
export type Live = Omit<EngineOptions, 'saved'> & {
  readonly watermark: number
  /** Nothing was ever received about a time before it. */
  readonly earliest: number
  /** What the stream holds back: not judged yet, but by what never waits. */
  readonly pending: readonly Observation[]
  /** Since when the sources yield what they do, as it is saved. */
  readonly declared: readonly Change[]
  /** When the carriers spoke, as far back as the stream remembers it. */
  readonly heard: { readonly since: number; readonly carriers: Carriers }
  /** What the stream's machine remembers of an entity: a slice must begin where it began to wait. */
  readonly oldestWait: (rule: string, entity: string) => unknown
  /** Machines other than the rules' own: those that somebody watches. */
  readonly compile?: Compile
}
