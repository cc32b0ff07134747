import type { State } from './state.ts'
import { type Target, targetKey } from './target.ts'

const SPACE = 'target'

/** What waits for re-evaluation, in the saved state: a restart forgets none of it. A thousand late lines of one machine are one slice. */
export const createQueue = (state: State) => ({
  ask(targets: readonly Target[]): void {
    for (const target of targets) {
      const key = targetKey(target)
      const waiting = state.get<Target>(SPACE, key)
      const from = Math.min(target.from, waiting?.from ?? target.from)
      const to = Math.max(target.to, waiting?.to ?? target.to)
      state.set(SPACE, key, { ...(waiting ?? target), from, to })
    }
  },

  /** Oldest first. */
  waiting: (): readonly Target[] =>
    [...state.entries(SPACE)].map(([, value]) => value as Target).sort((a, b) => a.from - b.from),

  done(targets: readonly Target[]): void {
    for (const target of targets) state.set(SPACE, targetKey(target), undefined)
  },
})
