import type { Refusal } from '../kernel/ports.ts'

/** Lines of one delivery, as bytes: decoding is the intake's, so that a wrong encoding is one line's fault. */
export type Delivery = {
  readonly collector: string
  /** Id of the configured source instance that reads these lines; `auto` asks each source in turn (HTTP and _bulk without one). */
  readonly source: string
  readonly lines: readonly Uint8Array[]
  /** File and offset of line i, where there is one: identity of lines that carry none. */
  place?(index: number): string
  /**
   * The lines are consecutive ones of one text (a file, a request body): a heading line among them names the columns of those after
   * it. `heading` is the one in force before the first line, as `Outcome.heading` gave it.
   */
  readonly text?: { readonly heading?: string | undefined }
  /** First receipt where it is not now (quarantine replay, a spool), epoch ms. */
  readonly received?: number
  /** The SHA-256 of line i (32 hex digits), where it is known already. */
  digest?(index: number): string | undefined
  /** What line i was when it came, where the bytes handed over are not all of it: cut by a reader, masked in the quarantine. */
  original?(index: number): Original | undefined
  /** These lines lie in the quarantine already: refused again, they are not put there a second time. */
  readonly quarantined?: true
  /** These lines were kept elsewhere and are read again: that they come says nothing about their collector now. */
  readonly again?: true
  /**
   * The sender waits for an answer: BACKPRESSURE as soon as the log, where it is another server's, has stored nothing for a while. What
   * was under way may be stored all the same; sent again it has the same ids, and is one.
   */
  readonly soon?: true
}

/** A line as it first came: length in bytes, SHA-256 (32 hex digits), and whether the bytes at hand are only its beginning. */
export type Original = { readonly bytes: number; readonly digest: string; readonly cut: boolean }

export type Outcome = {
  readonly accepted: number
  readonly refused: readonly { readonly index: number; readonly refusal: Refusal }[]
  /** Of a `text`: the heading line in force behind its last line, masked. Who delivers the rest of the text hands it back. */
  readonly heading?: string
}

/**
 * Where every input hands over what it read. Resolves once all readable lines are durable and all others are in quarantine.
 * Rejects with BACKPRESSURE (try again later, nothing of the delivery was taken; see `soon`) or DISK_FULL (the same).
 */
export type Intake = {
  deliver(delivery: Delivery): Promise<Outcome>
  /** Whether a delivery would be refused now; inputs that can stop reading ask before they read on. */
  readonly pressed: boolean
}
