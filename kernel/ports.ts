import type { Alert, Level } from './alert.ts'
import type { Observation } from './event.ts'
import type { Instant } from './time.ts'

/** The only clock of the shell; the core is told the time. */
export type Clock = { now(): Instant }

/** Why a record could not be read. */
export type Refusal = {
  readonly reason: 'malformed' | 'too-large' | 'encoding' | 'time' | 'unknown-source' | 'schema'
  /** One clear sentence in Vietnamese: field, what was expected. */
  readonly detail: string
}

/**
 * One log line as it is kept: what we read out of it, and its bytes (masked) with the parser that read them, so that a
 * better parser can read them again.
 */
export type StoredRecord = {
  /** SHA-256 (32 hex digits) of the bytes as received, and of the bytes as stored after masking. */
  readonly digest: string
  readonly stored: string
  readonly received: Instant
  readonly collector: string
  readonly source: string
  readonly parser: string
  readonly raw: string
  readonly observations: readonly Observation[]
}

export type Message = { readonly key: string; readonly value: string }
export type Delivered = Message & { readonly offset: number }

/**
 * The bus. `publish` resolves once the messages are durable. A subscription starts at an offset the reader keeps itself,
 * hands over batches in order, and offers a batch again when its handler fails, before anything after it.
 */
export type EventBus = {
  publish(topic: string, messages: readonly Message[]): Promise<void>
  subscribe(
    topic: string,
    from: number,
    handler: (batch: readonly Delivered[]) => Promise<void>,
  ): Promise<{ stop(): Promise<void> }>
  /** The offset the next message will get. */
  end(topic: string): Promise<number>
  close(): Promise<void>
}

/** What was stored, by time: what re-evaluation reads. Order is unspecified; duplicates are possible. */
export type Archive = {
  read(span: { from: Instant; to: Instant }): AsyncIterable<readonly Observation[]>
}

export type AlertFilter = {
  readonly unit?: string
  readonly rule?: string
  readonly clause?: string
  readonly level?: readonly Level[]
  readonly person?: string
  readonly account?: string
  readonly machine?: string
  readonly text?: string
  /** Bounds on the alert's last act. */
  readonly from?: Instant
  readonly to?: Instant
  readonly state?: 'open' | 'withdrawn' | 'silenced' | 'all'
}

/** One revision of an alert, and the wall-clock time at which it was written: raised, changed or withdrawn. */
export type KeptRevision = { readonly alert: Alert; readonly written: Instant }

/** Writes are idempotent by (id, revision): an older or equal revision changes nothing, its time neither. */
export type AlertStore = {
  /** `now` is the wall clock's. */
  put(alerts: readonly Alert[], now: Instant): Promise<void>
  get(id: string): Promise<Alert | undefined>
  /**
   * Oldest first; empty for an unknown id. The first revision and every change of how the alert stands (level, subject,
   * lateness, silence, withdrawal, end, rule) are kept for ever. Of revisions in a row that only grew over the one before
   * them (more detections, nothing else) the newest stays, so an attack that goes on all day does not fill the disk.
   */
  history(id: string): Promise<readonly KeptRevision[]>
  /** Newest act first; the cursor is opaque and stays valid while alerts arrive. */
  search(
    filter: AlertFilter,
    page: { limit: number; cursor?: string },
  ): Promise<{ alerts: readonly Alert[]; next?: string; total: number }>
  count(filter: AlertFilter, by: 'level' | 'rule' | 'unit'): Promise<Readonly<Record<string, number>>>
  close(): Promise<void>
}
