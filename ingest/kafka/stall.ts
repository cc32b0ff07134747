export type StallOptions = {
  /** Whether there are messages that did not come. */
  readonly isBehind: () => Promise<boolean>
  readonly stallMs: number
  readonly stalled: () => void
}

/**
 * Watches that batches come while there are any. A batch at hand is its handler's affair, however long that takes; a cluster that cannot be
 * asked is no stall: the consumer has the same trouble, and says so itself. What was written a moment ago is still on its way, so one look is no proof.
 */
export const watchStall = ({ isBehind, stallMs, stalled }: StallOptions) => {
  let last = performance.now()
  let busy = 0
  let doubted: number | undefined

  const look = async (): Promise<void> => {
    const seen = last
    if (busy > 0 || performance.now() - seen < stallMs) return
    const behind = await isBehind().catch(() => false)
    if (!behind || busy > 0 || last !== seen) doubted = undefined
    else if (doubted === seen) stalled()
    else doubted = seen
  }
  const looking = setInterval(() => void look(), stallMs / 4)

  return {
    /** Runs what handles a batch. */
    async during<T>(work: () => Promise<T>): Promise<T> {
      busy += 1
      try {
        return await work()
      } finally {
        busy -= 1
        last = performance.now()
      }
    },
    stop: () => clearInterval(looking),
  }
}
