import { z } from 'zod'

/** The four levels of Cao Bằng Điều 10, in order. */
export const levels = ['low', 'medium', 'high', 'serious'] as const
export type Level = (typeof levels)[number]
export const levelNames: Readonly<Record<Level, string>> = {
  low: 'thấp',
  medium: 'trung bình',
  high: 'cao',
  serious: 'nghiêm trọng',
}
export const higher = (a: Level, b: Level): Level => (levels.indexOf(a) >= levels.indexOf(b) ? a : b)
/** One step down; `low` stays. */
export const lowered = (level: Level): Level => levels[Math.max(0, levels.indexOf(level) - 1)]!

const Text = z.object({ vi: z.string(), en: z.string() })

/** One source event as evidence: enough to find it again and to show it without going back to the logs. */
export const EvidenceEvent = z.object({
  id: z.string(),
  at: z.number(),
  received: z.number(),
  source: z.string(),
  collector: z.string(),
  digest: z.string(),
  action: z.string(),
  /** The observation's own fields, as a reader sees them. */
  fields: z.record(z.string(), z.union([z.string(), z.number(), z.boolean()])).readonly(),
})
export type EvidenceEvent = z.infer<typeof EvidenceEvent>

/** One application of one rule, with what it saw: events, numbers in force, facts of calendar and directory. */
export const DetectionEvidence = z.object({
  id: z.string(),
  at: z.number(),
  level: z.enum(levels),
  events: z.array(EvidenceEvent),
  numbers: z
    .record(z.string(), z.union([z.string(), z.number(), z.boolean(), z.array(z.string()).readonly()]))
    .readonly(),
  facts: z.array(z.object({ name: z.string(), vi: z.string(), en: z.string() })),
  say: Text,
})
export type DetectionEvidence = z.infer<typeof DetectionEvidence>

/**
 * The detections of one rule about one entity and one person (else account, else machine) in one fold day (an absence: in one episode).
 * The schema is the type; times are epoch milliseconds UTC, `local` is Asia/Ho_Chi_Minh for boards that must not bucket days in UTC.
 */
export const Alert = z.object({
  id: z.string(),
  revision: z.number().int().min(1),
  rule: z.object({ id: z.string(), version: z.string(), title: Text }),
  clause: z.object({
    id: z.string(),
    title: Text,
    /** Only texts that bind the unit concerned; none (the brief alone) reads «dấu hiệu cần xác minh». */
    basis: z.array(z.object({ doc: z.string(), at: z.string().optional(), quote: z.string().optional() })),
    standing: z.enum(['violation', 'sign']),
  }),
  level: z.enum(levels),
  entity: z.object({ kind: z.string(), value: z.string() }),
  /** As of the event. `person` only where the clause obliges an officer (catalogue `answers`). */
  subject: z.object({
    person: z.object({ id: z.string(), name: z.string() }).optional(),
    account: z.string().optional(),
    machine: z.string().optional(),
    device: z.string().optional(),
    /** An address of which an alert speaks (password spraying). */
    address: z.string().optional(),
    unit: z.object({ id: z.string(), name: z.string(), path: z.array(z.string()) }).optional(),
  }),
  first: z.number(),
  last: z.number(),
  /** An absence that ended: «đã khắc phục lúc …». */
  ended: z.number().optional(),
  /** Distinct triggering events; `evidence` holds the earliest and the latest of them, at most 20. */
  occurrences: z.number().int(),
  evidence: z.array(DetectionEvidence),
  say: Text,
  respond: Text,
  /** Named doubts that lowered the level: a day not official, a source whose format is assumed. */
  doubts: z.array(Text),
  /** The act was more than an hour old when its last proof (log or decision) reached us. */
  late: z.boolean(),
  withdrawn: z.object({ reason: Text, at: z.number() }).optional(),
  /**
   * A re-evaluation could not read all that this alert rests on («không thể đánh giá lại»), so it stands as it was found. Gone once one
   * that read everything has confirmed it.
   */
  unverifiable: z.object({ reason: Text, at: z.number() }).optional(),
  /** The withdrawn alert of the same rule and entity, same or neighbouring day, that this one stands in for. */
  replaces: z.string().optional(),
  /** A decision (exception) silences it: stored and counted, not shown as open. */
  silenced: z.object({ exception: z.string(), document: z.string() }).optional(),
  /** How many findings of the same fold a decision permits: they are not among the occurrences, nor in what is told. */
  excused: z.number().int().positive().optional(),
  local: z.object({ date: z.string(), hour: z.number(), day: z.string().optional() }),
  /** Made from the sample province: shown on every page. */
  sample: z.boolean(),
})
export type Alert = z.infer<typeof Alert>
