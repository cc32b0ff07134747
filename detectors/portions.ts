import type { Plan } from './plan.ts'

/** Those of a plan that are dealt with at once. */
export type Portion = Plan

/** Whom plans are about, so many at a time, each once. */
export const portionsOf = (plans: readonly Plan[]) => {
  const all = plans.flatMap((plan, i) => [...plan.wanted].map((one) => ({ i, one })))
  let done = 0
  /** The next of them. */
  const next = (most: number): readonly Portion[] =>
    [...Map.groupBy(all.slice(done, done + most), ({ i }) => i)].map(([i, some]) => ({
      ...plans[i]!,
      wanted: new Map(some.map(({ one }) => one)),
    }))
  return {
    next,
    /** The same, and they are dealt with. */
    take(most: number): readonly Portion[] {
      const taken = next(most)
      done = Math.min(done + most, all.length)
      return taken
    },
    isThrough: (): boolean => done === all.length,
  }
}
