import { compile } from '../../detectors/compile.ts'
import type { Bench, Carriers, Found, Indeterminate, Machine } from '../../detectors/machine.ts'
import type { LogEvent, Policy, Rule } from '../../detectors/meta.ts'
import type { Facts } from '../../kernel/directory/facts.ts'
import { type Action, byTime, entityOf, type Fields, type Observation } from '../../kernel/event.ts'
import { type Duration, localTime, ms } from '../../kernel/time.ts'

/** Midnight in Vietnam of a plain Monday: every test counts from here. */
export const START = localTime('2026-03-02', '00:00')

/** What a rule says of itself where its words do not matter. */
export const about = {
  id: 'TST-01',
  version: 1,
  clause: 'TST-01',
  title: { vi: 'x', en: 'x' },
  say: { vi: 'x', en: 'x' },
  respond: { vi: 'x', en: 'x' },
  level: 'low',
  cases: { fires: {}, quiet: {} },
} as const

/** `'0 a, 10m b, 10m+1 c'`: what happens, and how long after the start (`+` milliseconds). */
export const beats = (text: string): readonly (readonly [at: number, what: string])[] =>
  text.split(', ').map((beat) => {
    const [clock, what] = beat.split(' ') as [string, string]
    const [span, more = '0'] = clock.split('+') as [string, string?]
    return [(/[smhd]$/.test(span) ? ms(span as Duration) : Number(span)) + Number(more), what]
  })

/** Just enough facts for a kind: the unit alone. The rest is the join's, which has its own tests. */
const factsOf = (unit: string): Facts =>
  ({ unit: { id: unit, name: unit, path: [unit], monitored: true }, known: 0 }) as unknown as Facts

/** The test's unit of an observation is its collector. */
export const join = (o: Observation): LogEvent => ({ ...o, facts: factsOf(o.collector) })

export const observe = <A extends Action>(
  id: string,
  action: A,
  at: number,
  fields: Fields<A>,
  origin: { readonly unit?: string; readonly count?: number; readonly seq?: number } = {},
): Observation => {
  const { unit = 'u1', ...rest } = origin
  return {
    id,
    action,
    at,
    received: at,
    source: 's',
    collector: unit,
    digest: id,
    ...rest,
    ...fields,
  } as unknown as Observation
}

export type World = {
  /** Numbers that differ from the rule's own, by unit. */
  readonly overrides?: Readonly<Record<string, Policy>>
  /** Asked with the watermark, as the engine's would know it. */
  readonly carriers?: (watermark: number, ...question: Parameters<Carriers>) => ReturnType<Carriers>
}

export const policyFor =
  (rule: Rule, { overrides = {} }: World) =>
  (o: Observation): Policy => ({ ...rule.policy, ...overrides[o.collector] })

/** How the same events are run: none of it may change what is found. */
export type Manner = {
  /** Saves and loads the state after every event. */
  readonly save?: boolean
  /** Advances before every event, not only at the end. */
  readonly tick?: boolean
  /** Forgets stale state at every watermark. */
  readonly forget?: boolean
}
export type Said = {
  readonly found: readonly Found[]
  readonly indeterminate: readonly Indeterminate[]
  readonly ended: readonly { readonly entity: string; readonly at: number; readonly after: number }[]
  readonly capped: number
  /** What is remembered at the end. */
  readonly states: ReadonlyMap<string, unknown>
}

/** Runs a rule over observations (in any order) and then lets time pass until `horizon`. */
export const run = (
  rule: Rule,
  observations: readonly Observation[],
  world: World = {},
  manner: Manner = {},
  horizon = Number.MAX_SAFE_INTEGER,
): Said => {
  let watermark = Number.NEGATIVE_INFINITY
  const policyOf = policyFor(rule, world)
  const bench: Bench = {
    policyOf,
    policies: [rule.policy, ...Object.values(world.overrides ?? {}).map((set) => ({ ...rule.policy, ...set }))],
    join,
    carriers: (...question) => world.carriers?.(watermark, ...question) ?? 'alive',
  }
  const machine: Machine = compile(rule, bench)
  const states = new Map<string, unknown>()
  const found: Found[] = []
  const indeterminate: Indeterminate[] = []
  const ended: { entity: string; at: number; after: number }[] = []
  let capped = 0
  const raise = {
    found: (what: Found) => void found.push(what),
    indeterminate: (what: Indeterminate) => void indeterminate.push(what),
    ended: (entity: string, at: number) => void ended.push({ entity, at, after: found.length }),
    capped: () => void capped++,
  }
  const keep = (entity: string, next: unknown): void => {
    if (next === undefined) states.delete(entity)
    else states.set(entity, manner.save ? JSON.parse(JSON.stringify(next)) : next)
  }
  const advance = (to: number): void => {
    watermark = to
    for (const [entity, state] of [...states]) {
      const due = machine.due?.(state)
      if (due !== undefined && due <= to) keep(entity, machine.advance!(entity, state, to, raise))
    }
    if (!manner.forget) return
    for (const [entity, state] of [...states]) if (machine.stale(state) <= to) states.delete(entity)
  }

  for (const o of [...observations].sort(byTime)) {
    if (manner.tick || manner.forget) advance(o.at)
    const entity = entityOf(o, rule.by)
    if (entity === undefined || !machine.actions.includes(o.action)) continue
    keep(entity, machine.accept(join(o), entity, states.get(entity), raise))
  }
  advance(horizon)
  return { found, indeterminate, ended, capped, states }
}

export const reachOf = (rule: Rule, world: World): number =>
  compile(rule, {
    policyOf: policyFor(rule, world),
    policies: [rule.policy, ...Object.values(world.overrides ?? {}).map((set) => ({ ...rule.policy, ...set }))],
    join,
    carriers: () => 'alive',
  }).reach

/** A finding as what it is known by. */
export const keyOf = ({ entity, at, trigger }: Pick<Found, 'entity' | 'at' | 'trigger'>): string =>
  `${entity} ${at - START} ${trigger.id}`

export const keysOf = (found: readonly Pick<Found, 'entity' | 'at' | 'trigger'>[]): readonly string[] =>
  found.map(keyOf).sort()
