import type { Judged } from '../../detectors/witness.ts'
import type { Level } from '../../kernel/alert.ts'
import type { LocalDate } from '../../kernel/time.ts'
import type { Item } from './counted.ts'
import type { SharingFigures, StorageFigures } from './figures-kept.ts'
import type { Pending } from './pending.ts'
import type { Period } from './period.ts'
import type { SourceFigures } from './sources.ts'
import type { Span } from './spans.ts'

/** Null: nobody knows, for nothing that could show it was heard. Never a zero. */
export type Count = number | null
export type ByLevel = Readonly<Record<Level, Count>>

/**
 * What a number 0 means, for whoever reads the numbers as data: `certain` where every source spoke all the time and all of it was judged,
 * `while-heard` where nothing was found while sources spoke, `unjudged` where some of it waits to be judged again.
 */
export type Zero = 'certain' | 'while-heard' | 'unjudged'

/** What was watched, as of the end of the period, and the sources of all of it: what a report without findings rests on. */
export type Watched = {
  readonly units: number
  readonly people: number
  readonly accounts: number
  readonly machines: number
  readonly servers: number
  /** Logs read; absent where every source was silent. */
  readonly events?: number
  readonly sources: number
}

/** A clause that is judged by a rule. `alerts` is a number of findings, not yet a zero: `judged` says what none means. */
export type ClauseFigures = {
  readonly clause: string
  readonly title: string
  readonly group: string
  /** Where the obligation stands, such as «CB 7.3». */
  readonly basis: readonly string[]
  readonly judged: Judged
  /** What its rules leave out; `isAll`: nothing else kept it from being judged. Absent where they leave nothing out. */
  readonly leftOut?: { readonly missing: string; readonly isAll: boolean }
  /** Units in which it could be judged all period, and units in which a text binds. */
  readonly unitsJudged: number
  /** Units in which it could be judged in part; absent in periods closed before it was counted. */
  readonly unitsPartial?: number
  readonly unitsBound: number
  readonly silences: readonly Span[]
  readonly alerts: number
  readonly violations: number
  readonly signs: number
  readonly personDays: number
  readonly people: number
  readonly accounts: number
  readonly machines: number
  readonly units: number
}

export type GroupFigures = {
  readonly group: string
  readonly alerts: number
  readonly machines: number
  readonly accounts: number
  readonly units: number
}

export type UnitFigures = {
  readonly unit: string
  readonly name: string
  /** Where the unit is `silent` or has `no-source`, a count of which nothing was found is null. */
  readonly levels: ByLevel
  readonly alerts: Count
  readonly personDays: Count
  /** `interrupted` without silences: for a part of the period no source was declared, or none that was heard. */
  readonly state: 'heard' | 'interrupted' | 'silent' | 'no-source'
  /** Each stretch once, however many sources were silent in it. */
  readonly silences: readonly Span[]
  /** Which sources (`collector/source`) were silent when; absent where none was. */
  readonly lost?: readonly { readonly source: string; readonly silences: readonly Span[] }[]
  /** Absent where counts of which nothing was found are null. */
  readonly zero?: Zero
}

/** A machine or the accounts of a unit that were attacked. */
export type AttackedFigures = {
  readonly what: string
  readonly service: string
  readonly unit: string
  readonly first: number
  readonly last: number
  readonly times: number
  readonly level: Level
}

export type TechniqueFigures = {
  readonly rule: string
  readonly title: string
  readonly mitre: readonly string[]
  readonly alerts: number
  readonly times: number
  /** SHA-256 over the ids and digests of its evidence, in order. */
  readonly evidence: string
  readonly events: number
}

export type AttackerFigures = {
  readonly address: string
  readonly inside: boolean
  readonly times: number
  readonly targets: number
  readonly first: number
  readonly last: number
}

export type AgentFigures = {
  readonly unit: string
  readonly name: string
  readonly machines: number
  readonly heard?: number
  readonly silentAlerts: number
  readonly mediaAlerts: number
}

export type UnjudgedFigures = {
  readonly rule: string
  readonly title: string
  readonly reason: 'pipeline' | 'no-carrier' | 'no-life' | 'gap'
  readonly times: number
}

export type ChangeFigures = { readonly at: number; readonly what: string; readonly document: string }

export type ExceptionFigures = {
  readonly id: string
  readonly rule: string
  readonly document: string
  readonly from: LocalDate
  readonly to: LocalDate
  readonly silenced: number
}

/** Facts of a period closed before, that came or went since it was reported. */
export type CorrectionFigures = {
  readonly period: string
  readonly said: string
  readonly clause: string
  readonly title: string
  readonly added: number
  readonly removed: number
  readonly addedDays: number
  readonly removedDays: number
}

/** An alert without anybody's name. */
export type HighFigures = {
  readonly id: string
  readonly level: Level
  readonly rule: string
  readonly title: string
  readonly unit: string
  readonly first: number
  readonly last: number
  readonly times: number
  readonly standing: Item['standing']
}

/** An alert with its names: only in the report of the unit concerned. */
export type NamedFigures = HighFigures & {
  readonly person?: string
  readonly account?: string
  readonly machine?: string
}

/**
 * The numbers of one report: what is stored when its period is closed, and all that is ever shown of it. No text of a log is in it: titles
 * come from the catalogue, names from the registers.
 */
export type Figures = {
  readonly schema: 1
  readonly period: Period
  readonly scope: { readonly name: string; readonly unit?: string }
  /** How far the product had judged, never after the period's end. */
  readonly judgedTo: number
  readonly complete: boolean
  /** What may still change the numbers; absent where nothing does. */
  readonly pending?: Pending
  readonly sample: boolean
  readonly basis: {
    readonly directory: string
    readonly rules: readonly { readonly id: string; readonly version: number }[]
  }
  readonly watched: Watched
  readonly sources: readonly SourceFigures[]
  /** Unread lines of none of these sources, and lines the quarantine ever had to let go; absent where that is not known. */
  readonly unread?: { readonly elsewhere: number; readonly dropped: number }
  /** Times of which the archive has lost logs: what no source sent there may have come all the same. Absent where nothing is lost. */
  readonly lacks?: readonly Span[]
  readonly levels: Readonly<
    Record<
      Level,
      { readonly alerts: Count; readonly violations: Count; readonly signs: Count; readonly silenced: Count }
    >
  >
  readonly personDays: Count
  /** What 0 means in `levels`, `personDays` and `days`; absent where such counts are null. */
  readonly zero?: Zero
  /** Why counts of `levels`, `personDays` and `days` are null: no source was heard, or there is none. */
  readonly deaf?: 'silent' | 'no-source'
  /** The period before, as it was reported; absent where it was never closed. */
  readonly before?: {
    readonly levels: ByLevel
    readonly personDays: Count
    readonly groups?: Readonly<Record<string, number>>
    /** What its zeros mean. */
    readonly zero?: Zero
  }
  readonly open: { readonly absences: number; readonly earlier: number }
  readonly unverifiable: number
  readonly days: readonly ({ readonly date: LocalDate } & ByLevel)[]
  readonly groups: readonly GroupFigures[]
  readonly units: readonly UnitFigures[]
  readonly attacked: readonly AttackedFigures[]
  readonly techniques: readonly TechniqueFigures[]
  readonly attackers: readonly AttackerFigures[]
  readonly agents: readonly AgentFigures[]
  readonly clauses: readonly ClauseFigures[]
  readonly catalogue: { readonly clauses: number; readonly judged: number }
  readonly unjudged: readonly UnjudgedFigures[]
  readonly exceptions: readonly ExceptionFigures[]
  /** Absent where the archive has no sealed block, or its folder is elsewhere. */
  readonly storage?: StorageFigures
  /** Absent where nobody is told of alerts, or the ledger could not be read; in the report of a unit too, whose ledger is the province's. */
  readonly sharing?: readonly SharingFigures[]
  readonly changes: readonly ChangeFigures[]
  readonly corrections: readonly CorrectionFigures[]
  readonly high: readonly HighFigures[]
  readonly named?: readonly NamedFigures[]
}
