import type { Queued } from '../../detectors/queue.ts'
import type { Progress } from '../../detectors/slice.ts'
import type { Alert } from '../../kernel/alert.ts'

/** A slice under way, and how far it is. */
export type Under = {
  readonly targets: readonly Queued[]
  /** Since when, epoch ms by the wall clock. */
  readonly since: number
  readonly progress?: Progress
}

/** A slice that was put in place. */
export type Finished = {
  readonly targets: readonly Queued[]
  readonly at: number
  readonly seconds: number
  readonly events: number
  /** Alerts raised, changed or withdrawn by it. */
  readonly alerts: number
  /** So long the stream stood still for it, ms. */
  readonly held: number
}

/** What re-evaluation is doing and has done, and what it said when it failed last; in memory: what waits is in the saved state. */
export type Journal = {
  readonly running?: Under
  readonly last?: Finished
  /** Slices put in place since the start, and the longest time at a stretch that the stream stood still for any, ms. */
  readonly finished: number
  readonly longestHold: number
  readonly trouble?: { readonly text: string; readonly times: number; readonly at: number }
}

/** Events that were computed: those met while looking for whom it is about are not. */
const computedOf = (progress: Progress | undefined): number => (progress?.stage === 'computing' ? progress.events : 0)

/** `wall`: the wall clock's time, epoch ms. */
export const openJournal = (wall: () => number) => {
  let entries: Journal = { finished: 0, longestHold: 0 }
  /** Alerts of what is put in place of the slice under way. */
  let put = 0
  /** So long the stream has stood still for it, ms. */
  let stood = 0

  return {
    entries: () => entries,
    begin(targets: readonly Queued[]): void {
      put = 0
      entries = { ...entries, running: { targets, since: wall() } }
    },
    progress(progress: Progress): void {
      if (entries.running) entries = { ...entries, running: { ...entries.running, progress } }
    },
    /** A portion is in place: what that changed. */
    applied(alerts: readonly Alert[]): void {
      put += alerts.length
    },
    /** The stream stood still for so many ms at a stretch. */
    held(ms: number): void {
      stood += ms
      if (ms > entries.longestHold) entries = { ...entries, longestHold: ms }
    },
    /** The slice has come to its end: put in place, or dropped because what it stood on had changed. */
    end(isDone: boolean): void {
      const { running, trouble: _, ...rest } = entries
      if (!running) return
      const held = stood
      stood = 0
      if (!isDone) {
        entries = rest
        return
      }
      const at = wall()
      const last = {
        ...{ targets: running.targets, at, seconds: (at - running.since) / 1000 },
        ...{ events: computedOf(running.progress), alerts: put, held },
      }
      entries = { ...rest, last, finished: entries.finished + 1 }
    },
    failed(text: string): void {
      stood = 0
      const { running: _, ...rest } = entries
      entries = { ...rest, trouble: { text, times: (entries.trouble?.times ?? 0) + 1, at: wall() } }
    },
  }
}
