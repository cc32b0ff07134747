import type { Progress, SliceResult } from '../../detectors/slice.ts'
import type { DirectoryData } from '../../kernel/directory/rows.ts'
import type { Observation } from '../../kernel/event.ts'
import type { Failed } from '../ask-thread.ts'
import type { Ahead, Job, Meanwhile, Preview, Told } from './slicer.ts'

/** What the stream's thread asks of the slices' thread. `id`: which slice or preview. */
export type Order =
  /** A part of what the stream passed: the `advance` that follows is told none of it. */
  | { readonly kind: 'passed'; readonly id: number; readonly events: readonly Observation[] }
  | { readonly kind: 'advance'; readonly id: number; readonly job: Job; readonly told: Told }
  | { readonly kind: 'finish'; readonly id: number; readonly meanwhile: Meanwhile }
  | { readonly kind: 'propose'; readonly id: number; readonly now: number }
  | { readonly kind: 'preview'; readonly id: number; readonly next: DirectoryData }
  | { readonly kind: 'drop'; readonly id: number }

/** What it hears back: one answer to each order but `passed` and `drop`, and progress in between. */
export type Report =
  | { readonly kind: 'progress'; readonly id: number; readonly progress: Progress }
  | { readonly kind: 'reached'; readonly id: number; readonly ahead: Ahead }
  | { readonly kind: 'result'; readonly id: number; readonly result: SliceResult }
  | { readonly kind: 'proposal'; readonly id: number; readonly next: DirectoryData | undefined }
  | { readonly kind: 'preview'; readonly id: number; readonly preview: Preview }
  | Failed
