import type { Alert } from '../kernel/alert.ts'
import type { Change as DirectoryChange } from '../kernel/directory/diff.ts'
import { byTime, type Observation } from '../kernel/event.ts'
import type { Text } from '../kernel/text.ts'
import { DAY, HOUR, MINUTE, SECOND } from '../kernel/time.ts'
import { createCore } from './core.ts'
import type { World } from './detection.ts'
import { immediateFor, isImmediate } from './immediate.ts'
import { createIndeterminate } from './indeterminate.ts'
import { createLedger } from './ledger.ts'
import { actionsOf } from './machine.ts'
import type { Rule } from './meta.ts'
import { REMEMBERED } from './plan.ts'
import type { Override } from './policy.ts'
import { createProducers, type Kept } from './producers.ts'
import { createQueue, type Queued } from './queue.ts'
import type { Emit } from './raise.ts'
import { LONGEST_SILENCE, PIPELINES, type Yields } from './registers/pipelines.ts'
import { PRESENCE, PRESENCE_STEP } from './registers/presence.ts'
import { createReorder } from './reorder.ts'
import type { Passed, SliceResult } from './slice.ts'
import { apartOf, type Change, createState } from './state.ts'
import { targetsOfDirectory } from './takeover.ts'
import { EVERYTHING, isOfRule, isOwn, type Only, type Target, targetsOfLate, targetsThrough } from './target.ts'
import { between } from './window.ts'

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
  /** This engine's share of the work: of each rule (by id) the entities it judges. Others judge the rest; registers are kept by all of them. */
  readonly only?: Only
}

export type { StoredIndeterminate } from './indeterminate.ts'

const tried: Text = { vi: 'kho lưu trữ được đọc lại', en: 'the archive was read again' }
const reread: Text = { vi: 'nhật ký được đọc lại bằng bộ đọc đã sửa', en: 'a log was read again by a better parser' }

/** What the shell saves in one transaction. */
export type Drained = { readonly alerts: readonly Alert[]; readonly changes: readonly Change[] }

/** How long it is kept that an interval could not be judged: the year that reports look back on, and a month. */
const KEPT = 400 * DAY

/** A slice that is further behind reads the archive. */
const PASSED = 20_000

/** So many events are judged at a stretch. */
const PIECE = 250

const RULES = 'rule'
const PRODUCERS = 'producer'

const otherRule: Text = { vi: 'quy tắc hoặc tham số đã thay đổi', en: 'the rule or its numbers have changed' }
const stateLost: Text = { vi: 'trạng thái đã lưu không đọc được', en: 'the saved state could not be read' }

/**
 * The streaming half of f: takes records in any order, with the horizon in band, and keeps alerts as f would compute them.
 * What comes after its watermark is not judged here but queued for re-evaluation (`targets`). A pure state machine: all it
 * remembers is in `drain().changes`, but for the reorder buffer, which the shell fills again from the log.
 */
export const createEngine = (options: EngineOptions) => {
  const { rules, overrides, yields, lateness, sample, only } = options
  const state = createState(options.saved)
  const ledger = createLedger(state, sample)
  const reorder = createReorder()
  const indeterminate = createIndeterminate(state, lateness)
  const producers = createProducers(state.space<Kept>(PRODUCERS))
  let watermark = state.get<number>('engine', 'watermark') ?? -Infinity
  /** Nothing was ever received about a time before it: no slice needs to begin earlier. */
  let earliest = state.get<number>('engine', 'earliest') ?? Infinity
  let lastSweep = watermark
  const queue = createQueue(state, rules, { watermark: () => watermark, earliest: () => earliest })
  /** Times at which a carrier turned out to have spoken since a slice was begun: it may not have seen that. */
  let spoken = new Set<number>()
  let { world, register } = options
  let passed: { readonly from: number; readonly events: Observation[] } | undefined
  /** Intervals without a judgement that were dropped for their age. */
  let forgotten = 0

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
    core: createCore({
      ...{ rules: ordered, overrides, world, yields, lateness, state, emit, watermark },
      ...(only && { only: (rule: Rule, entity: string) => only(rule.id, entity) }),
    }),
    immediate: immediateFor(rules, overrides, world, emit, only),
  })
  let { core, immediate } = build()
  /** Asks for what is ours of it; whom a target is about may show only when it is computed, and then the slice looks. */
  const ask = (targets: readonly Target[]): void => queue.ask(only ? targets.filter(isOwn(only)) : targets)
  const heardBy = (rule: Rule): readonly string[] =>
    isImmediate(rule) ? actionsOf(rule) : core.machineOf(rule.id)!.actions
  /** Ahead of the watermark only what never waits has spoken, and no register. */
  const targetsAhead = (o: Observation) => targetsThrough(o, rules.filter(isImmediate), heardBy).filter(isOfRule)

  /** What never waits has judged ahead of the watermark. */
  const lived = (): number => reorder.pending().reduce((latest, { at }) => Math.max(latest, at), watermark)
  /** The first time a rule can say anything about: an absence waits from registers' rows that are older than every log, too. */
  const since = (id: string): number => {
    const absent = rules.some((rule) => rule.id === id && rule.kind === 'absence')
    return Math.min(earliest, watermark, ...(absent && register[0] ? [register[0].at] : []))
  }

  /** Time passes, in pieces of some ms each. */
  const passing = function* (at: number): Generator<void> {
    const next = Math.floor((at - lateness) / SECOND) * SECOND
    if (next <= watermark) return
    const span = next - watermark
    const rows = between(register, watermark, next)
    const released = reorder.release(next)
    if (passed && passed.events.length + released.length <= PASSED) passed.events.push(...released)
    else passed = undefined
    let done = 0
    for (const o of rows.length > 0 ? [...released, ...rows].sort(byTime) : released) {
      core.process(o)
      if (++done % PIECE === 0) yield
    }
    watermark = next
    core.advance(next)
    state.set('engine', 'watermark', next)
    core.forget(span)
    if (next - lastSweep >= HOUR) {
      yield
      ledger.forget(next)
      core.pipelines.forget(next - REMEMBERED)
      forgotten += indeterminate.forget(next - KEPT)
      lastSweep = next
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
        if (!fresh) return
        ask(indeterminate.reopen(o))
        if (queue.isRunning()) spoken.add(Math.floor(o.at / MINUTE) * MINUTE)
        return
      }
      const how = reorder.put(o)
      if (how === 'new') immediate(o)
      // What never waits has shown the later receipt.
      else if (how === 'earlier') ask(targetsAhead(o))
    },

    /** A better parser has taken back what an older one made of a line: what rests on it is computed again without it. */
    withdraw(o: Observation): void {
      reorder.remove(o)
      const targets = o.at < watermark ? targetsThrough(o, rules, heardBy) : targetsAhead(o)
      ask(targets.map((target) => ({ ...target, reason: reread, gone: [o.id] })))
    },

    /** After a restart: events that were in the reorder buffer, read from the log again. */
    refill(o: Observation): void {
      if (o.at >= watermark) reorder.put(o)
    },
    /** The same for what was withdrawn from it. */
    unfill: reorder.remove,

    /** Time passes: the horizon is now `at`. What is due is judged. */
    tick(at: number): void {
      const pieces = passing(at)
      while (!pieces.next().done);
    },
    /** The same in pieces: whoever has other things to do does them between, and leaves the engine alone until it is through. */
    passing,
    /** Hears the ticks of a log with several producers, and says how far time has come by them. */
    producers,

    /** A new version of the directory: what it changes is queued, what comes from now on is joined with it. */
    takeOver(next: World, rows: readonly Observation[], changes: readonly DirectoryChange[]): void {
      ask(targetsOfDirectory(changes, register, rows, rules, heardBy, { from: earliest, to: lived() }))
      world = next
      register = rows
      ;({ core, immediate } = build())
      core.advance(watermark)
    },

    /** At a start: what could not be evaluated again is tried again, since a file may have been restored. */
    recheck(): void {
      ask(
        ledger.doubtful().map(({ rule, entity, from, to }): Target => {
          return { rule, scope: { kind: 'entity', value: entity }, from, to, reason: tried }
        }),
      )
    },

    /** What waits for re-evaluation, oldest first. */
    targets: queue.waiting,
    queue,

    /** A slice over these begins: until it is applied or given up, what is asked about the same waits for another. */
    begin(targets: readonly Queued[]): void {
      queue.begin(targets)
      spoken = new Set()
      passed = undefined
    },

    /** Takes over what a slice computed; its targets leave the queue, but those that damaged logs may answer otherwise are kept aside. */
    apply(result: SliceResult): void {
      queue.done(result.targets)
      queue.keep(result.damaged)
      ask(result.again)
      for (const { space, key, value } of result.registers) state.set(space, key, value)
      // The core has its own marks of what these two say.
      if (result.registers.some(({ space }) => space === PRESENCE || space === PIPELINES))
        ({ core, immediate } = build())
      indeterminate.replace(result.parts)
      passed = undefined
      for (const at of spoken) ask(indeterminate.reopen({ at }))
      for (const part of result.parts) {
        ledger.replace(part.folded, part.previous, part.reason, watermark, part.doubted)
        if (part.episode !== undefined) ledger.setEpisode(part.rule, part.entity, part.episode ?? undefined)
        if (part.live) core.replace(part.rule, part.entity, part.live.state)
      }
    },

    /**
     * The rules as they are told apart: id → what tells a version of it from every other. Of a rule that is not what the saved state
     * knows, or is new, or is no more, everything is asked again; its own state was another's and is forgotten. Where nothing was lived
     * through yet, nothing is asked.
     */
    activate(prints: ReadonlyMap<string, string>): readonly string[] {
      const saved = new Map(state.entries(RULES))
      const changed = [...new Set([...prints.keys(), ...saved.keys()])].filter((id) => saved.get(id) !== prints.get(id))
      if (changed.length === 0) return []
      for (const id of changed) {
        state.set(RULES, id, prints.get(id))
        for (const space of [id, apartOf(id)])
          for (const [entity] of state.entries(space)) state.set(space, entity, undefined)
      }
      if (!Number.isFinite(watermark)) return []
      const to = lived()
      ask(
        changed.map((id) => ({
          rule: id,
          scope: { kind: 'all' },
          from: since(id),
          to,
          reason: otherRule,
          fresh: true,
        })),
      )
      ;({ core, immediate } = build())
      core.advance(watermark)
      return changed
    },

    /** What all that is remembered can be made of anew, where none of it can be read. */
    everything(): readonly Target[] {
      const reason = stateLost
      const from = (rule: Rule): number => {
        const reach = isImmediate(rule) ? 0 : core.machineOf(rule.id)!.reach
        return Math.max(since(rule.id), Number.isFinite(reach) ? watermark - reach - 2 * DAY : -Infinity)
      }
      return [
        {
          rule: '@',
          scope: { kind: 'register', space: EVERYTHING, key: EVERYTHING },
          from: watermark,
          to: watermark,
          reason,
          fresh: true,
        },
        ...rules.map(
          (rule): Target => ({
            rule: rule.id,
            scope: { kind: 'all' },
            from: from(rule),
            to: lived(),
            reason,
            fresh: true,
          }),
        ),
      ]
    },

    /** What the stream took in order since this was last asked; undefined where that was not since the slice began, or too much. */
    passed(): Passed | undefined {
      const taken = passed
      passed = { from: watermark, events: [] }
      return taken
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
      ...(only && { only }),
      watermark,
      earliest,
      get pending() {
        return reorder.pending()
      },
      heard: { since: watermark - REMEMBERED + LONGEST_SILENCE, carriers: core.carriers },
      oldestWait: (rule: string, entity: string): unknown => state.get(rule, entity),
    }),

    get watermark(): number {
      return watermark
    },
    /** Nothing was ever received about a time before it. */
    get earliest(): number {
      return earliest
    },
    /** When each pipeline last stored an event, by event time. */
    pipelines: () => core.pipelines.last(),
    /** The pipelines that stored an event in the hours of [from, to), event time; of the weeks that absences look back on. */
    heardIn: (from: number, to: number) => core.pipelines.heardIn(from, to),
    /** The newest sign of life of each machine, event time to five minutes. */
    seen: (): ReadonlyMap<string, number> =>
      new Map([...state.entries(PRESENCE)].map(([host, step]) => [host, Number(step) * PRESENCE_STEP])),
    /** Findings no text binds, by reason; states that were cut at their cap, by rule. Both are shown in health. */
    counters: () => ({ unjudged: { ...unjudged }, capped: { ...capped }, forgotten }),
    indeterminate: indeterminate.stored,
    /** Whether the next `drain` has alerts. */
    get hasAlerts(): boolean {
      return ledger.isWritten()
    },
    drain: (): Drained => ({ alerts: ledger.drain(), changes: state.drain() }),
  }
}

export type Engine = ReturnType<typeof createEngine>
