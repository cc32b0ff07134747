import type { Directory } from '../kernel/directory/facts.ts'
import { type Action, actionNames, type Entity, entities, entityOf, type Observation } from '../kernel/event.ts'
import { type Compile, compile } from './compile.ts'
import type { World } from './detection.ts'
import type { Carriers, Machine } from './machine.ts'
import type { LogEvent, Rule } from './meta.ts'
import { type Override, policiesOf, policyFor } from './policy.ts'
import { type Emit, joinersFor, raiseFor } from './raise.ts'
import { derivedRegisters } from './registers/derived.ts'
import { mountsRegister } from './registers/mounts.ts'
import { pipelinesRegister } from './registers/pipelines.ts'
import { plugsRegister } from './registers/plugs.ts'
import { PRESENCE_STEP, presenceRegister, showsLife } from './registers/presence.ts'
import type { State } from './state.ts'
import { type Entry, sweeper } from './sweep.ts'
import { createTimers } from './timers.ts'
import type { Yields } from './yields.ts'

export type CoreOptions = {
  readonly rules: readonly Rule[]
  readonly overrides: readonly Override[]
  readonly world: World
  readonly yields: Yields
  /** How late a log may be and still be taken in order, ms. */
  readonly lateness: number
  readonly state: State
  readonly emit: Emit
  /** Every event before it has been processed: by the stream before a restart. */
  readonly watermark?: number
  /**
   * A slice looks at the carriers the stream has seen, as far back as the stream remembers them: they are a set, so nothing
   * is lost by it. What lies further back it must mark itself.
   */
  readonly heard?: { readonly since: number; readonly carriers: Carriers }
  /** For a slice: which entities of a rule are run at all. */
  readonly only?: (rule: Rule, entity: string) => boolean
  /** The rules' own machines unless somebody watches them. */
  readonly compile?: Compile
}

/** No step; a small integer, as steps are. */
const NEVER = -1

/**
 * The ordered half of the engine: registers, joined events, machines, timers. Events must come by `byTime`; the streaming engine
 * sees to that with its reorder buffer, a slice by sorting what the archive holds. Both are the same function of the same events.
 */
export const createCore = (options: CoreOptions) => {
  const { rules, overrides, world, yields, lateness, state, emit, heard, only } = options
  let watermark = options.watermark ?? -Infinity
  const directory: Directory = world.directory
  const registers = derivedRegisters(state)
  const mounts = mountsRegister(state)
  const plugs = plugsRegister(state)
  const present = presenceRegister(state)
  const pipelines = pipelinesRegister(state, () => directory, yields, lateness)
  const joins = joinersFor(directory, registers.derived)
  const own = pipelines.carriersAt(() => watermark)
  const carriers: Carriers = (unit, actions, from, to) =>
    (heard && from >= heard.since ? heard.carriers : own)(unit, actions, from, to)

  /** How many rules are about each kind of entity. */
  const places = new Map<Entity, number>()
  const runners = rules.map((rule) => {
    const policyOf = policyFor(rule, overrides)
    const join = joins(rule)
    const policies = policiesOf(rule, overrides)
    const machine = (options.compile ?? compile)(rule, { policyOf, policies, join, carriers })
    const remembered = state.space<unknown>(rule.id, machine.moving)
    const place = places.get(rule.by) ?? 0
    places.set(rule.by, place + 1)
    return { rule, join, machine, raise: raiseFor(rule, join, world, emit), timers: createTimers(), remembered, place }
  })
  type Runner = (typeof runners)[number]
  const runnerOf = new Map<string, Runner>(runners.map((runner) => [runner.rule.id, runner]))

  /** One look-up of an entity serves all rules about it. */
  const abouts = new Map(
    entities.map((by) => [
      by,
      { runners: runners.filter(({ rule }) => rule.by === by), entries: new Map<string, Entry>() },
    ]),
  )
  type About = { readonly runners: readonly Runner[]; readonly entries: Map<string, Entry> }
  const open = ({ entries, runners }: About, name: string): Entry => {
    const known = entries.get(name)
    if (known !== undefined) return known
    const made: Entry = {
      name,
      cells: runners.map(() => undefined),
      dues: runners.map(() => Infinity),
      step: NEVER,
    }
    entries.set(name, made)
    return made
  }
  const hosts = abouts.get('host')!

  // Timers live in memory only: what is due follows from the saved state.
  for (const { rule, machine, timers, remembered, place } of runners)
    for (const [entity, saved] of remembered.entries()) {
      const entry = open(abouts.get(rule.by)!, entity)
      entry.cells[place] = remembered.hold(entity)
      if (!machine.due) continue
      const due = machine.due(saved)
      entry.dues[place] = due
      timers.set(entity, due)
    }

  /** Whether the register of mounts completes events for a rule. */
  const completesFor = ({ rule: { needs = [] } }: Runner): boolean => needs.includes('mounts')
  /** Rules that see the same registers and the same account's facts share one join. */
  const viewOf = (runner: Runner): string => {
    const { needs = [], facts = 'user' } = runner.rule
    return `${completesFor(runner) ? 'mounts' : needs.length > 0 ? 'registers' : 'plain'}/${facts}`
  }
  /** What becomes of an event with this action. */
  const planOf = (action: Action) => {
    const listening = runners.filter(({ machine }) => machine.actions.includes(action))
    return {
      registers: registers.listening(action),
      mounts: action === 'media.attach' || action === 'media.detach',
      plugs: action === 'media.attach',
      shows: showsLife(action),
      views: [...Map.groupBy(listening, viewOf).values()].map((sharing) => ({
        completes: completesFor(sharing[0]!),
        join: sharing[0]!.join,
        groups: [...Map.groupBy(sharing, ({ rule }) => rule.by)].map(([by, own]) => ({
          by,
          about: abouts.get(by)!,
          asking: own.map((runner) => ({ runner, idle: runner.machine.idle?.includes(action) ?? false })),
        })),
      })),
    }
  }
  type Plan = ReturnType<typeof planOf>
  const plans = new Map(actionNames.map((action) => [action, planOf(action)]))
  const seenPlan = plans.get('host.seen')!

  const keep = (runner: Runner, entry: Entry, after: unknown): void => {
    const { remembered, place } = runner
    const cell = entry.cells[place] ?? remembered.hold(entry.name)
    entry.cells[place] = cell
    remembered.put(cell, after)
    wait(runner, entry, after)
  }
  const wait = ({ machine, timers, place }: Runner, entry: Entry, after: unknown): void => {
    if (!machine.due) return
    const due = after === undefined ? Infinity : machine.due(after)
    if (entry.dues[place] === due) return
    entry.dues[place] = due
    timers.set(entry.name, after === undefined ? undefined : due)
  }

  /** `here`: the entry of the machine it names, where it was looked up. */
  const dispatch = (plain: Observation, { views }: Plan, which?: (rule: Rule) => boolean, here?: Entry): void => {
    // Plain loops: it runs for every event.
    for (let v = 0; v < views.length; v++) {
      const { completes, join, groups } = views[v]!
      const o = completes ? mounts.complete(plain) : plain
      let event: LogEvent | undefined
      for (let g = 0; g < groups.length; g++) {
        const { by, about, asking } = groups[g]!
        const entity = entityOf(o, by)
        if (entity === undefined) continue
        let entry = by === 'host' && here ? here : about.entries.get(entity)
        for (let a = 0; a < asking.length; a++) {
          const { runner, idle } = asking[a]!
          const before = entry?.cells[runner.place]?.value
          if (idle && before === undefined) continue
          if ((only && !only(runner.rule, entity)) || (which && !which(runner.rule))) continue
          event ??= join(o)
          const after = runner.machine.accept(event, entity, before, runner.raise)
          if (after === before) continue
          entry ??= open(about, entity)
          keep(runner, entry, after)
        }
      }
    }
  }

  /** The machine shows itself for the first time in this step: of most events it is seen here that it does not. */
  const seenIn = (o: Observation, entry: Entry): Observation | undefined => {
    const step = Math.floor(o.at / PRESENCE_STEP)
    if (entry.step === step || o.collector === 'directory') return undefined
    entry.step = step
    return present(o)
  }

  return {
    pipelines,
    carriers,
    machineOf: (rule: string): Machine | undefined => runnerOf.get(rule)?.machine,

    /** Takes the next event in order: registers first, so that an event sees itself in them. `which`: these rules alone, no register. */
    process(o: Observation, which?: (rule: Rule) => boolean): void {
      const plan = plans.get(o.action)!
      if (which) {
        dispatch(o, plan, which)
        return
      }
      for (let r = 0; r < plan.registers.length; r++) plan.registers[r]!.accept(o)
      if (plan.mounts) mounts.accept(o)
      const host = plan.shows ? entityOf(o, 'host') : undefined
      const here = host === undefined ? undefined : open(hosts, host)
      const seen = here && seenIn(o, here)
      if (!plan.plugs || !plugs.repeats(o)) dispatch(o, plan, undefined, here)
      if (seen) dispatch(seen, seenPlan, undefined, here)
    },

    /** Every event before `to` has been processed: raise what was waited for in vain. */
    advance(to: number): void {
      watermark = to
      for (const runner of runners) {
        const { rule, machine, timers, raise, place } = runner
        if (!machine.advance) continue
        for (const entity of timers.until(to)) {
          if (only && !only(rule, entity)) continue
          const entry = abouts.get(rule.by)!.entries.get(entity)
          const before = entry?.cells[place]?.value
          if (entry === undefined || before === undefined) continue
          const after = machine.advance(entity, before, to, raise)
          // Its timer was taken off: it is set again, also where nothing has changed.
          entry.dues[place] = Infinity
          if (after !== before) keep(runner, entry, after)
          else wait(runner, entry, after)
        }
      }
    },

    forget: sweeper({ kinds: [...abouts.values()], watermark: () => watermark, forgotten: plugs.forget }),

    /** A slice has brought one entity of one rule up to the watermark: its state takes the place of the live one. */
    replace(rule: string, entity: string, value: unknown): void {
      const runner = runnerOf.get(rule)
      if (!runner) return
      const about = abouts.get(runner.rule.by)!
      const before = about.entries.get(entity)?.cells[runner.place]?.value
      if (value !== before) keep(runner, open(about, entity), value)
    },
  }
}

export type Core = ReturnType<typeof createCore>
