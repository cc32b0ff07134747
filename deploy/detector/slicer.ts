import type { Passed, Progress, SliceResult } from '../../detectors/slice.ts'
import type { Change } from '../../detectors/state.ts'
import type { Target } from '../../detectors/target.ts'
import type { Alert } from '../../kernel/alert.ts'
import type { DirectoryData } from '../../kernel/directory/rows.ts'
import type { Observation } from '../../kernel/event.ts'

/** What a slice is told of the stream; the rest it reads in the files. Plain data. */
export type Told = {
  readonly watermark: number
  /** Nothing was ever received about a time before it. */
  readonly earliest: number
  /** The stream knows its carriers from here on; what lies further back is read in the archive. */
  readonly heardSince: number
  /** What the stream has learned of its carriers since it was last told. */
  readonly carriers: readonly Change[]
  /** What the stream took since it was last told, where that is not too much. */
  readonly passed?: Passed | undefined
  /** So many of those concerned are put in place next; all of them where nothing is said. */
  readonly most?: number
}

/** What is to be computed, on which version of the directory. */
export type Job = { readonly targets: readonly Target[]; readonly directory: string }

/** What the stream has done: events of its buffer, alerts it wrote since the slice was opened or last asked. */
export type Meanwhile = { readonly pending: readonly Observation[]; readonly written: readonly Alert[] }

/** Rules that never wait, and whom they are about: of the stream's buffer, a slice must see what concerns them. */
export type Ahead = readonly (readonly [rule: string, entities: readonly string[]])[]

/** A slice under way. Each of these rejects where computing fails; after that, or after `drop`, it is gone. */
export type Running = {
  /** Reads on up to the watermark; again, when the stream has gone on. Resolves with what `finish` must be given. */
  advance(told: Told): Promise<Ahead>
  /** What the next portion comes to. The stream stands where the last `advance` was told of it. */
  finish(meanwhile: Meanwhile): Promise<SliceResult>
  drop(): void
}

/** What a new version of the directory would do to the alerts. */
export type Preview = { readonly raised: number; readonly withdrawn: number }

/** Computes slices over the files, beside whoever asks. */
export type Slicer = {
  open(job: Job, onProgress: (progress: Progress) => void): Running
  /** The clerk's folder as a version known from `now` on; undefined where it says what the latest does. Throws `DIRECTORY_INVALID`. */
  propose(now: number): Promise<DirectoryData | undefined>
  /** Rejects soon after `signal` is aborted. */
  preview(next: DirectoryData, signal: AbortSignal): Promise<Preview>
  close(): Promise<void>
}
