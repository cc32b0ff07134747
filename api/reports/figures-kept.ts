import type { EntryKind, Profile } from '../push/wire.ts'
import type { Count } from './figures.ts'

/** More days of room than these are not counted. */
export const MOST_ROOM = 366

/** What the archive of the data folder held of the time until the period's end, when the numbers were made. */
export type StorageFigures = {
  readonly bytes: number
  readonly records: number
  /** Time of first receipt of the oldest record that can still be read, epoch ms. */
  readonly oldest: number
  /** Days over which records were received, and bytes of an average one of them. */
  readonly days: number
  readonly perDay: number
  /** For so many average days more there is room on the disk; never above `MOST_ROOM`. */
  readonly room: number
  /** Months for which records are kept. */
  readonly months: number
  /** Whether records at the archive's end are gone that it once had. */
  readonly cut: boolean
}

/** Entries of the push ledger that were made in the period for one receiver; null where they are older than what the ledger keeps. */
export type SharingFigures = {
  readonly receiver: string
  readonly name: string
  readonly profile: Profile
  readonly way: 'line' | 'file'
  readonly entries: Count
  readonly kinds: Readonly<Record<EntryKind, number>>
  /** Of these with a receipt. */
  readonly receipted: number
  /** Days compared with the receiver: the same on both sides, or not. */
  readonly same: number
  readonly different: number
  /** Why nothing went over at the end: the receiver was away, or refused. */
  readonly trouble?: 'away' | 'refused'
}

/** Lines received in the period that could not be read, by pipeline (`collector/source`), and how many the quarantine ever had to let go. */
export type Refused = { readonly lines: ReadonlyMap<string, number>; readonly dropped: number }
