import type { Alert } from '../kernel/alert.ts'
import type { Change as DirectoryChange } from '../kernel/directory/diff.ts'
import { type Action, actionNames, byTime, entityOf, type Observation } from '../kernel/event.ts'
import { HOUR, SECOND } from '../kernel/time.ts'
import { type Core, createCore, type Emit, joinersFor, raiseFor } from './core.ts'
import type { Unjudged, World } from './detection.ts'
import { createLedger } from './ledger.ts'
import { actionsOf, type Indeterminate, selects } from './machine.ts'
import type { Match, Rule } from './meta.ts'
import { type Override, policyFor } from './policy.ts'
import type { Yields } from './registers/pipelines.ts'
import { createReorder } from './reorder.ts'
import { LONGEST_WAIT, type SliceResult } from './slice.ts'
import { type Change, createState } from './state.ts'
import { targetsOfDirectory } from './takeover.ts'
import { type Target, targetKey, targetsOfLate } from './target.ts'

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

/** What the shell saves in one transaction. */
export type Drained = { readonly alerts: readonly Alert[]; readonly changes: readonly Change[] }

export type StoredIndeterminate = Indeterminate & { readonly rule: string }

/** `match` rules that look at no derived register: they never wait. */
export const isImmediate = (rule: Rule): rule is Match => rule.kind === 'match' && (rule.needs ?? []).length === 0

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
  let watermark = state.get<number>('engine', 'watermark') ?? -Infinity
  /** Nothing was ever received about a time before it: no slice needs to begin earlier. */
  let earliest = state.get<number>('engine', 'earliest') ?? Infinity
  let lastSweep = watermark
  let { world, register } = options

  const unjudged: Record<string, number> = {}
  const capped: Record<string, number> = {}
  const emit: Emit = {
    detection: ledger.fold,
    ended: ledger.end,
    indeterminate: (rule, what) =>
      state.set('indeterminate', JSON.stringify([rule.id, what.entity, what.from]), { rule: rule.id, ...what }),
    unjudged: (_rule: Rule, why: Unjudged) => {
      unjudged[why] = (unjudged[why] ?? 0) + 1
    },
    capped: (rule) => {
      capped[rule.id] = (capped[rule.id] ?? 0) + 1
    },
  }
  const ordered = rules.filter((rule) => !isImmediate(rule))
  const build = (): { core: Core; immediate: ReturnType<typeof immediateFor> } => ({
    core: createCore({ rules: ordered, overrides, world, yields, lateness, state, emit }),
    immediate: immediateFor(rules.filter(isImmediate), overrides, world, emit),
  })
  let { core, immediate } = build()

  const ask = (targets: readonly Target[]): void => {
    for (const target of targets) {
      const key = targetKey(target)
      const waiting = state.get<Target>('target', key)
      const { from, to } = target
      // A thousand late lines of one machine are one slice.
      state.set(
        'target',
        key,
        waiting ? { ...waiting, from: Math.min(waiting.from, from), to: Math.max(waiting.to, to) } : target,
      )
    }
  }
  const heardBy = (rule: Rule): readonly string[] =>
    isImmediate(rule) ? actionsOf(rule) : core.machineOf(rule.id)!.actions

  /** A pipeline that was dead when something was judged has spoken about that time after all. */
  const reopen = (o: Observation): void => {
    for (const [key, value] of state.entries('indeterminate')) {
      const { rule, entity, from, to, reason } = value as StoredIndeterminate
      if (reason === 'no-life' || o.at < from - HOUR || o.at > to + lateness + HOUR) continue
      state.set('indeterminate', key, undefined)
      ask([
        {
          rule,
          scope: { kind: 'entity', value: entity },
          from,
          to,
          reason: { vi: 'nguồn nhật ký đã gửi bù', en: 'the source caught up' },
        },
      ])
    }
  }

  return {
    accept(o: Observation): void {
      if (o.collector !== 'directory' && o.at < earliest) {
        earliest = o.at
        state.set('engine', 'earliest', earliest)
      }
      const fresh = core.pipelines.mark(o)
      if (o.at < watermark) {
        ask(targetsOfLate(o, rules, heardBy))
        if (fresh) reopen(o)
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
        core.pipelines.forget(next - LONGEST_WAIT)
        lastSweep = next
      }
    },

    /** A new version of the directory: what it changes is queued, what comes from now on is joined with it. */
    takeOver(next: World, rows: readonly Observation[], changes: readonly DirectoryChange[]): void {
      ask(targetsOfDirectory(changes, register, rows, rules, heardBy, { from: earliest, to: watermark }))
      world = next
      register = rows
      ;({ core, immediate } = build())
      core.advance(watermark)
    },

    /** What waits for re-evaluation, oldest first. */
    targets: (): readonly Target[] =>
      [...state.entries('target')].map(([, value]) => value as Target).sort((a, b) => a.from - b.from),

    /** Takes over what a slice computed; its targets leave the queue. */
    apply(result: SliceResult): void {
      for (const target of result.targets) state.set('target', targetKey(target), undefined)
      for (const { space, key, value } of result.registers) state.set(space, key, value)
      for (const part of result.parts) {
        ledger.replace(part.folded, part.previous, part.reason, watermark)
        if (part.episode !== undefined) ledger.setEpisode(part.rule, part.entity, part.episode ?? undefined)
        if (part.live) core.replace(part.rule, part.entity, part.live.state)
        for (const what of part.indeterminate)
          state.set('indeterminate', JSON.stringify([part.rule, part.entity, what.from]), { rule: part.rule, ...what })
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
      carriers: core.carriers,
      oldestWait: (rule: string, entity: string): unknown => state.get(rule, entity),
      episode: ledger.episode,
    }),

    get watermark(): number {
      return watermark
    },
    /** When each pipeline last stored an event, by event time. */
    pipelines: () => core.pipelines.last(),
    /** Findings no text binds, by reason; states that were cut at their cap, by rule. Both are shown in health. */
    counters: () => ({ unjudged: { ...unjudged }, capped: { ...capped } }),
    indeterminate: (): readonly StoredIndeterminate[] =>
      [...state.entries('indeterminate')].map(([, value]) => value as StoredIndeterminate),
    drain: (): Drained => ({ alerts: ledger.drain(), changes: state.drain() }),
  }
}

export type Engine = ReturnType<typeof createEngine>

/** Rules on facts of the event itself, by action. */
const immediateFor = (
  rules: readonly Match[],
  overrides: readonly Override[],
  world: World,
  emit: Emit,
): ((o: Observation) => void) => {
  const joins = joinersFor(world.directory)
  const runners = rules.map((rule) => ({
    rule,
    policyOf: policyFor(rule, overrides),
    raise: raiseFor(rule, joins(rule), world, emit),
  }))
  const listeners = new Map<Action, typeof runners>(
    actionNames.map((action) => [action, runners.filter(({ rule }) => actionsOf(rule).includes(action))]),
  )
  return (o) => {
    const list = listeners.get(o.action)!
    if (list.length === 0) return
    const event = joins(list[0]!.rule)(o)
    for (const { rule, policyOf, raise } of list) {
      const entity = entityOf(o, rule.by)
      if (entity === undefined) continue
      const policy = policyOf(event)
      if (selects(rule, event, policy)) raise.found({ entity, at: o.at, trigger: o, events: [o], numbers: policy })
    }
  }
}
