import type { Directory } from '../../kernel/directory/facts.ts'
import type { Observation } from '../../kernel/event.ts'
import { MINUTE } from '../../kernel/time.ts'
import { type Core, createCore } from '../core.ts'
import type { World } from '../detection.ts'
import { immediateFor, isImmediate } from '../immediate.ts'
import { createIndeterminate } from '../indeterminate.ts'
import { createLags } from '../lags.ts'
import { createLedger } from '../ledger.ts'
import { actionsOf } from '../machine.ts'
import type { Rule } from '../meta.ts'
import type { EngineOptions } from '../options.ts'
import { createProducers, type Kept } from '../producers.ts'
import { createQueue } from '../queue.ts'
import type { Emit } from '../raise.ts'
import { actsRegister } from '../registers/acts.ts'
import { createReorder } from '../reorder.ts'
import { createState } from '../state.ts'
import { isOwn, type Target } from '../target.ts'
import { createUnlisted } from '../unlisted/register.ts'

const PRODUCERS = 'producer'

/** What changes as the stream goes on. */
type Moving = {
  /** The directory in force and what its rows say. */
  world: World
  register: readonly Observation[]
  /** Whoever judges by it. */
  core: Core
  immediate: (o: Observation) => void
  /** What was taken in order since a slice was told of it last; undefined where that was too much, or nobody asked. */
  passed: { readonly from: number; readonly events: Observation[] } | undefined
  /** When the latest row of the directory in force was entered that a takeover brought, epoch ms. */
  entered: number
  /** Minutes in which a carrier turned out to have spoken since a slice was begun: it may not have seen that. */
  spoken: Set<number>
}

type Counters = {
  readonly unjudged: Record<string, number>
  readonly capped: Record<string, number>
  /** Intervals without a judgement that were dropped for their age. */
  forgotten: number
}

/** What all parts of the engine work with: what is remembered, who judges, and how far time has come. */
export const openStanding = (options: EngineOptions) => {
  const { rules, overrides, yields, lateness, sample, only } = options
  const state = createState(options.saved)
  const ledger = createLedger(state, sample)
  const reorder = createReorder()
  const indeterminate = createIndeterminate(state, lateness)
  const time = {
    watermark: state.get<number>('engine', 'watermark') ?? -Infinity,
    /** Nothing was ever received about a time before it: no slice needs to begin earlier. */
    earliest: state.get<number>('engine', 'earliest') ?? Infinity,
  }
  const queue = createQueue(state, rules, { watermark: () => time.watermark, earliest: () => time.earliest })
  const counters: Counters = { unjudged: {}, capped: {}, forgotten: 0 }
  const emit: Emit = {
    detection: ledger.fold,
    ended: ledger.end,
    indeterminate: (rule, what) => indeterminate.note({ rule: rule.id, ...what }),
    unjudged: (_rule, why) => count(counters.unjudged, why),
    capped: (rule) => count(counters.capped, rule.id),
  }
  const ordered = rules.filter((rule) => !isImmediate(rule))
  const judgesIn = (world: World): Pick<Moving, 'core' | 'immediate'> => ({
    core: createCore({
      ...{ rules: ordered, overrides, world, yields, lateness, state, emit, watermark: time.watermark },
      ...(only && { only: (rule: Rule, entity: string) => only(rule.id, entity) }),
    }),
    immediate: immediateFor(rules, overrides, world, emit, only),
  })

  const { world, register } = options
  const moving: Moving = {
    world,
    register,
    ...judgesIn(world),
    passed: undefined,
    entered: -Infinity,
    spoken: new Set(),
  }
  const producers = createProducers(state.space<Kept>(PRODUCERS))
  const acts = actsRegister(state)

  const standing = {
    ...moving,
    // Neither the saved state nor a directory that is no longer in force is held on to.
    fixed: { rules, overrides, yields, lateness, sample, ...(only && { only }) },
    ...{ rules, state, ledger, reorder, indeterminate, queue, time, counters, producers, acts },
    lags: createLags(state),
    /** Who acts and is missing from the directory in force. */
    unlisted: createUnlisted(state, (): Directory => standing.world.directory),

    /** The time as it was told last, for people: the watermark lies behind it, before the decision that a takeover brought. */
    now: (): number => Math.max(time.watermark, producers.latest, standing.entered),

    /** Whoever judges is made anew over what is remembered. */
    rebuild(): void {
      Object.assign(standing, judgesIn(standing.world))
    },
    /** Asks for what is ours of it; whom a target is about may show only when it is computed, and then the slice looks. */
    ask: (targets: readonly Target[]): void => queue.ask(only ? targets.filter(isOwn(only)) : targets),
    heardBy: (rule: Rule): readonly string[] =>
      isImmediate(rule) ? actionsOf(rule) : standing.core.machineOf(rule.id)!.actions,
    /** What never waits has judged ahead of the watermark. */
    lived: (): number => reorder.pending().reduce((latest, { at }) => Math.max(latest, at), time.watermark),
    /** A carrier has turned out to have spoken at a time that is judged. */
    spoke(at: number): void {
      if (queue.isRunning()) standing.spoken.add(Math.floor(at / MINUTE) * MINUTE)
    },
  }
  return standing
}

export type Standing = ReturnType<typeof openStanding>

const count = (counts: Record<string, number>, what: string): void => {
  counts[what] = (counts[what] ?? 0) + 1
}
