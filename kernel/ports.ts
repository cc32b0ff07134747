import type { Alert, Level } from './alert.ts'
import type { Action, Entity, Observation } from './event.ts'
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
  /** What its reading took besides its bytes: where it stood (file and offset), and the heading line it stood under. */
  readonly place?: string
  readonly heading?: string
  readonly raw: string
  readonly observations: readonly Observation[]
  /** What an older parser had made of the same line and does not hold any more. */
  readonly withdraws?: readonly Observation[]
}

/** `key` is the entity a message is about: a partitioned bus keeps that entity's order. */
export type Message = { readonly key: string; readonly value: Uint8Array }
export type Delivered = Message & { readonly offset: number }

/** Reading a topic. `broken` resolves with why it cannot be read on; absent where that cannot come about. */
export type Subscription = { stop(): Promise<void>; readonly broken?: Promise<unknown> }

/**
 * The bus. `publish` resolves once the messages are durable. A subscription starts at an offset the reader keeps itself,
 * hands over batches in order, and offers a batch again when its handler fails, before anything after it.
 */
export type EventBus = {
  publish(topic: string, messages: readonly Message[]): Promise<void>
  subscribe(topic: string, from: number, handler: (batch: readonly Delivered[]) => Promise<void>): Promise<Subscription>
  /** The first offset that is still there: what lay before it was removed, or outlived its time. */
  begin(topic: string): Promise<number>
  /** The offset the next message will get. */
  end(topic: string): Promise<number>
  close(): Promise<void>
}

/** What a reader of the archive asks for. */
export type Asked = {
  /** Bounds on the event time; both belong to the span. */
  readonly from: Instant
  readonly to: Instant
  /** Of the span only these stretches (bounds included), in order of time and apart; all of it where absent. */
  readonly within?: readonly { readonly from: Instant; readonly to: Instant }[]
  /** Only these actions; all of them where absent. */
  readonly actions?: ReadonlySet<Action>
  /**
   * Only records that name one of these values, by entity: a user as `user` or `by`, a host as `host` or `from`, an address as
   * `ip` or `from`, a device, a pipeline. All records where absent.
   */
  readonly about?: Readonly<Partial<Record<Entity, ReadonlySet<string>>>>
  /** Told how many of the places there are have been looked at; not by every archive. */
  readonly onPlace?: (done: number, of: number) => void
}

/** A stretch of event time (bounds included) in which the archive held more than it can give. */
export type Gap = { readonly from: Instant; readonly to: Instant; readonly reason: 'retention' | 'damaged' }

/** What was stored: what re-evaluation reads. */
export type Archive = {
  /**
   * Everything asked for that was durable when the reading began, in no order. What was not asked for and duplicates are
   * possible. An observation that a later record withdraws is not given.
   */
  read(asked: Asked): AsyncIterable<readonly Observation[]>
  /**
   * What a reading of the span cannot have given. Damage inside a block shows when the block is read: ask after reading.
   */
  gaps(span: { readonly from: Instant; readonly to: Instant }): Promise<readonly Gap[]>
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
