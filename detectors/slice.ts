import type { Alert } from '../kernel/alert.ts'
import { byTime, type Observation } from '../kernel/event.ts'
import type { Text } from '../kernel/text.ts'
import { DAY, foldDay, foldDayStart } from '../kernel/time.ts'
import { type Core, createCore } from './core.ts'
import type { Episode, Folded } from './fold.ts'
import { isImmediate } from './immediate.ts'
import type { Indeterminate } from './machine.ts'
import { type Live, type Plan, planOf, startOf } from './plan.ts'
import { foldDays, foldEpisodes, type Heard, listen, spokenOf } from './refold.ts'
import { resolve } from './resolve.ts'
import { type Span, spanOver } from './span.ts'
import { type Change, createState, type State } from './state.ts'
import { REGISTER_REACH, type Target } from './target.ts'

/** What one (rule, entity) came to when computed again, in the folds that began in [from, to). */
export type SlicePart = {
  readonly rule: string
  readonly entity: string
  readonly from: number
  readonly to: number
  readonly folded: readonly Folded[]
  readonly previous: readonly Alert[]
  readonly reason: Text
  readonly indeterminate: readonly Indeterminate[]
  /** The machine's state at the watermark, where the slice reached it. */
  readonly live?: { readonly state: unknown }
  /** An absence's last episode; `null`: none. */
  readonly episode?: Episode | null
}
export type SliceResult = {
  readonly targets: readonly Target[]
  readonly parts: readonly SlicePart[]
  /** Entries of derived registers as they stand at the watermark. */
  readonly registers: readonly Change[]
}

/** What a slice reads: archived observations of a span of event time, in any order, doubles possible; alerts as stored. */
export type SliceSources = {
  readonly archive: (from: number, to: number) => AsyncIterable<readonly Observation[]>
  readonly previous: (rule: string, from: number, to: number) => Promise<readonly Alert[]>
}

/**
 * Computes f again for what the targets name: the same core, over the archive's events in order, from far enough back, up to far
 * enough forward or the watermark; one pass over the archive for all rules. Writes nothing: the owner of the entities applies the
 * result (architecture 1).
 */
export const runSlice = async (targets: readonly Target[], live: Live, sources: SliceSources): Promise<SliceResult> => {
  const involved = live.rules.filter((rule) => targets.some((t) => t.rule === rule.id || t.rule === '*'))
  const wanted = await resolve(targets, involved, live, sources)
  const concerned = involved.filter(({ id }) => wanted.get(id)!.size > 0)
  const touched = targets.flatMap(({ scope, from }) =>
    scope.kind === 'register' ? [{ ...scope, from: from - REGISTER_REACH[scope.space]! }] : [],
  )
  if (concerned.length === 0 && touched.length === 0) return { targets, parts: [], registers: [] }

  const heard = listen()
  const state = createState()
  const { rules: _, watermark, ...options } = live
  const core = createCore({
    ...options,
    rules: concerned,
    state,
    emit: heard.emit,
    only: (rule, entity) => wanted.get(rule.id)!.has(entity),
  })
  const plans = await Promise.all(
    concerned.map((rule) => planOf(rule, core.machineOf(rule.id)!.reach, wanted.get(rule.id)!, live, sources)),
  )
  const windows = plans.map(({ window }) => ({ from: window.read, to: window.until }))
  const span = spanOver([...windows, ...touched.map(({ from }) => ({ from, to: watermark }))])
  await feed(core, span, live, sources)

  return {
    targets,
    parts: plans.flatMap((plan) => partsOf(plan, heard, span.to >= watermark ? state : undefined, live)),
    registers: touched.map(({ space, key }) => ({ space, key, value: state.get(space, key) })),
  }
}

/**
 * Day by day, so that a long slice does not sit in memory: read, drop doubles (the earlier receipt counts), sort, process. At the
 * watermark the rules that never wait see what the stream has already shown them.
 */
const feed = async (
  core: Core,
  { from: read, to: until }: Span,
  live: Live,
  { archive }: SliceSources,
): Promise<void> => {
  // Nothing was ever received before `earliest`; only the registers' rows may be older.
  const from = Math.max(read, Math.min(foldDayStart(foldDay(Math.min(live.earliest, until))), until))
  for (const o of live.register) if (o.at < from) core.process(o)
  for (let start = from; start < until; start += DAY) {
    const end = Math.min(start + DAY, until)
    const events = new Map<string, Observation>()
    for await (const batch of archive(start, end)) {
      for (const o of batch) {
        const before = events.get(o.id)
        if (o.at >= start && o.at < end && (!before || o.received < before.received)) events.set(o.id, o)
      }
    }
    for (const o of live.register) if (o.at >= start && o.at < end) events.set(o.id, o)
    const ordered = [...events.values()].sort(byTime)
    for (const o of ordered) core.pipelines.mark(o)
    for (const o of ordered) core.process(o)
    core.advance(end)
  }
  if (until >= live.watermark) for (const o of [...live.pending].sort(byTime)) core.process(o, isImmediate)
}

/** `state`: that of the slice's machines, where it reached the watermark. */
const partsOf = (
  { rule, wanted, window: { from, to }, standing }: Plan,
  heard: Heard,
  state: State | undefined,
  { sample }: Live,
): readonly SlicePart[] => {
  const absent = rule.kind === 'absence'
  const begins = (alert: Folded): number => (absent ? startOf(alert) : alert.first)
  const inWindow = (at: number): boolean => at >= from && at < to
  const { spoken, ends, unsure } = spokenOf(rule, heard)
  return [...wanted].map(([entity, { reason }]): SlicePart => {
    const own = spoken.get(entity) ?? []
    const episodes = absent ? foldEpisodes(rule, own, ends.get(entity) ?? [], sample) : undefined
    const folded = episodes?.folded ?? foldDays(own, sample)
    return {
      rule: rule.id,
      entity,
      from,
      to,
      folded: folded.filter((alert) => inWindow(begins(alert))),
      previous: standing.filter((alert) => alert.entity.value === entity && inWindow(begins(alert))),
      reason,
      indeterminate: (unsure.get(entity) ?? []).filter((what) => inWindow(what.from)),
      ...(state && !isImmediate(rule) && { live: { state: state.get(rule.id, entity) } }),
      ...(episodes && { episode: episodes.last ?? null }),
    }
  })
}
