import { SECOND } from '../../kernel/time.ts'
import { type ReadingBroker, readPartition } from './read-partition.ts'

export type UnreadOptions = {
  /** Where each partition ends. */
  readonly ends: () => Promise<readonly { readonly partition: number; readonly high: string }[]>
  /** The next offset that the reader has to take. */
  readonly next: (partition: number) => number
  /** Whether anything stands from this offset on that a reader would be shown. */
  readonly peek: (partition: number, from: number) => Promise<boolean>
  /** ms; real time unless told. */
  readonly now?: () => number
}

/** More offsets at a partition's end than marks of the broker's own, which nobody is shown: something did not come. */
const MARKS = 16
/** Fewer may be messages too, where they have stood so long, ms; then it is looked, once for each end. */
const OLD = 60 * SECOND

type End = { readonly next: number; readonly high: number; readonly since: number; asked?: Promise<boolean> }

/**
 * Tells how many offsets a reader of a topic that is written in transactions lacks, in those partitions where it lacks anything. A partition ends
 * with the broker's marks, so offsets alone do not say it: a commit is one alert and one mark, and a reader that hangs must not be taken for one that is through.
 */
export const watchUnread = ({ ends, next, peek, now = () => performance.now() }: UnreadOptions) => {
  const seen = new Map<number, End>()
  const lacks = async (partition: number, high: number): Promise<boolean> => {
    const at = next(partition)
    if (high - at > MARKS) return true
    const end = seen.get(partition)
    if (end?.next !== at || end.high !== high) {
      seen.set(partition, { next: at, high, since: now() })
      return false
    }
    if (high <= at || now() - end.since < OLD) return false
    end.asked ??= peek(partition, at).catch((error: unknown) => {
      delete end.asked // it is asked again
      throw error
    })
    return end.asked
  }
  return async (): Promise<number> => {
    const found = (await ends()).map(async ({ partition, high }) =>
      (await lacks(partition, Number(high))) ? Number(high) - next(partition) : 0,
    )
    return (await Promise.all(found)).reduce((sum, n) => sum + n, 0)
  }
}

/** A reader of its own that is shown nothing in so long is shown nothing, ms. */
const LOOKING = 20 * SECOND

/** Whether a partition has a message from an offset on: looked for by a reader of its own, until that is to stop. */
export const peekOf =
  (broker: ReadingBroker, topic: string, stopping: AbortSignal): UnreadOptions['peek'] =>
  async (partition, from) => {
    let isThere = false
    const signal = AbortSignal.any([stopping, AbortSignal.timeout(LOOKING)])
    const take = (): boolean => {
      isThere = true
      return true
    }
    await readPartition({ ...broker, topic, partition, from, take, signal }).catch((error: unknown) => {
      if (!signal.aborted) throw error
    })
    return isThere
  }
