import type { Alert } from '../kernel/alert.ts'
import { byTime } from '../kernel/event.ts'
import type { Gap } from '../kernel/ports.ts'
import { createCore } from './core.ts'
import { entriesIn } from './entries.ts'
import { openFeed, type Passed } from './feed.ts'
import { isImmediate } from './immediate.ts'
import { gapsIn, meets, saidBy, witness } from './incomplete.ts'
import type { Live } from './live.ts'
import { needsOf } from './needed.ts'
import { partsOf, type SlicePart } from './parts.ts'
import { type Plan, planOf, REMEMBERED } from './plan.ts'
import { portionsOf } from './portions.ts'
import { listen } from './refold.ts'
import { withoutRepeats } from './repeats.ts'
import { resolve } from './resolve.ts'
import { identifiedBy, type Progress, type SliceSources } from './sources.ts'
import { type Span, spanOver } from './span.ts'
import { type Change, createState } from './state.ts'
import { EVERYTHING, REGISTER_REACH, type Target } from './target.ts'

export type { Passed } from './feed.ts'
export type { Progress, SliceSources } from './sources.ts'
export type SliceResult = {
  /** There is more to put in place: `targets`, `again` and `damaged` are told with the last of it, `registers` with the first. */
  readonly more: boolean
  readonly targets: readonly Target[]
  readonly parts: readonly SlicePart[]
  /** Entries of derived registers as they stand at the watermark. */
  readonly registers: readonly Change[]
  /** What must be asked again, because the stream went on meanwhile. */
  readonly again: readonly Target[]
  /** A gap of the archive lay in what was to be read, whether or not anybody was found beside it. */
  readonly incomplete: boolean
  /** Those of `targets` that met damage: restored logs may answer them otherwise. What outlived its time never comes back. */
  readonly damaged: readonly Target[]
}

/** A slice under way: it writes nothing, and may be dropped at any time. */
export type Slice = {
  /**
   * Reads on, step by step, up to the watermark of `live`: again, when the stream has gone on. What it `passed` since the last time need
   * not be read.
   */
  advance(live: Live, passed?: Passed): AsyncGenerator<Progress>
  /** Rules that never wait, and whom they are about, of which `result` for the next `most` must be told what the stream still holds back. */
  ahead(most?: number): readonly (readonly [rule: string, entities: readonly string[]])[]
  /**
   * What it comes to about the next `most` of those concerned (all that are left, where nothing is said), each a rule and an entity: whom
   * another portion is about is judged up to when that is taken. `live` is the stream as the last `advance` was told of it, held still;
   * `written` are the alerts that the stream wrote since the last portion.
   */
  result(live: Live, written?: readonly Alert[], most?: number): SliceResult
}

/** Computes f again for what the targets name, in one go: the stream stands still meanwhile. */
export const runSlice = async (targets: readonly Target[], live: Live, sources: SliceSources): Promise<SliceResult> => {
  const slice = await openSlice(targets, live, sources)
  for await (const _ of slice.advance(live));
  return slice.result(live)
}

/**
 * Computes f again for what the targets name: the same core, over the archive's events in order, from far enough back, up to far
 * enough forward or the watermark; one pass over the archive for all rules. Writes nothing: the owner of the entities applies the
 * result (architecture 1). Rules, directory and policy must stay those of `live` for as long as it runs.
 */
export const openSlice = async (asked: readonly Target[], live: Live, told: SliceSources): Promise<Slice> => {
  const sources = identifiedBy(live.world.directory, told)
  const targets = await withoutRepeats(asked, live, sources)
  const involved = live.rules.filter((rule) => targets.some((t) => t.rule === rule.id || t.rule === '*'))
  const wanted = await resolve(targets, involved, live, sources)
  const concerned = involved.filter(({ id }) => wanted.get(id)!.size > 0)
  const touched = targets.flatMap(({ scope, from }) =>
    scope.kind === 'register' ? [{ ...scope, from: from - reachOf(scope.space) }] : [],
  )
  const gone = await withdrawnRules(targets, live, sources)

  let current = live
  const heard = listen()
  const state = createState(live.declared)
  const { rules: _, watermark: begun, heard: _h, ...options } = live
  const core = createCore({
    ...options,
    rules: concerned,
    state,
    emit: heard.emit,
    only: (rule, entity) => wanted.get(rule.id)!.has(entity),
    heard: {
      get since() {
        return current.heard.since
      },
      carriers: (...asked) => current.heard.carriers(...asked),
    },
  })
  const plans = await Promise.all(
    concerned.map((rule) => planOf(rule, core.machineOf(rule.id)!.reach, wanted.get(rule.id)!, live, sources)),
  )
  const span = spanOver([
    ...plans.map(({ window }) => ({ from: window.read, to: window.to })),
    ...touched.map(({ from }) => ({ from, to: Infinity })),
  ])
  const portions = portionsOf(plans)
  /** What the stream wrote since the slice was opened. */
  const since = new Map<string, Alert>()
  let isFirst = true
  const machined = plans.map((plan) => ({ ...plan, machine: core.machineOf(plan.rule.id)! }))
  const widely = targets.some((target) => target.widely)
  const { asked: needed, covers } = await needsOf(machined, touched, live, sources, widely)
  const { look, seen } = witness(plans)
  const rows = new Set(live.register.map(({ id }) => id))
  /** Machines, addresses and accounts were met of whose past nothing was read. */
  let strangers = false
  const feed = openFeed(core, span, live, sources, needed, (batch) => {
    look(batch)
    strangers ||= batch.some((o) => o.at >= begun && !covers(o))
  })
  let gaps: readonly Gap[] = []
  const ofRule = ({ rule }: Target, id: string): boolean => rule === '*' || rule === id
  /** All that the answer to a target rests on: a gap may have swallowed those whom there would be a plan for. */
  const basisOf = (target: Target): Span => {
    const { scope, from } = target
    if (scope.kind === 'register') return { from: from - reachOf(scope.space), to: Infinity }
    const own = plans.filter(({ rule }) => ofRule(target, rule.id))
    return spanOver([target, ...own.map(({ window }) => ({ from: window.read, to: window.to }))])
  }
  const bases = targets.flatMap((target) =>
    target.scope.kind === 'register' || involved.some(({ id }) => ofRule(target, id))
      ? [{ target, basis: basisOf(target) }]
      : [],
  )
  const { from: lowest, to: highest } = spanOver([span, ...bases.map(({ basis }) => basis)])

  return {
    async *advance(next, passed) {
      current = next
      // A carrier's first event after a deadline proves it alive: it may lie ahead of the watermark.
      for (const o of next.pending) core.pipelines.mark(o)
      const to = Math.min(span.to, next.watermark)
      if (passed && feed.take(passed, to)) return
      yield* feed.until(to)
      // Damage shows when it is read, so this is asked last.
      gaps = await gapsIn({ from: lowest, to: Math.min(highest, next.watermark) }, live, sources)
    },

    ahead: (most = Infinity) =>
      portions
        .next(most)
        .filter(({ rule, window }) => isImmediate(rule) && window.to >= current.watermark)
        .map(({ rule, wanted }) => [rule.id, [...wanted.keys()]]),

    result(next, written = [], most = Infinity) {
      if (strangers && next.watermark > begun)
        return {
          ...{ more: false, targets: asked, parts: [], registers: [], incomplete: false, damaged: [] },
          again: targets.map((target) => ({ ...target, widely: true })),
        }
      for (const alert of written) since.set(alert.id, alert)
      const reached = span.to >= next.watermark
      const missing = { gaps, seen, ...saidBy(targets) }
      const entries = entriesIn(state)
      const facts = { sample: next.sample, watermark: next.watermark, rows }
      const damage = gaps.filter(({ reason }) => reason === 'damaged')
      const taken = portions.take(most)
      // At the watermark the rules that never wait see what the stream has already shown them; it will be read with all the rest.
      const ahead = reached
        ? heard.aside(() => {
            for (const o of [...next.pending].sort(byTime)) core.process(o, isImmediate)
          })
        : undefined
      const parts = taken
        .map((plan) => ({ ...plan, standing: standingOf(plan, since) }))
        .flatMap((plan) => partsOf(plan, heard, ahead, reached ? state : undefined, facts, missing))
      const [first, more] = [isFirst, !portions.isThrough()]
      isFirst = false
      return {
        more,
        parts: first ? [...gone, ...parts] : parts,
        // Over a gap the stream's own entry is the better one: it saw what the archive lost, and lacks the late event alone.
        registers: first
          ? touched
              .filter(({ space, from }) => space === EVERYTHING || gaps.every((gap) => gap.to < from))
              .flatMap(({ space, key }) => entries(space, key))
          : [],
        incomplete: bases.some(({ basis }) => meets(gaps)(basis) !== undefined),
        ...(more
          ? { targets: [], again: [], damaged: [] }
          : {
              targets: asked,
              again:
                begun < next.watermark ? targets.flatMap((target) => remainderOf(target, begun, next.watermark)) : [],
              damaged: bases.filter(({ basis }) => meets(damage)(basis) !== undefined).map(({ target }) => target),
            }),
      }
    },
  }
}

/** What stood in a plan's folds, and what the stream has put there since. */
const standingOf = ({ rule, wanted, standing }: Plan, written: ReadonlyMap<string, Alert>): readonly Alert[] => {
  const own = [...standing, ...written.values()].filter(
    (alert) => alert.rule.id === rule.id && wanted.has(alert.entity.value),
  )
  return [...new Map(own.map((alert) => [alert.id, alert])).values()]
}

/** Alerts of rules that are no more: f no longer speaks of them. */
const withdrawnRules = async (
  targets: readonly Target[],
  { rules }: Live,
  { previous }: SliceSources,
): Promise<readonly SlicePart[]> => {
  const known = new Set(['*', '@', ...rules.map(({ id }) => id)])
  const parts = targets
    .filter(({ rule }) => !known.has(rule))
    .map(async ({ rule, reason }): Promise<readonly SlicePart[]> => {
      const alerts = Map.groupBy(await previous(rule, -Infinity, Infinity), ({ entity }) => entity.value)
      return [...alerts].map(([entity, previous]) => ({
        ...{ rule, entity, from: -Infinity, to: Infinity, folded: [], previous, reason, indeterminate: [] },
        ...{ doubted: new Map(), incomplete: false },
        episodes: [],
      }))
    })
  return (await Promise.all(parts)).flat()
}

/**
 * The stream went on while the slice ran, and judged by registers and entities the slice has only now put right: what the target says
 * of that time is asked again, once.
 */
const remainderOf = (target: Target, begun: number, watermark: number): readonly Target[] => {
  const { scope, from, to, late: _, ...rest } = target
  return (scope.kind === 'about' || scope.kind === 'all') && to >= begun
    ? [{ ...rest, scope, from: Math.max(from, begun), to: Math.min(to, watermark - 1) }]
    : []
}

/** How far back a register must be read, or all of them with what the stream remembers of its carriers. */
const reachOf = (space: string): number =>
  space === EVERYTHING ? Math.max(REMEMBERED, ...Object.values(REGISTER_REACH)) : REGISTER_REACH[space]!
