import type { MappingWork } from '../../api/schemas-mappings.ts'
import type { Failed } from '../ask-thread.ts'
import type { readingsOf } from './readings.ts'

/** What the thread that tries mappings is asked, and what it says: first that it begins. */
export type Order = {
  readonly id: number
  readonly work: MappingWork
  /** Whether the text of a file is asked for, too. */
  readonly keep: boolean
}

/** What a draft makes of its sample, and, where it was asked for and nothing is wrong, the text of a file that keeps both. */
export type Tried = ReturnType<typeof readingsOf> & { readonly text?: string | undefined }
export type Report =
  | Failed
  | { readonly kind: 'progress'; readonly id: number }
  | { readonly kind: 'readings'; readonly id: number; readonly readings: Tried }
