import { createHash } from 'node:crypto'
import { z } from 'zod'
import { levels } from '../../kernel/alert.ts'
import { canonical } from '../../kernel/canonical.ts'

/** Where entries are sent, and where a day's figures are compared: the paths as they are signed, after the receiver's address. */
export const ENTRIES = '/v1/entries'
export const RECONCILIATIONS = '/v1/reconciliations'

/** So far may sender's and receiver's clocks be apart, ms. A signature is remembered longer than twice that. */
export const SKEW = 5 * 60_000
/** A request has at most so many entries and bytes. */
export const MOST_ENTRIES = 200
export const MOST_BYTES = 4 * 1024 * 1024

/** What an entry tells of an alert: raised, grown or changed, another level, taken back, standing again. */
export const entryKinds = ['new', 'supplement', 'relevel', 'withdraw', 'restore'] as const
export type EntryKind = (typeof entryKinds)[number]
export const entryKindNames: Readonly<Record<EntryKind, string>> = {
  new: 'mới',
  supplement: 'bổ sung',
  relevel: 'đổi mức',
  withdraw: 'thu hồi',
  restore: 'khôi phục',
}

/** How much of an alert a receiver is told. */
export const profiles = ['full', 'no-person', 'digest'] as const
export type Profile = (typeof profiles)[number]

export const Digest = z.string().regex(/^[0-9a-f]{64}$/)
/** Before the first entry. */
export const ZEROS = '0'.repeat(64)

export const Seq = z.number().int().min(1)
export const Instant = z.number().int().min(0)
export const Party = z.string().min(1).max(100)
const Text = z.string().max(20_000)

/**
 * An alert as it is told, in Vietnamese; what the profile keeps back is absent. Unknown fields are kept as they came: the digest covers
 * them. Times are epoch ms UTC.
 */
export const PushedAlert = z.looseObject({
  id: z.string().min(1).max(200),
  revision: Seq,
  profile: z.enum(profiles),
  /** SHA-256 of the whole alert as the sender keeps it (canonical JSON): what was kept back can be compared later. */
  digest: Digest,
  rule: z.looseObject({ id: z.string(), version: z.string(), title: Text }),
  /** `sign` reads «dấu hiệu cần xác minh»: nobody is accused of a violation. */
  clause: z.looseObject({
    id: z.string(),
    title: Text,
    standing: z.enum(['violation', 'sign']),
    basis: z.array(z.looseObject({ doc: Text, at: Text.optional() })),
  }),
  level: z.enum(levels),
  unit: z.looseObject({ id: z.string(), name: Text }).optional(),
  first: z.number(),
  last: z.number(),
  ended: z.number().optional(),
  occurrences: z.number().int(),
  /** The act was more than an hour old when its last proof came. */
  late: z.boolean(),
  doubts: z.array(Text),
  /** Why it could not be re-evaluated. */
  unverifiable: Text.optional(),
  withdrawn: z.looseObject({ reason: Text, at: z.number() }).optional(),
  /** The withdrawn alert that this one stands in for. */
  replaces: z.string().optional(),
  machine: z.string().optional(),
  /** `full` alone: who and what, the sentence, what is to be done, and where the proof lies (no bytes of it). */
  person: z.looseObject({ id: z.string(), name: Text }).optional(),
  account: z.string().optional(),
  device: z.string().optional(),
  address: z.string().optional(),
  say: Text.optional(),
  respond: Text.optional(),
  evidence: z
    .array(
      z.looseObject({
        at: z.number(),
        received: z.number(),
        source: z.string(),
        action: z.string(),
        digest: z.string(),
      }),
    )
    .optional(),
})
export type PushedAlert = z.infer<typeof PushedAlert>

/** One line of the ledger of one receiver; `previous` is the digest of the one before it. */
export const Entry = z.strictObject({
  seq: Seq,
  previous: Digest,
  kind: z.enum(entryKinds),
  /** When it was entered: never before the entry before it. */
  at: Instant,
  alert: PushedAlert,
})
export type Entry = z.infer<typeof Entry>

/** SHA-256 (hex) over the entry's canonical JSON (RFC 8785: keys in order, no blanks): it covers every entry before it. */
export const digestOf = (entry: Entry): string => createHash('sha256').update(canonical(entry)).digest('hex')

/** The body of a request to `ENTRIES`: in order, without a gap. */
export const Sent = z.strictObject({
  sender: Party,
  receiver: Party,
  entries: z.array(Entry).min(1).max(MOST_ENTRIES),
})
export type Sent = z.infer<typeof Sent>

/** Whose signature an answer has, and the signature (base64). */
export const signed = { key: Digest, signature: z.string().min(1).max(200) }

/** What the receiver has taken, by its own clock, signed with its own key over the canonical JSON without `signature`. */
export const Receipt = z.strictObject({
  receiver: Party,
  sender: Party,
  received: Instant,
  /** The last entry of the request, its digest, and how many entries the request had. */
  through: Seq,
  digest: Digest,
  count: z.number().int().min(1),
  ...signed,
})
export type Receipt = z.infer<typeof Receipt>

/** Why a request is not taken: INVALID 400, SIGNATURE and UNKNOWN_KEY 401, ALTERED, GAP and REPLAYED 409. Nothing of the request took effect. */
export const refusals = ['INVALID', 'SIGNATURE', 'UNKNOWN_KEY', 'ALTERED', 'GAP', 'REPLAYED'] as const
export const Refused = z.object({
  error: z.enum(refusals),
  /** One Vietnamese sentence. */
  detail: z.string().default(''),
  /** With GAP: the sequence the receiver waits for. */
  expected: Seq.optional(),
})
export type Refused = z.infer<typeof Refused>
