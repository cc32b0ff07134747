import type { Passed } from '../feed.ts'
import type { Live } from '../live.ts'
import { REMEMBERED } from '../plan.ts'
import type { Queued } from '../queue.ts'
import { LONGEST_SILENCE, PIPELINES } from '../registers/pipelines.ts'
import { PRESENCE } from '../registers/presence.ts'
import type { SliceResult } from '../slice.ts'
import { YIELDS } from '../yields.ts'
import type { Standing } from './standing.ts'

/** What the stream and a slice beside it tell one another. */
export const slicesOf = (standing: Standing) => {
  const { fixed, state, ledger, reorder, indeterminate, queue, time, ask } = standing

  return {
    /** A slice over these begins: until it is applied or given up, what is asked about the same waits for another. */
    begin(targets: readonly Queued[]): void {
      queue.begin(targets)
      standing.spoken = new Set()
      standing.passed = undefined
    },

    /**
     * Takes over what a slice computed, or a portion of it. With the last its targets leave the queue, but those that damaged logs may answer
     * otherwise are kept aside.
     */
    apply(result: SliceResult): void {
      queue.done(result.targets)
      queue.keep(result.damaged)
      ask(result.again)
      for (const { space, key, value } of result.registers) state.set(space, key, value)
      // The core has its own marks of what these two say.
      if (result.registers.some(({ space }) => space === PRESENCE || space === PIPELINES)) standing.rebuild()
      indeterminate.replace(result.parts)
      if (!result.more) standing.passed = undefined
      for (const at of standing.spoken) ask(indeterminate.reopen({ at }))
      for (const part of result.parts) {
        // The ledger looks at what is still waited for.
        if (part.live) standing.core.replace(part.rule, part.entity, part.live.state)
        ledger.replace(part.folded, part.previous, part.reason, time.watermark, part.doubted, standing.now())
        if (part.episodes) ledger.setEpisodes(part.rule, part.entity, part.episodes)
      }
    },

    /** What the stream took in order since this was last asked; undefined where that was not since the slice began, or too much. */
    passed(): Passed | undefined {
      const taken = standing.passed
      standing.passed = { from: time.watermark, events: [] }
      return taken
    },

    /** What a slice needs of the stream. */
    slice: (): Live => ({
      ...fixed,
      world: standing.world,
      register: standing.register,
      watermark: time.watermark,
      earliest: time.earliest,
      get pending() {
        return reorder.pending()
      },
      declared: [...state.entries(YIELDS)].map(([key, value]) => ({ space: YIELDS, key, value })),
      heard: { since: time.watermark - REMEMBERED + LONGEST_SILENCE, carriers: standing.core.carriers },
      oldestWait: (rule: string, entity: string): unknown => state.get(rule, entity),
    }),
  }
}
