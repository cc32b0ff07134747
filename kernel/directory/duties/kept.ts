import type { Instant } from '../../time.ts'
import { groupBy } from '../pieces.ts'
import type { DirectoryData } from '../rows.ts'
import type { Kept, Obligation } from './duty.ts'

type Told = { readonly known: number }

/** When the first of these rows was known; `Infinity` where there is none. */
export const firstKnown = (rows: readonly Told[]): Instant => Math.min(...rows.map(({ known }) => known))

export const keptBy = (rows: readonly (Told & { readonly unit: string })[]): Kept =>
  new Map([...groupBy(rows, ({ unit }) => unit)].map(([unit, own]) => [unit, firstKnown(own)]))

/** What an accepted version notes it under (`owed`): an edited row is known since its edit, and the register is not kept since then only. */
export const keptKey = (unit: string, obligation: Obligation): string => `${encodeURIComponent(unit)}/${obligation}`

/** The same, but not later than a former version knew it. */
export const keptSince = ({ owed }: DirectoryData, obligation: Obligation, unit: string, since: Instant): Instant =>
  owed[keptKey(unit, obligation)] ?? since
