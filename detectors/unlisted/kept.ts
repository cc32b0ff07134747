import type { Directory } from '../../kernel/directory/facts.ts'
import { type Action, type Observation, pipelineOf } from '../../kernel/event.ts'
import { DAY, MINUTE, VN_OFFSET } from '../../kernel/time.ts'

/** The times kept are the five minutes in which an act lies: few are saved, and of two deliveries of one log none counts twice. */
const STEP = 5 * MINUTE

export type Kind = 'account' | 'machine'

/**
 * What is remembered of a name: sets and bounds alone, so that neither the order of logs nor a second delivery is in it. `unit`: the one
 * unit that its acts point to; `null`: several.
 */
export type Kept = {
  readonly first: number
  readonly last: number
  /** Days of Vietnam, counted from 1970-01-01, ascending. */
  readonly days: readonly number[]
  readonly acts: readonly Action[]
  readonly pipelines: readonly string[]
  readonly unit?: string | null
}

/** An act as far as it says anything of a name: most that follow one another say the same. `beside`: the other name it tells. */
export type Act = {
  readonly step: number
  readonly action: Action
  readonly collector: string
  readonly source: string
  readonly beside: string | undefined
  readonly ip: string | undefined
}

/** The day of Vietnam that holds an instant: no register's row begins or ends within one. */
export const dayOf = (at: number): number => Math.floor((at + VN_OFFSET) / DAY)

/** What an observation, by our clock of `at`, says of a name of that kind. */
export const actOf = (o: Observation, kind: Kind, at: number): Act => {
  const { action, collector, source } = o
  const { user, host, ip } = o as { readonly user?: string; readonly host?: string; readonly ip?: string }
  return { step: Math.floor(at / STEP), action, collector, source, beside: kind === 'account' ? host : user, ip }
}

export const isSame = (a: Act, b: Act): boolean =>
  a.step === b.step &&
  a.action === b.action &&
  a.beside === b.beside &&
  a.ip === b.ip &&
  a.collector === b.collector &&
  a.source === b.source

/** The unit that an act points to: of the machine where an account acted, of whoever acted at a machine, of the address. */
const unitBeside = (kind: Kind, { beside, ip, step }: Act, directory: Directory): string | undefined => {
  const at = step * STEP
  const machine = kind === 'account' && beside !== undefined ? directory.machine(beside, at) : undefined
  const account = kind === 'machine' && beside !== undefined ? directory.account(beside, at) : undefined
  const person = account?.person === undefined ? undefined : directory.person(account.person, at)
  const network = ip === undefined ? undefined : directory.network(ip, at)
  return machine?.unit ?? person?.unit ?? account?.unit ?? network?.unit
}

const withOne = <T extends string | number>(all: readonly T[], one: T): readonly T[] =>
  all.includes(one) ? all : [...all, one].sort((a, b) => (a < b ? -1 : 1))

const unitWith = (known: Kept['unit'], other: string | undefined): Kept['unit'] => {
  if (other === undefined || known === null) return known
  return known === undefined || known === other ? other : null
}

const NOTHING: Kept = { first: Infinity, last: -Infinity, days: [], acts: [], pipelines: [] }

/** What is remembered with one more act; the same where that adds nothing. */
export const withAct = (before: Kept | undefined, kind: Kind, act: Act, directory: Directory): Kept => {
  const kept = before ?? NOTHING
  const at = act.step * STEP
  const [first, last] = [Math.min(kept.first, at), Math.max(kept.last, at)]
  const [days, acts] = [withOne(kept.days, dayOf(at)), withOne(kept.acts, act.action)]
  const pipelines = withOne(kept.pipelines, pipelineOf(act))
  const unit = unitWith(kept.unit, unitBeside(kind, act, directory))
  const isMore = first !== kept.first || last !== kept.last || days !== kept.days || acts !== kept.acts
  if (!isMore && pipelines === kept.pipelines && unit === kept.unit) return kept
  return { first, last, days, acts, pipelines, ...(unit !== undefined && { unit }) }
}
