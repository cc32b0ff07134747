import type { Directory } from '../kernel/directory/facts.ts'
import type { Joiner } from '../kernel/directory/join.ts'
import { entryOf } from '../kernel/entry.ts'
import { type Action, actionNames, entityOf, type Observation } from '../kernel/event.ts'
import { compile } from './compile.ts'
import type { World } from './detection.ts'
import type { Carriers, Machine } from './machine.ts'
import type { LogEvent, Rule } from './meta.ts'
import { type Override, policiesOf, policyFor } from './policy.ts'
import { type Emit, joinersFor, raiseFor } from './raise.ts'
import { derivedRegisters } from './registers/derived.ts'
import { mountsRegister } from './registers/mounts.ts'
import { pipelinesRegister, type Yields } from './registers/pipelines.ts'
import { plugsRegister } from './registers/plugs.ts'
import { presenceRegister } from './registers/presence.ts'
import type { State } from './state.ts'
import { createTimers } from './timers.ts'

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
}

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

  const runners = rules.map((rule) => {
    const policyOf = policyFor(rule, overrides)
    const join = joins(rule)
    const machine: Machine = compile(rule, { policyOf, policies: policiesOf(rule, overrides), join, carriers })
    return { rule, join, machine, raise: raiseFor(rule, join, world, emit), timers: createTimers() }
  })
  type Runner = (typeof runners)[number]

  const listeners = new Map<Action, readonly Runner[]>(
    actionNames.map((action) => [action, runners.filter(({ machine }) => machine.actions.includes(action))]),
  )
  // Timers live in memory only: what is due follows from the saved state.
  for (const { rule, machine, timers } of runners) {
    if (machine.due) for (const [entity, saved] of state.entries(rule.id)) timers.set(entity, machine.due(saved))
  }

  const keep = ({ rule, machine, timers }: Runner, entity: string, before: unknown, after: unknown): void => {
    if (after === before) return
    state.set(rule.id, entity, after)
    if (machine.due) timers.set(entity, after === undefined ? undefined : machine.due(after))
  }

  const dispatch = (plain: Observation, which?: (rule: Rule) => boolean): void => {
    // One join serves all rules that see the same registers; so does one device that the register of mounts gives.
    const joined = new Map<Joiner, LogEvent>()
    const complete = which ? plain : mounts.complete(plain)
    const mounted = complete === plain ? joined : new Map<Joiner, LogEvent>()
    for (const runner of listeners.get(plain.action)!) {
      const asks = runner.rule.needs?.includes('mounts') === true
      const o = asks ? complete : plain
      const entity = entityOf(o, runner.rule.by)
      if (entity === undefined || (only && !only(runner.rule, entity)) || (which && !which(runner.rule))) continue
      const event = entryOf(asks ? mounted : joined, runner.join, () => runner.join(o))
      const before = state.get(runner.rule.id, entity)
      keep(runner, entity, before, runner.machine.accept(event, entity, before, runner.raise))
    }
  }

  return {
    pipelines,
    carriers,
    machineOf: (rule: string): Machine | undefined => runners.find((runner) => runner.rule.id === rule)?.machine,

    /** Takes the next event in order: registers first, so that an event sees itself in them. `which`: these rules alone, no register. */
    process(o: Observation, which?: (rule: Rule) => boolean): void {
      if (which) {
        dispatch(o, which)
        return
      }
      registers.accept(o)
      mounts.accept(o)
      const seen = present(o)
      if (!plugs.repeats(o)) dispatch(o)
      if (seen) dispatch(seen)
    },

    /** Every event before `to` has been processed: raise what was waited for in vain. */
    advance(to: number): void {
      watermark = to
      for (const runner of runners) {
        const { rule, machine, timers, raise } = runner
        if (!machine.advance) continue
        for (const entity of timers.until(to)) {
          if (only && !only(rule, entity)) continue
          const before = state.get(rule.id, entity)
          if (before === undefined) continue
          const after = machine.advance(entity, before, to, raise)
          keep(runner, entity, before, after)
          if (after !== undefined) timers.set(entity, machine.due?.(after))
        }
      }
    },

    /** Drops what can no longer matter: changes no result, only memory. */
    forget(): void {
      plugs.forget(watermark)
      for (const { rule, machine, timers } of runners) {
        for (const [entity, saved] of state.entries(rule.id)) {
          if (machine.stale(saved) >= watermark) continue
          state.set(rule.id, entity, undefined)
          timers.set(entity, undefined)
        }
      }
    },

    /** A slice has brought one entity of one rule up to the watermark: its state takes the place of the live one. */
    replace(rule: string, entity: string, value: unknown): void {
      const runner = runners.find((r) => r.rule.id === rule)
      if (runner) keep(runner, entity, state.get(rule, entity), value)
    },
  }
}

export type Core = ReturnType<typeof createCore>
