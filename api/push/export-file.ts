import { z } from 'zod'
import { Digest, Instant, Party, Seq } from './wire.ts'

/**
 * A file for a site without a line (NDJSON): this line, an entry a line, and `ExportEnd` over every byte before it. `previous` is the digest
 * of the entry before the first one.
 */
export const ExportHead = z.strictObject({
  format: z.literal('vonggac-push-1'),
  sender: Party,
  receiver: Party,
  first: Seq,
  last: Seq,
  previous: Digest,
  made: Instant,
  key: Digest,
})
export type ExportHead = z.infer<typeof ExportHead>

/** The last line: SHA-256 of all bytes before it (its line break included) and the sender's signature over the same bytes. */
export const ExportEnd = z.strictObject({ sha256: Digest, signature: z.string().min(1).max(200) })
export type ExportEnd = z.infer<typeof ExportEnd>
