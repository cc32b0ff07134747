import type { Instant } from '../time.ts'
import { departureReports, returns } from './duties/departures.ts'
import { assignments } from './duties/machines.ts'
import type { DirectoryData } from './rows.ts'

/*
 * What units owe by the registers alone (ADR 53). Each obligation is looked for only where the register that tells of it is kept: a column
 * that nobody has filled in makes no unit guilty.
 */

/** Sorts of obligations: who answers for a machine, what is taken back, when a departure is reported. */
export const obligations = ['assignment', 'return', 'report'] as const
export type Obligation = (typeof obligations)[number]

/** Something owed over a stretch of time: from the later of its date and its entry, to when it was met (`Infinity`: never). Epoch ms. */
export type Duty = {
  readonly unit: string
  /** Tells it from the unit's other duties of this sort. */
  readonly of: string
  readonly from: Instant
  readonly to: Instant
  /** When the register knew of it. */
  readonly known: number
  /** The rows it rests on. */
  readonly rows: readonly object[]
  /** For a reader, and whom the clause looks at. */
  readonly item?: string
  readonly host?: string
  readonly device?: string
  readonly person?: string
}

/** What the registers say of one obligation: the duties, and in which units they could tell of any. */
export type Owed = { readonly duties: readonly Duty[]; readonly kept: ReadonlySet<string> }

const owing: { readonly [O in Obligation]: (data: DirectoryData) => Owed } = {
  assignment: assignments,
  return: returns,
  report: departureReports,
}

/** Everything owed at any time. */
export const dutiesOf = (data: DirectoryData): readonly (Duty & { readonly obligation: Obligation })[] =>
  obligations.flatMap((obligation) => owing[obligation](data).duties.map((duty) => ({ ...duty, obligation })))

/** The units in which registers can tell of an obligation. */
export const unitsTelling = (data: DirectoryData, obligation: Obligation): ReadonlySet<string> =>
  owing[obligation](data).kept

/** The name of one duty. No unit's id with a slash is taken for another's. */
export const dutyName = ({ unit, of }: Pick<Duty, 'unit' | 'of'>, obligation: Obligation): string =>
  `${encodeURIComponent(unit)}/${obligation}/${of}`

/** The unit that owes a duty. */
export const unitOwing = (duty: string): string => decodeURIComponent(duty.slice(0, duty.indexOf('/')))
