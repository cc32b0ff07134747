import type { Alert } from '../kernel/alert.ts'
import type { Instant } from '../kernel/time.ts'

export type Entry = { readonly sequence: number; readonly alert: Alert }

/**
 * The last alerts written, numbered, so that a reader that lost its connection goes on where it was. Numbers start at the
 * time of the start in microseconds: they grow over restarts too, and a number from before one is recognised as too old.
 */
export type Feed = {
  push(alerts: readonly Alert[]): void
  /** What came after `sequence`; `undefined` when that is no longer (or not yet) known here. */
  since(sequence: number): readonly Entry[] | undefined
  sequence(): number
  subscribe(listener: (entries: readonly Entry[]) => void): () => void
}

export const createFeed = (start: Instant, keep = 1_000): Feed => {
  const listeners = new Set<(entries: readonly Entry[]) => void>()
  let kept: readonly Entry[] = []
  let sequence = start * 1_000
  return {
    push(alerts) {
      const entries = alerts.map((alert) => ({ sequence: ++sequence, alert }))
      kept = [...kept, ...entries].slice(-keep)
      for (const listener of listeners) listener(entries)
    },
    since(after) {
      const oldest = kept[0]?.sequence ?? sequence + 1
      const known = after <= sequence && after >= oldest - 1
      return known ? kept.filter((entry) => entry.sequence > after) : undefined
    },
    sequence: () => sequence,
    subscribe(listener) {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
  }
}
