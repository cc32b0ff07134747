import type { Instant } from '../../time.ts'

/** Sorts of obligations, in the words of `obligation.begun`. */
export const obligations = [
  'return',
  'report',
  'level',
  'logs',
  'monitoring',
  'separation',
  'regulation',
  'restore-test',
  'wipe',
] as const
export type Obligation = (typeof obligations)[number]

/** By unit, since when its register was known to tell of an obligation. */
export type Kept = ReadonlyMap<string, Instant>

/** Something owed as long as its rows say so, epoch ms (`Infinity`: it was never met). */
export type Duty = {
  readonly unit: string
  /** Tells it from the unit's other duties of this sort. */
  readonly of: string
  readonly from: Instant
  readonly to: Instant
  /** When the register knew of it: it begins no earlier, unless it counts from a deed whose day the register tells (`dated`). */
  readonly known: number
  readonly dated?: true
  /** The rows it rests on. */
  readonly rows: readonly object[]
  /** By when, where the register says so. */
  readonly until?: Instant
  /** For a reader, and what the clause looks at. */
  readonly item?: string
  readonly host?: string
  readonly device?: string
}

/** What the registers say of one obligation: the duties, and by unit since when they could tell of any. */
export type Owed = { readonly duties: readonly Duty[]; readonly kept: Kept }
