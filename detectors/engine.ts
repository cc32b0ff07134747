import type { Alert } from '../kernel/alert.ts'
import { renewalOf } from './engine/renewal.ts'
import { slicesOf } from './engine/slices.ts'
import { openStanding } from './engine/standing.ts'
import { streamOf } from './engine/stream.ts'
import type { EngineOptions } from './options.ts'
import { PRESENCE, PRESENCE_STEP } from './registers/presence.ts'
import type { Change } from './state.ts'
import { type Begun, declareYields, sinceIn, YIELDS } from './yields.ts'

export type { StoredIndeterminate } from './indeterminate.ts'
export type { EngineOptions } from './options.ts'

/** What the shell saves in one transaction. */
export type Drained = { readonly alerts: readonly Alert[]; readonly changes: readonly Change[] }

/**
 * The streaming half of f: takes records in any order, with the horizon in band, and keeps alerts as f would compute them.
 * What comes after its watermark is not judged here but queued for re-evaluation (`targets`). A pure state machine: all it
 * remembers is in `drain().changes`, but for the reorder buffer, which the shell fills again from the log.
 */
export const createEngine = (options: EngineOptions) => {
  const standing = openStanding(options)
  const { state, ledger, indeterminate, queue, time } = standing

  return {
    ...streamOf(standing),
    ...renewalOf(standing),
    ...slicesOf(standing),
    /** A start with its sources, at `now` (epoch ms): comes before anything else. */
    declare: (now: number) => declareYields(state, options.yields, now),
    /** Since when the sources yield what they do. */
    since: sinceIn(state.space<Begun>(YIELDS)),
    /** Hears the ticks of a log with several producers, and says how far time has come by them. */
    producers: standing.producers,
    /** What waits for re-evaluation, oldest first. */
    targets: queue.waiting,
    queue,

    get watermark(): number {
      return time.watermark
    },
    /** Nothing was ever received about a time before it. */
    get earliest(): number {
      return time.earliest
    },
    /** When each pipeline last stored an event, by event time. */
    pipelines: () => standing.core.pipelines.last(),
    /** The pipelines that stored an event in the hours of [from, to), event time; of the weeks that absences look back on. */
    heardIn: (from: number, to: number) => standing.core.pipelines.heardIn(from, to),
    /** The newest sign of life of each machine, event time to five minutes. */
    seen: (): ReadonlyMap<string, number> =>
      new Map([...state.entries(PRESENCE)].map(([host, step]) => [host, Number(step) * PRESENCE_STEP])),
    /** The last day on which each act was told of. */
    acts: standing.acts.heard,
    /** Findings no text binds, by reason; states that were cut at their cap, by rule. Both are shown in health. */
    counters: () => {
      const { unjudged, capped, forgotten } = standing.counters
      return { unjudged: { ...unjudged }, capped: { ...capped }, forgotten }
    },
    indeterminate: indeterminate.stored,
    /** Accounts and machines that act and that the directory in force does not know. */
    unlisted: {
      list: standing.unlisted.list,
      counts: standing.unlisted.counts,
      namesakes: standing.unlisted.namesakes,
    },
    /** Whether the next `drain` has alerts. */
    get hasAlerts(): boolean {
      return ledger.isWritten()
    },
    drain: (): Drained => ({ alerts: ledger.drain(), changes: state.drain() }),
  }
}

export type Engine = ReturnType<typeof createEngine>
