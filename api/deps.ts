import type { FastifyBaseLogger } from 'fastify'
import type { Alert } from '../kernel/alert.ts'
import type { AlertStore, Clock } from '../kernel/ports.ts'
import type { Coverage } from './coverage/coverage.ts'
import type { ReportFormat } from './reports/formats.ts'
import type { Period } from './reports/period.ts'
import type { Signed } from './reports/write.ts'
import type {
  Health,
  IndeterminateInfo,
  QuarantinePage,
  Reevaluation,
  RuleInfo,
  UnitInfo,
  Unlisted,
  UnlistedPage,
} from './schemas.ts'
import type { RulesPage } from './schemas-catalogue.ts'
import type { MappingList, MappingReadings, MappingSaved, MappingToSave, MappingWork } from './schemas-mappings.ts'
import type { ReportList } from './schemas-reports.ts'

/** The lines nobody could read; `replay` offers them to the intake again, all where no id is named. */
export type QuarantineDeps = {
  list(limit: number): readonly QuarantinePage['lines'][number][]
  counters(): QuarantinePage['counters']
  replay(ids: readonly number[]): Promise<{ readonly accepted: number; readonly refused: number }>
}

/** Who acts and is missing from the directory, those that acted last first; absent where this process detects nothing. */
export type UnlistedDeps = {
  list(): readonly Unlisted[] | undefined
  counts(): Pick<UnlistedPage, 'accounts' | 'machines' | 'leftOut'>
}

/** Whose report of which period; the whole province where no unit is named. */
export type ReportScope = { readonly period: Period; readonly unit?: string }

/** The periodic reports. Throws `BAD_ARGUMENT` with what is wrong, and `REPORT_DAMAGED`. */
export type ReportDeps = {
  list(): Promise<ReportList>
  /** Queues it; whether it comes to something is told by the list. */
  make(asked: ReportScope & { readonly close: boolean }): Promise<void>
  /** A file that was made, under the name to save it as. */
  file(of: ReportScope, format: ReportFormat): Promise<{ readonly name: string; readonly bytes: Buffer } | undefined>
  sign(of: ReportScope, name: string, copy: Uint8Array): Promise<Signed>
}

/** What became of a wish to save a mapping; `detail` is one Vietnamese sentence. */
export type MappingKept =
  | { readonly ok: true; readonly saved: MappingSaved }
  | { readonly ok: false; readonly why: 'invalid' | 'changed' | 'unwritable'; readonly detail: string }

/** Mapped tables: what there is, trying one, keeping one. */
export type MappingDeps = {
  list(): Promise<MappingList> | MappingList
  /** Throws `BAD_ARGUMENT` where a sample cannot be read in reasonable time. */
  preview(work: MappingWork): Promise<MappingReadings>
  save(work: MappingToSave): Promise<MappingKept>
}

/** What could be judged, by period. `make` throws `BAD_ARGUMENT` with what is wrong. */
export type CoverageDeps = {
  /** The latest that was made of a period. */
  of(period: Period): Promise<{ readonly at: number; readonly coverage: Coverage } | undefined>
  /** What is done about a period right now, and what came of the last making where it failed. */
  standing(period: Period): {
    readonly work?: { share: number; reached?: number }
    readonly waiting: boolean
    readonly failed?: { at: number; text: string }
  }
  /** Queues it. */
  make(period: Period): void
}

/** Everything the API needs to be told. It opens nothing and asks no clock of its own. */
export type Deps = {
  readonly store: Omit<AlertStore, 'put' | 'close'>
  readonly rules: readonly RuleInfo[]
  /** The same with what each looks at, its numbers, cases and figures, and what of it is heard. */
  readonly catalogue: () => RulesPage
  readonly units: () => readonly UnitInfo[]
  readonly health: () => Promise<Health> | Health
  readonly reevaluation: () => Reevaluation
  readonly indeterminate: () => readonly IndeterminateInfo[]
  /** Calls the listener with alerts just written, new and revised, after they are in the store. */
  readonly onAlerts: (listener: (alerts: readonly Alert[]) => void) => () => void
  /** Where it is missing, there are no routes for it. */
  readonly quarantine?: QuarantineDeps
  /** Likewise. */
  readonly reports?: ReportDeps
  /** Likewise. */
  readonly coverage?: CoverageDeps
  /** Likewise. */
  readonly unlisted?: UnlistedDeps
  /** Likewise. */
  readonly mappings?: MappingDeps
  /** The sample province runs: every page says so. */
  readonly sample: boolean
  readonly clock: Clock
  readonly logger?: FastifyBaseLogger
  /** Silence on the live stream after which a comment is sent, ms (default 15 s). */
  readonly heartbeat?: number
}
