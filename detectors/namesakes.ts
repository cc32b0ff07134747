import type { Directory } from '../kernel/directory/facts.ts'
import { toldForms } from '../kernel/directory/names.ts'
import { type Entity, pipelineOf } from '../kernel/event.ts'
import type { Text } from '../kernel/text.ts'
import { DAY } from '../kernel/time.ts'
import type { Rule } from './meta.ts'
import { LONGEST_WAIT } from './plan.ts'
import { LEASES } from './registers/leases.ts'
import { MOUNTS } from './registers/mounts.ts'
import { PLUGS } from './registers/plugs.ts'
import { PRESENCE } from './registers/presence.ts'
import { SESSIONS } from './registers/sessions.ts'
import type { State } from './state.ts'
import { fillingOf, REGISTER_REACH, type Target } from './target.ts'

/*
 * Whom a name means is a matter of the directory, and what is remembered is remembered by whom it meant. Where another version has
 * it mean somebody else, the registers of all who bear the name are filled anew, and what is waited for or counted about them.
 */

/** Which machine the logs of a pipeline mean. */
type Naming = Pick<Directory, 'machineCalled' | 'machine' | 'allPipelines' | 'units'>
type Pipeline = Parameters<Directory['machineCalled']>[1]

/** The spaces that are kept by machine. */
const OF_HOSTS = [SESSIONS, MOUNTS, PLUGS] as const

/** The machine that an entity of a rule names. */
const machineIn = (by: Entity, entity: string): string | undefined => {
  switch (by) {
    case 'host':
      return entity
    case 'user':
      return entity.slice(entity.lastIndexOf('@') + 1)
    case 'device':
      return entity.includes('/') ? entity.slice(0, entity.indexOf('/')) : undefined
    case 'ip':
    case 'pipeline':
    case 'duty':
      return undefined
    default:
      throw new Error(String(by satisfies never))
  }
}

/** Everything remembered under a machine's name: where, under which key, whose. */
type Held = { readonly space: string; readonly key: string; readonly host: string; readonly rule?: Rule }
const heldIn = (state: State, rules: readonly Rule[]): readonly Held[] => [
  ...OF_HOSTS.flatMap((space) =>
    [...state.entries(space)].map(([key]): Held => ({ space, key, host: fillingOf(space)!.nameOf(key) })),
  ),
  ...[...state.entries(PRESENCE)].map(([key]): Held => ({ space: PRESENCE, key, host: key })),
  ...[...state.entries(LEASES)].flatMap(([key, leases]) =>
    // What the register of leases keeps, and nobody else writes there.
    (leases as readonly { readonly host: string }[]).map(({ host }): Held => ({ space: LEASES, key, host })),
  ),
  ...rules.flatMap((rule) =>
    [...state.entries(rule.id)].flatMap(([key]): Held[] => {
      const host = machineIn(rule.by, key)
      return host === undefined ? [] : [{ space: rule.id, key, host, rule }]
    }),
  ),
]

/** Whether a name means somebody else by the second of two versions, at one of the times. */
const movedBetween = (before: Naming, after: Naming, times: readonly number[]): ((told: string) => boolean) => {
  const both = [before, after] as const
  const rows = times.flatMap((at) => both.flatMap((by) => by.allPipelines(at)))
  const pipelines: readonly Pipeline[] = [...new Map(rows.map((row) => [pipelineOf(row), row])).values()]
  const within = ({ units }: Naming, unit: string, at: number): string => units.at(unit, at)?.path.join('/') ?? unit
  const textOf = (texts: readonly string[]): string => JSON.stringify([...texts].sort())
  const served = (by: Naming, at: number): ReadonlyMap<string, string> =>
    new Map(
      [...Map.groupBy(by.allPipelines(at), pipelineOf)].map(([name, rows]) => [
        name,
        textOf(rows.map(({ unit }) => within(by, unit, at))),
      ]),
    )
  const borne = (by: Naming, told: string, at: number): string => {
    const row = by.machine(told, at)
    return row === undefined ? '' : within(by, row.unit, at)
  }

  const kinds = new Map<string, number>()
  const days = times.map((at) => {
    const [old, now] = both.map((by) => served(by, at))
    const changed = pipelines.filter((one) => old!.get(pipelineOf(one)) !== now!.get(pipelineOf(one)))
    const text = JSON.stringify([[...old!], [...now!]])
    kinds.set(text, kinds.get(text) ?? kinds.size)
    return { at, changed, kind: kinds.get(text)! }
  })
  return (told) => {
    const seen = new Set<string>()
    return days.some(({ at, changed, kind }) => {
      const [old, now] = both.map((by) => borne(by, told, at))
      const day = `${kind} ${old}${now}`
      // Most days are like the others.
      if (seen.has(day)) return false
      seen.add(day)
      const asked = old === now ? changed : pipelines
      return asked.some((one) => before.machineCalled(told, one, at) !== after.machineCalled(told, one, at))
    })
  }
}

const reason: Text = {
  vi: 'tên máy được hiểu là máy khác theo danh bạ mới',
  en: 'by the new directory a name means another machine',
}

/** What follows where names mean other machines from here on: what is to be computed again, and signs of life that were another’s. */
export const targetsOfNames = (
  before: Naming,
  after: Naming,
  rules: readonly Rule[],
  state: State,
  /** How far the stream has come, and the latest event that it has seen. */
  { watermark, latest }: { readonly watermark: number; readonly latest: number },
): { readonly targets: readonly Target[]; readonly shown: readonly string[] } => {
  // Once for each day on which something that is remembered may have happened.
  const days = Array.from({ length: LONGEST_WAIT / DAY + 1 }, (_, i) => watermark - i * DAY)
  const isMoved = movedBetween(before, after, [latest, ...days])
  const held = heldIn(state, rules)
  const moved = new Set([...new Set(held.flatMap(({ host }) => toldForms(host)))].filter(isMoved))
  const ours = held.filter(({ host }) => toldForms(host).some((told) => moved.has(told)))
  const now = { from: watermark, to: watermark, reason }
  const register = (space: string, key: string): Target => ({
    rule: '@',
    scope: { kind: 'register', space, key },
    ...now,
  })
  // What a register says counts for a while: those who look at it are asked for as long.
  const reach = Math.max(...OF_HOSTS.map((space) => REGISTER_REACH[space]!))
  return {
    targets: [
      ...[...moved].flatMap((told): Target[] => [
        ...OF_HOSTS.map((space) => register(space, space === PLUGS ? `${told}|` : told)),
        { rule: '*', scope: { kind: 'about', host: told }, ...now, to: watermark + reach },
      ]),
      ...ours.flatMap(({ space, key, rule }): Target[] =>
        rule
          ? [{ rule: rule.id, scope: { kind: 'entity', value: key }, ...now }]
          : space === PRESENCE
            ? []
            : [register(space, key)],
      ),
    ],
    shown: ours.flatMap(({ space, key }) => (space === PRESENCE ? [key] : [])),
  }
}

/** As if every name meant whoever is called so: thus a state was kept that knows of no namesakes. */
export const asTheyCome: Naming = {
  units: { at: () => undefined, children: () => [] },
  allPipelines: () => [],
  machine: () => undefined,
  machineCalled: (told) => told,
}
