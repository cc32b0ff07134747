import type { Alert } from '../kernel/alert.ts'
import { byTime, type Observation } from '../kernel/event.ts'
import type { Text } from '../kernel/text.ts'
import { DAY, foldDay, foldDayStart } from '../kernel/time.ts'
import { createCore, type Emit } from './core.ts'
import type { Detection } from './detection.ts'
import { type Engine, isImmediate } from './engine.ts'
import { add, begin, type Episode, ended, episodeFold, episodeOf, type Folded, foldOf } from './fold.ts'
import type { Indeterminate } from './machine.ts'
import type { LogEvent, Rule } from './meta.ts'
import { PRESENCE_STEP } from './registers/presence.ts'
import { resolve, type Span } from './resolve.ts'
import { type Change, createState, type State } from './state.ts'
import { REGISTER_REACH, registerReach, type Target } from './target.ts'

/** What one (rule, entity) came to when computed again. */
export type SlicePart = {
  readonly rule: string
  readonly entity: string
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

/** An absence that knows no bound of its own is looked for this far back. */
export const LONGEST_WAIT = 35 * DAY

/** One rule's share of a slice: whom it is about, which folds are replaced, what stands in them now. */
type Plan = {
  readonly rule: Rule
  readonly wanted: ReadonlyMap<string, Span>
  readonly window: Window
  readonly standing: readonly Alert[]
}

/** Detections in [from, to) are replaced; events are read in [read, until). */
type Window = { readonly from: number; readonly to: number; readonly read: number; readonly until: number }

/**
 * Computes f again for what the targets name: the same core, over the archive's events in order, from far enough back, up to far
 * enough forward or the watermark; one pass over the archive for all rules. Writes nothing: the owner of the entities applies the
 * result (architecture 1).
 */
export const runSlice = async (targets: readonly Target[], live: Live, sources: SliceSources): Promise<SliceResult> => {
  const involved = live.rules.filter((rule) => targets.some((t) => t.rule === rule.id || t.rule === '*'))
  const wanted = await resolve(targets, involved, live.register, live.watermark, sources)
  const concerned = involved.filter(({ id }) => wanted.get(id)!.size > 0)
  const touched = targets.flatMap(({ scope, from }) =>
    scope.kind === 'register' ? [{ ...scope, from: from - REGISTER_REACH[scope.space]! }] : [],
  )
  if (concerned.length === 0 && touched.length === 0) return { targets, parts: [], registers: [] }

  const heard = listen()
  const state = createState()
  const { rules: _, ...options } = live
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
  const read = Math.max(
    Math.min(...plans.map(({ window }) => window.read), ...touched.map(({ from }) => from)),
    foldDayStart(foldDay(live.earliest)),
  )
  const until = touched.length > 0 ? live.watermark : Math.max(...plans.map(({ window }) => window.until))
  await feed(core, read, until, live, sources)
  if (until >= live.watermark) for (const o of [...live.pending].sort(byTime)) core.process(o, isImmediate)

  return {
    targets,
    parts: plans.flatMap((plan) => partsOf(plan, heard, state, until >= live.watermark, targets, live)),
    registers: touched.map(({ space, key }) => ({ space, key, value: state.get(space, key) })),
  }
}

type Live = ReturnType<Engine['slice']>

/** Collects what the machines say. */
const listen = () => {
  const detections: Detection[] = []
  const ends: Ending[] = []
  const unsure: (Indeterminate & { readonly rule: string })[] = []
  const emit: Emit = {
    detection: (detection) => void detections.push(detection),
    ended: (rule, entity, at, by) => void ends.push({ rule: rule.id, entity, at, by, before: detections.length }),
    indeterminate: (rule, what) => void unsure.push({ ...what, rule: rule.id }),
    // The stream counts these; a slice only computes.
    unjudged: () => undefined,
    capped: () => undefined,
  }
  return { emit, detections, ends, unsure }
}

const planOf = async (
  rule: Rule,
  reach: number,
  wanted: ReadonlyMap<string, Span>,
  live: Live,
  sources: SliceSources,
): Promise<Plan> => {
  const absent = rule.kind === 'absence'
  const far = Number.isFinite(reach) ? reach : LONGEST_WAIT
  const changed = {
    from: Math.min(...[...wanted.values()].map((s) => s.from)),
    to: Math.max(...[...wanted.values()].map((s) => s.to)),
  }
  const earliest = changed.from - far - DAY
  // What stands now, over every fold the slice may touch; an absence still open reaches to the end of time.
  const standing = (await sources.previous(rule.id, absent ? -Infinity : earliest, Infinity)).filter(
    (alert) => wanted.has(alert.entity.value) && (absent ? (alert.ended ?? Infinity) : alert.last) >= earliest,
  )
  const begun = absent ? [...standing.map(startOf), ...waits(rule, wanted, live)] : []
  const from = foldDayStart(foldDay(Math.min(absent ? changed.from - far : changed.from, ...begun)))
  const to = absent ? Infinity : foldDayStart(foldDay(changed.to + far)) + DAY
  return {
    rule,
    wanted,
    standing,
    window: {
      from,
      to,
      read: from - far - registerReach(rule) - PRESENCE_STEP,
      until: Math.min(live.watermark, to + far),
    },
  }
}

const partsOf = (
  plan: Plan,
  heard: ReturnType<typeof listen>,
  state: State,
  live: boolean,
  targets: readonly Target[],
  { sample }: Live,
): readonly SlicePart[] => {
  const { rule, wanted, window, standing } = plan
  const absent = rule.kind === 'absence'
  const inWindow = (alert: Folded): boolean => {
    const begun = absent ? startOf(alert) : alert.first
    return begun >= window.from && begun < window.to
  }
  const spoken = new Map([...wanted.keys()].map((entity): [string, Spoken[]] => [entity, []]))
  heard.detections.forEach((detection, index) => {
    if (detection.rule.id === rule.id) spoken.get(detection.entity)!.push({ index, detection })
  })
  const endings = Map.groupBy(
    heard.ends.filter((end) => end.rule === rule.id),
    ({ entity }) => entity,
  )
  return [...spoken].map(([entity, own]): SlicePart => {
    const episodes = absent ? foldEpisodes(rule, own, endings.get(entity) ?? [], sample) : undefined
    const days = (): Folded[] =>
      foldDays(
        own.map(({ detection }) => detection).filter(({ evidence: { at } }) => at >= window.from && at < window.to),
        sample,
      )
    return {
      rule: rule.id,
      entity,
      folded: (episodes?.folded ?? days()).filter(inWindow),
      previous: standing.filter((alert) => alert.entity.value === entity && inWindow(alert)),
      reason: targets.find((t) => t.rule === rule.id || t.rule === '*')!.reason,
      indeterminate: heard.unsure.filter((what) => what.rule === rule.id && what.entity === entity),
      ...(live && !isImmediate(rule) && { live: { state: state.get(rule.id, entity) } }),
      ...(episodes && { episode: episodes.last ?? null }),
    }
  })
}

/** A detection and its place in the order in which all machines spoke. */
type Spoken = { readonly index: number; readonly detection: Detection }

/** The beginning of an absence's episode: the event its first detection waited from. */
const startOf = (alert: Folded): number => Math.min(alert.first, ...alert.evidence[0]!.events.map(({ at }) => at))

/** Times of what the stream still waits from: a slice must begin there, or it would forget the wait. */
const waits = (rule: Rule, wanted: ReadonlyMap<string, unknown>, live: Live): readonly number[] =>
  [...wanted.keys()].flatMap((entity) => {
    const times: number[] = []
    JSON.stringify(live.oldestWait(rule.id, entity), (key, value: unknown) => {
      if (key === 'at' && typeof value === 'number') times.push(value)
      return value
    })
    return times
  })

/** Day by day, so that a long slice does not sit in memory: read, drop doubles (the earlier receipt counts), sort, process. */
const feed = async (
  core: ReturnType<typeof createCore>,
  from: number,
  to: number,
  live: Live,
  { archive }: SliceSources,
): Promise<void> => {
  for (const o of live.register) if (o.at < from) core.process(o)
  for (let start = from; start < to; start += DAY) {
    const end = Math.min(start + DAY, to)
    const events = new Map<string, Observation>()
    for await (const batch of archive(start, end)) {
      for (const o of batch) {
        const before = events.get(o.id)
        if (o.at >= start && o.at < end && (!before || o.received < before.received)) events.set(o.id, o)
      }
    }
    for (const o of live.register) if (o.at >= start && o.at < end) events.set(o.id, o)
    for (const o of [...events.values()].sort(byTime)) core.process(o)
    core.advance(end)
  }
}

const foldDays = (detections: readonly Detection[], sample: boolean): Folded[] => {
  const alerts = new Map<string, Folded>()
  for (const detection of detections) {
    const fold = foldOf(detection)
    const alert = alerts.get(fold)
    alerts.set(fold, alert ? add(alert, detection, fold) : begin(detection, fold, sample))
  }
  return [...alerts.values()]
}

/** An expected event, and how many detections had been spoken before it. */
type Ending = {
  readonly rule: string
  readonly entity: string
  readonly at: number
  readonly by: LogEvent
  readonly before: number
}

/** Detections and ends of one entity in the order in which the machine spoke them. */
const foldEpisodes = (rule: Rule, own: readonly Spoken[], ends: readonly Ending[], sample: boolean) => {
  const alerts = new Map<string, Folded>()
  let episode: Episode | undefined
  let next = 0
  const endUpTo = (index: number): void => {
    for (; next < ends.length && ends[next]!.before <= index; next++) {
      const { at, by } = ends[next]!
      const after = episode && ended(rule, episode, at, by)
      if (!after || after === episode) continue
      episode = after
      const fold = episodeFold(after)
      alerts.set(fold, { ...alerts.get(fold)!, ended: at })
    }
  }
  for (const { index, detection } of own) {
    endUpTo(index)
    episode = episodeOf(detection, episode)
    const fold = episodeFold(episode)
    const alert = alerts.get(fold)
    alerts.set(fold, alert ? add(alert, detection, fold) : begin(detection, fold, sample))
  }
  endUpTo(Infinity)
  return { folded: [...alerts.values()], last: episode }
}
