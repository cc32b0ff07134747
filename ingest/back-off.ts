import { setTimeout as sleep } from 'node:timers/promises'

export type BackOff = {
  /** Waits; the next time twice as long, up to the longest. Ends early, without complaint, with the signal. */
  wait(): Promise<void>
  /** The next pause is the first again. */
  reset(): void
}

/** Pauses between attempts, ms. */
export const backOff = (first: number, longest: number, signal: AbortSignal): BackOff => {
  let pause = first
  return {
    wait: async () => {
      await sleep(pause, undefined, { signal }).catch(() => undefined) // rejects only when aborted
      pause = Math.min(pause * 2, longest)
    },
    reset: () => {
      pause = first
    },
  }
}
