import type { Directory } from '../../kernel/directory/facts.ts'
import { APART, toldForms } from '../../kernel/directory/names.ts'
import type { Action, Observation } from '../../kernel/event.ts'
import { DAY } from '../../kernel/time.ts'
import type { State } from '../state.ts'
import { accountIn, machineIn, originIn } from './acting.ts'
import { type Act, actOf, dayOf, isSame, type Kept, type Kind, withAct } from './kept.ts'

/** The space of the saved state. */
const UNLISTED = 'unlisted'

/** So long after its last act a name is kept, and so far back its days are counted. */
export const UNLISTED_KEPT = 90 * DAY

/** Names out of logs cannot fill memory beyond this: of each kind so many are kept, a further one is left out, and that is counted. */
export const MOST_UNLISTED = 10_000

/** An account or machine that acts in the logs and that no register has. It accuses nobody: the register may be what is wrong. */
export type Unlisted = {
  readonly kind: Kind
  readonly name: string
  /** Of its acts, epoch ms, to five minutes. */
  readonly first: number
  readonly last: number
  /** On so many days it acted, of the last 90. */
  readonly days: number
  readonly acts: readonly Action[]
  /** `collector/source` of the logs that tell of it. */
  readonly pipelines: readonly string[]
  /** Where all that the registers know beside it (the machine, whoever was there, the address) is of one unit, that one. */
  readonly unit?: string
}

/** A machine whose name the register's machine bears as well: its logs come over collectors of other units. */
export type Namesake = Pick<Unlisted, 'name' | 'last' | 'pipelines'> & {
  readonly told: string
  /** The unit of the register's machine of that name. */
  readonly unit: string
}

/** How many there are; `leftOut`: acts of further ones since the start, for which there was no room. */
export type UnlistedCounts = { readonly accounts: number; readonly machines: number; readonly leftOut: number }

type Seen = { kept: Kept; act: Act | undefined }

const kinds: readonly Kind[] = ['account', 'machine']
const keyOf = (kind: Kind, name: string): string => `${kind}|${name}`
const ofEach = <T>(make: () => T): Readonly<Record<Kind, T>> => ({ account: make(), machine: make() })

/**
 * Accounts and machines that act while the directory in force does not know them as of the act: no rule can judge them as it should, so
 * somebody must be told. Takes events in any order. A name that is listed costs a look into a map.
 */
export const createUnlisted = (state: State, directory: () => Directory) => {
  const space = state.space<Kept>(UNLISTED)
  const seen = ofEach(() => new Map<string, Seen>())
  /** The day of which each name was found in the directory last. */
  const listed = ofEach(() => new Map<string, number>())
  let leftOut = 0
  for (const [key, kept] of space.entries()) {
    const cut = key.indexOf('|')
    // Only `keyOf` made it.
    seen[key.slice(0, cut) as Kind].set(key.slice(cut + 1), { kept, act: undefined })
  }

  const isListed = (kind: Kind, name: string, at: number): boolean =>
    (kind === 'account' ? directory().account(name, at) : directory().machine(name, at)) !== undefined
  const keep = (kind: Kind, name: string, kept: Kept, act?: Act): void => {
    const before = seen[kind].get(name)?.kept
    seen[kind].set(name, { kept, act })
    if (kept !== before) space.set(keyOf(kind, name), kept)
  }
  const drop = (kind: Kind, name: string): void => {
    seen[kind].delete(name)
    space.set(keyOf(kind, name), undefined)
  }

  const note = (o: Observation, kind: Kind, name: string, at: number): void => {
    const day = dayOf(at)
    if (listed[kind].get(name) === day) return
    const act = actOf(o, kind, at)
    const known = seen[kind].get(name)
    if (known?.act && isSame(known.act, act)) return
    if (isListed(kind, name, at)) listed[kind].set(name, day)
    // Late, or by a wrong clock: who is listed at either time is not missing.
    else if (o.clock === 'open' && isListed(kind, name, o.received)) return
    else if (known || seen[kind].size < MOST_UNLISTED)
      keep(kind, name, withAct(known?.kept, kind, act, directory()), act)
    else leftOut++
  }

  const all = (): readonly (readonly [Kind, string, Kept])[] =>
    kinds.flatMap((kind) => [...seen[kind]].map(([name, { kept }]) => [kind, name, kept] as const))

  /** Whether a name sets somebody apart whom the directory in force would not call so any more. */
  const isObsolete = (kind: Kind, name: string, { pipelines, last }: Kept): boolean => {
    if (!name.includes(APART)) return false
    const machine = kind === 'machine' ? name : name.slice(name.lastIndexOf('@') + 1)
    return !pipelines.some((pipeline) => {
      const cut = pipeline.lastIndexOf('/')
      const by = { collector: pipeline.slice(0, cut), source: pipeline.slice(cut + 1) }
      return toldForms(machine).some(
        (told) => told !== machine && directory().machineCalled(told, by, last) === machine,
      )
    })
  }

  return {
    accept(o: Observation): void {
      // A register's own row names nobody that it lacks.
      if (o.collector === 'directory') return
      const at = typeof o.clock === 'number' ? o.at + o.clock : o.at
      const account = accountIn(o)
      if (account !== undefined) note(o, 'account', account, at)
      const machine = machineIn(o)
      if (machine !== undefined) note(o, 'machine', machine, at)
      const origin = originIn(o)
      if (origin !== undefined) note(o, 'machine', origin, at)
    },

    /** Another version of the directory is in force: whom it knows as of the last act is missing no more. */
    relist(): void {
      for (const kind of kinds) listed[kind].clear()
      for (const [kind, name, kept] of all())
        if (isListed(kind, name, kept.last) || isObsolete(kind, name, kept)) drop(kind, name)
    },

    /** Drops whoever was not seen since `before`, and the days before it. */
    forget(before: number): void {
      for (const [kind, name, kept] of all())
        if (kept.last < before) drop(kind, name)
        else if (kept.days[0]! < dayOf(before))
          keep(kind, name, { ...kept, days: kept.days.filter((day) => day >= dayOf(before)) })
    },

    /** All of them, those that acted last first. */
    list: (): readonly Unlisted[] =>
      all()
        .map(([kind, name, { days, unit, ...kept }]): Unlisted => {
          return { kind, name, ...kept, days: days.length, ...(typeof unit === 'string' && { unit }) }
        })
        .sort((a, b) => b.last - a.last || (keyOf(a.kind, a.name) < keyOf(b.kind, b.name) ? -1 : 1)),

    /** The machines among them that bear the name of a registered one, those that acted last first. */
    namesakes: (): readonly Namesake[] =>
      all()
        .flatMap(([kind, name, { last, pipelines }]): Namesake[] => {
          const told = name.slice(0, Math.max(name.lastIndexOf(APART), 0))
          const row = kind === 'machine' && told !== '' ? directory().machine(told, last) : undefined
          return row === undefined ? [] : [{ name, told, last, pipelines, unit: row.unit }]
        })
        .sort((a, b) => b.last - a.last || (a.name < b.name ? -1 : 1)),

    counts: (): UnlistedCounts => ({ accounts: seen.account.size, machines: seen.machine.size, leftOut }),
  }
}
