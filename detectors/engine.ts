import type { Alert } from '../kernel/alert.ts'
import type { Change as DirectoryChange } from '../kernel/directory/diff.ts'
import { byTime, type Observation } from '../kernel/event.ts'
import { HOUR, SECOND } from '../kernel/time.ts'
import { createCore } from './core.ts'
import type { World } from './detection.ts'
import { immediateFor, isImmediate } from './immediate.ts'
import { createIndeterminate } from './indeterminate.ts'
import { createLedger } from './ledger.ts'
import { actionsOf } from './machine.ts'
import type { Rule } from './meta.ts'
import { LONGEST_WAIT } from './plan.ts'
import type { Override } from './policy.ts'
import { createQueue } from './queue.ts'
import type { Emit } from './raise.ts'
import { LONGEST_SILENCE, type Yields } from './registers/pipelines.ts'
import { createReorder } from './reorder.ts'
import type { SliceResult } from './slice.ts'
import { type Change, createState } from './state.ts'
import { targetsOfDirectory } from './takeover.ts'
import { targetsOfLate } from './target.ts'

export type EngineOptions = {
  readonly rules: readonly Rule[]
  readonly overrides: readonly Override[]
  readonly world: World
  readonly yields: Yields
  readonly lateness: number
  /** Observations of the registers' own rows, sorted by time. */
  readonly register: readonly Observation[]
  readonly saved: Iterable<Change>
  readonly sample: boolean
}

export type { StoredIndeterminate } from './indeterminate.ts'

/** What the shell saves in one transaction. */
export type Drained = { readonly alerts: readonly Alert[]; readonly changes: readonly Change[] }

/** So long the stream remembers when its carriers spoke; a slice that looks further back reads it in the archive. */
const REMEMBERED = LONGEST_WAIT + LONGEST_SILENCE

/**
 * The streaming half of f: takes records in any order, with the horizon in band, and keeps alerts as f would compute them.
 * What comes after its watermark is not judged here but queued for re-evaluation (`targets`). A pure state machine: all it
 * remembers is in `drain().changes`, but for the reorder buffer, which the shell fills again from the log.
 */
export const createEngine = (options: EngineOptions) => {
  const { rules, overrides, yields, lateness, sample } = options
  const state = createState(options.saved)
  const ledger = createLedger(state, sample)
  const reorder = createReorder()
  const queue = createQueue(state)
  const indeterminate = createIndeterminate(state, lateness)
  let watermark = state.get<number>('engine', 'watermark') ?? -Infinity
  /** Nothing was ever received about a time before it: no slice needs to begin earlier. */
  let earliest = state.get<number>('engine', 'earliest') ?? Infinity
  let lastSweep = watermark
  let { world, register } = options

  const unjudged: Record<string, number> = {}
  const capped: Record<string, number> = {}
  const count = (counts: Record<string, number>, what: string): void => {
    counts[what] = (counts[what] ?? 0) + 1
  }
  const emit: Emit = {
    detection: ledger.fold,
    ended: ledger.end,
    indeterminate: (rule, what) => indeterminate.note({ rule: rule.id, ...what }),
    unjudged: (_rule, why) => count(unjudged, why),
    capped: (rule) => count(capped, rule.id),
  }
  const ordered = rules.filter((rule) => !isImmediate(rule))
  const build = () => ({
    core: createCore({ rules: ordered, overrides, world, yields, lateness, state, emit, watermark }),
    immediate: immediateFor(rules, overrides, world, emit),
  })
  let { core, immediate } = build()
  const heardBy = (rule: Rule): readonly string[] =>
    isImmediate(rule) ? actionsOf(rule) : core.machineOf(rule.id)!.actions

  return {
    accept(o: Observation): void {
      if (o.collector !== 'directory' && o.at < earliest) {
        earliest = o.at
        state.set('engine', 'earliest', earliest)
      }
      const fresh = core.pipelines.mark(o)
      if (o.at < watermark) {
        queue.ask(targetsOfLate(o, rules, heardBy))
        if (fresh) queue.ask(indeterminate.reopen(o))
      } else if (reorder.put(o)) immediate(o)
    },

    /** After a restart: events that were in the reorder buffer, read from the log again. */
    refill(o: Observation): void {
      if (o.at >= watermark) reorder.put(o)
    },

    /** Time passes: the horizon is now `at`. What is due is judged. */
    tick(at: number): void {
      const next = Math.floor((at - lateness) / SECOND) * SECOND
      if (next <= watermark) return
      const rows = register.filter((o) => o.at >= watermark && o.at < next)
      const released = reorder.release(next)
      for (const o of rows.length > 0 ? [...released, ...rows].sort(byTime) : released) core.process(o)
      watermark = next
      core.advance(next)
      state.set('engine', 'watermark', next)
      if (next - lastSweep >= HOUR) {
        core.forget()
        ledger.forget(next)
        core.pipelines.forget(next - REMEMBERED)
        lastSweep = next
      }
    },

    /** A new version of the directory: what it changes is queued, what comes from now on is joined with it. */
    takeOver(next: World, rows: readonly Observation[], changes: readonly DirectoryChange[]): void {
      // What never waits has judged ahead of the watermark.
      const to = reorder.pending().reduce((latest, { at }) => Math.max(latest, at), watermark)
      queue.ask(targetsOfDirectory(changes, register, rows, rules, heardBy, { from: earliest, to }))
      world = next
      register = rows
      ;({ core, immediate } = build())
      core.advance(watermark)
    },

    /** What waits for re-evaluation, oldest first. */
    targets: queue.waiting,

    /** Takes over what a slice computed; its targets leave the queue. */
    apply(result: SliceResult): void {
      queue.done(result.targets)
      for (const { space, key, value } of result.registers) state.set(space, key, value)
      indeterminate.replace(result.parts)
      for (const part of result.parts) {
        ledger.replace(part.folded, part.previous, part.reason, watermark)
        if (part.episode !== undefined) ledger.setEpisode(part.rule, part.entity, part.episode ?? undefined)
        if (part.live) core.replace(part.rule, part.entity, part.live.state)
      }
    },

    /** What a slice needs of the stream. */
    slice: () => ({
      rules,
      overrides,
      world,
      yields,
      lateness,
      register,
      sample,
      watermark,
      earliest,
      pending: reorder.pending(),
      heard: { since: watermark - REMEMBERED + LONGEST_SILENCE, carriers: core.carriers },
      oldestWait: (rule: string, entity: string): unknown => state.get(rule, entity),
    }),

    get watermark(): number {
      return watermark
    },
    /** When each pipeline last stored an event, by event time. */
    pipelines: () => core.pipelines.last(),
    /** Findings no text binds, by reason; states that were cut at their cap, by rule. Both are shown in health. */
    counters: () => ({ unjudged: { ...unjudged }, capped: { ...capped } }),
    indeterminate: indeterminate.stored,
    drain: (): Drained => ({ alerts: ledger.drain(), changes: state.drain() }),
  }
}

export type Engine = ReturnType<typeof createEngine>
