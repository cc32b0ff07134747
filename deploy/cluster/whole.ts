import { setTimeout as sleep } from 'node:timers/promises'
import { SECOND } from '../../kernel/time.ts'
import type { UnreadOptions } from './unread.ts'

export type WholeOptions = Pick<UnreadOptions, 'ends' | 'next' | 'peek'> & {
  readonly signal: AbortSignal
  /** ms between two looks; a second unless told. */
  readonly every?: number
}

/** What is committed ends with the broker's mark, which nobody is shown. */
const MARK = 1

/**
 * Whether a copy has everything that its topic had when it was first asked: until then it holds states that were true once, an alert that was
 * withdrawn long ago for instance. Of transactions that were given up more marks are left: where the copy stands still before them, a reader of
 * its own looks whether anything is there.
 */
export const watchWhole = ({ ends, next, peek, signal, every = SECOND }: WholeOptions) => {
  let [isWhole, life] = [false, 0]
  const reached = async (partition: number, high: number): Promise<void> => {
    for (let before = -1; next(partition) < high - MARK; ) {
      const at = next(partition)
      if (at === before && !(await peek(partition, at))) return
      before = at
      await sleep(every, undefined, { signal })
    }
  }
  const look = async (mine: number): Promise<void> => {
    while (!signal.aborted && mine === life)
      try {
        for (const { partition, high } of await ends()) await reached(partition, Number(high))
        if (mine === life && !signal.aborted) isWhole = true
        return
      } catch {
        // Stopped, or the broker is away: whoever copies says so, and it is asked again.
        await sleep(every, undefined, { signal }).catch(() => undefined)
      }
  }
  void look(life)
  return {
    isWhole: (): boolean => isWhole,
    /** The copy was emptied: it has to catch up again. */
    anew(): void {
      isWhole = false
      void look(++life)
    },
  }
}
